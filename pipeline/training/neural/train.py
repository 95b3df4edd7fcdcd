"""Trains the neural captioner: pairs and captions from folders, manifests or data sets to one file of weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from language.captions import house_caption
from language.neural.model import Model
from language.scene_pair import ScenePair
from pipeline.core import messages
from pipeline.core.checkpoint import Checkpoint
from pipeline.datasets import manifest, read_dataset
from pipeline.datasets.files import read_json
from pipeline.training.early import Report
from pipeline.training.launched import ALONE, Seat
from pipeline.training.neural.features import features_of
from pipeline.training.neural.loop import NeuralPlan, require_possible, train
from pipeline.training.neural.samples import Sample, Samples
from pipeline.training.neural.truth import Truth
from pipeline.training.neural.views import View
from pipeline.training.together import first_goes_ahead

HELD_EVERY = 20
"""Every so many pairs one is held out, to stop early by."""


def train_neural(
    learn: Sequence[Sample],
    held: Sequence[Sample],
    source: Source,
    plan: NeuralPlan,
    checkpoint: Checkpoint,
    report: Report | None = None,
    seat: Seat = ALONE,
) -> Model:
    """Fit the network; the checkpoint's folder gets ``neural.safetensors``, with the best weights so far.

    Without ``held`` every twentieth pair is held out; those are seen as they are.

    Raises
    ------
    SpotItError
        If a picture cannot be read, there are too few pairs, or the checkpoint is damaged or of another run.
    """
    if not held:
        held = learn[::HELD_EVERY]
        learn = [sample for place, sample in enumerate(learn) if place % HELD_EVERY]
    require_possible(plan, source.views, len(learn), len(held))
    with first_goes_ahead(seat):
        known = source.samples(held, [[View()] * len(held)])
        views = [[_view(plan.seed, number, place) for place in range(len(learn))] for number in range(source.views)]
        seen = source.samples(learn, views)
    return train(seen, known, plan, checkpoint, report, seat)


@dataclass(frozen=True, eq=False)
class Source:
    """Where features come from: the exported trunk, the folder they are kept in, and the views of each pair.

    ``progress`` is told how many pairs of a view have been looked at, and of how many.
    """

    trunk: Path
    folder: Path
    views: int = 1
    progress: Callable[[int, int], None] = lambda done, of: None

    def samples(self, samples: Sequence[Sample], views: Sequence[Sequence[View]]) -> Samples:
        """Samples with their features in each of the views."""

        def told(done: int) -> None:
            self.progress(done, len(samples))

        return Samples(samples, views, [features_of(samples, one, self.trunk, self.folder, told) for one in views])


def _view(seed: int, number: int, place: int) -> View:
    return View.drawn(np.random.default_rng([seed, number, place]))


def samples_of(
    sources: Sequence[Path], dataset: str | None = None, split: str = "train", house: bool = False
) -> list[Sample]:
    """All pairs with captions in folders made by ``pipeline synth``, manifests, or the files of a data set.

    With ``house`` the caption of a rendered pair is the one plain sentence that its truth gives, always worded alike:
    all that a network then has to learn is to see.

    Raises
    ------
    SpotItError
        If one of them has no pair with captions.
    """
    found: list[Sample] = []
    for source in sources:
        if dataset is not None:
            examples = read_dataset(dataset, source, split)
        elif source.is_dir():
            found += _rendered(source, house)
            continue
        else:
            examples = manifest.read(source)
        some = [Sample(*e.pictures, e.captions) for e in examples if len(e.pictures) == 2 and e.captions]
        if not some:
            raise messages.error(messages.NO_CAPTIONS, path=source)
        found += some
    return found


def _rendered(folder: Path, house: bool) -> list[Sample]:
    """Those that are done; the folder may still be filling."""
    rows = [read_json(path, dict) for path in sorted((folder / "truth").glob("*.json"))]
    if not rows or not rows[0].get("captions"):
        raise messages.error(messages.NO_PAIRS_WITH_CAPTIONS, path=folder)
    return [
        Sample(folder / row["before"], folder / row["after"], _said(row, house), Truth.of_record(row)) for row in rows
    ]


def _said(row: dict[str, Any], house: bool) -> tuple[str, ...]:
    return (house_caption(ScenePair.of_record(row)),) if house else tuple(row["captions"])
