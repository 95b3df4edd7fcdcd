"""Trains the alignment model of a pack: pictures, pairs, sentences, network, file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from pipeline.core.checkpoint import Checkpoint
from pipeline.training.alignment.pairs import PairMaker
from pipeline.training.alignment.pictures import SeenPicture
from pipeline.training.alignment.samples import READINGS, layout_of, samples_of, scale_of, tell, vocabulary_of
from pipeline.training.alignment_network import loop
from pipeline.training.alignment_network.export import export
from pipeline.training.alignment_network.loop import AlignmentPlan, truth_share
from ranker.alignment.model import save

HELD = 0.1
"""Share of the pictures that is kept to choose the best epoch by."""
BLOCKS = AlignmentPlan(
    epochs=24,
    batch=24,
    rate=2e-3,
    top=8,
    place_weight=4.0,  # grounding is what the model is for; ranking alone teaches words to say little
    size=128,
    word_size=64,
    hidden=128,
    dropout=0.1,
    leak=0.1,
)

Report = Callable[[float, float, float], None]
"""Told, after every epoch, the share done, the loss, and how good the network is on what was held out."""


@dataclass(frozen=True)
class Learned:
    """What came of training: the pairs learned from, and the figure on held-out pairs that chose the epoch."""

    pairs: int
    held_out: float


def train(
    pictures: Sequence[SeenPicture],
    out: Path,
    each: int = 6,
    plan: AlignmentPlan = BLOCKS,
    report: Report | None = None,
    checkpoint: Checkpoint | None = None,
    features: bool = False,
) -> Learned:
    """Fit the alignment model to ``each`` pairs made of every seen picture, and write it to ``out``.

    With ``features`` regions have the detector's own besides its readings.  The figure is the share of held-out
    sentences that score higher than each of their false variants.
    """
    rng = Random(plan.seed)
    learn, held = split(pictures, rng)
    told, kept = (tell(some, PairMaker(some), each, 2, rng) for some in (learn, held))
    vocabulary, layout = vocabulary_of(told), layout_of(learn, features)
    scale = scale_of(learn, layout)
    given, asked = (samples_of(some, vocabulary, layout, scale, rng) for some in (told, kept))
    network = loop.build(given, len(vocabulary), plan)
    network = loop.train(network, given, plan, lambda one: truth_share(one, asked), report, checkpoint)
    save(out, export(network, vocabulary, layout, scale, READINGS))
    return Learned(len(told), truth_share(network, asked))


def split(pictures: Sequence[SeenPicture], rng: Random) -> tuple[list[SeenPicture], list[SeenPicture]]:
    """Pictures to learn from, and pictures held out."""
    order = rng.sample(list(pictures), len(pictures))
    held = max(1, int(HELD * len(order)))
    return order[held:], order[:held]
