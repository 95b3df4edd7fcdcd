"""Scene pairs with truth and sampled references, none of them rendered: what rankers are trained on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from language.captions import captions
from language.scene_pair import ScenePair
from pipeline.core import messages
from pipeline.core.reading import WRONG, parse_json
from pipeline.core.types import Analysis
from pipeline.synth import cameras, sample, truth
from pipeline.synth.changes import apply
from pipeline.synth.layout import random_things
from pipeline.synth.look import Style
from pipeline.training.true_graphs import true_analysis


@dataclass(frozen=True, eq=False)
class TruePair:
    """One pair: its record as in ``pairs.jsonl``, and the analysis that its truth gives."""

    record: dict[str, Any]
    analysis: Analysis

    def references(self, rng: Random) -> list[str]:
        """Up to eight captions by the reference grammar; others each time, none where no words pick out the object."""
        return captions(ScenePair.of_record(self.record), rng)


def scenes(count: int, seed: int, kinds: tuple[str, ...] = sample.KINDS) -> Iterator[TruePair]:
    """Pairs ``0`` to ``count - 1`` of the set ``seed``, kinds in turn; the same seed gives the same pairs.

    Objects, cameras and changes are those of ``pipeline synth``, but nobody asks what can be seen: that takes a second.
    """
    for number in range(count):
        record = _record(kinds[number % len(kinds)], np.random.default_rng([seed, number, 3]))
        yield TruePair(record, true_analysis(record))


def scenes_of(folder: Path) -> list[TruePair]:
    """The pairs with one change, or none, of a folder that ``pipeline synth`` has made.

    Raises
    ------
    SpotItError
        If there is no such folder, or its manifest cannot be read.
    """
    manifest = folder / "pairs.jsonl"
    try:
        records = [parse_json(line) for line in manifest.read_bytes().splitlines() if line.strip()]
        return [TruePair(record, true_analysis(record)) for record in records if len(record.get("changes", ())) < 2]
    except OSError as error:
        raise messages.error(messages.NO_SCENES, path=manifest) from error
    except WRONG as error:
        raise messages.error(messages.SCENES_WITHOUT_TRUTH, path=manifest) from error


def _record(kind: str, rng: np.random.Generator) -> dict[str, Any]:
    recipe = sample.RECIPES["clevr"]
    style = Style.random(recipe.spread, rng)
    while True:
        count = int(rng.integers(recipe.objects[0], recipe.objects[1] + 1))
        things = tuple(random_things(count, style, False, rng))
        done = apply(things, [kind] if kind != "none" else [], style, rng)
        if done is not None:
            break
    camera = cameras.usual(rng)
    views = ((things, camera), (done[0], cameras.moved(camera, rng.uniform(*recipe.reach), rng)))
    before, after = ([dict(thing.attributes) for thing in view[0]] for view in views)
    record: dict[str, Any] = {
        "kind": kind,
        "objects_before": before,
        "objects_after": after,
        "relationships_before": truth.relations(*views[0]),
        "relationships_after": truth.relations(*views[1]),
    }
    boxes = {"box_before": None, "box_after": None}
    for step in done[1]:
        record["change"] = {"index_before": step.before, "index_after": step.after, **boxes}
    return record
