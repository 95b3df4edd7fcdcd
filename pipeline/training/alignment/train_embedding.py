"""Trains the two-branch embedding of a pack, on the same pairs as the alignment model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np

from pipeline.core.checkpoint import Checkpoint
from pipeline.training.alignment.pairs import PairMaker
from pipeline.training.alignment.pictures import SeenPicture
from pipeline.training.alignment.samples import Told, layout_of, tell
from pipeline.training.alignment.train_aligner import Learned, Report, split
from pipeline.training.embedding_network import loop
from pipeline.training.embedding_network.export import export
from pipeline.training.embedding_network.loop import EmbeddingPlan, Views, evaluate, merit
from ranker.alignment.regions import Layout
from ranker.embedding.model import save
from ranker.embedding.pairs import pair_vector
from ranker.embedding.text import TextFeatures, fit
from ranker.retrieval import Retrieval

BLOCKS = EmbeddingPlan(epochs=20, batch=100, hidden=256, size=128, dropout=0.1)
SENTENCES = 4


def train(
    pictures: Sequence[SeenPicture],
    out: Path,
    each: int = 6,
    plan: EmbeddingPlan = BLOCKS,
    report: Report | None = None,
    checkpoint: Checkpoint | None = None,
) -> Learned:
    """Fit the embedding to ``each`` pairs made of every seen picture, and write it to ``out``.

    The figure is the sum of recall at 1, 5 and 10, both ways, on held-out pairs.
    """
    rng = Random(plan.seed)
    learn, held = split(pictures, rng)
    told, kept = (_several(tell(some, PairMaker(some), each, SENTENCES, rng)) for some in (learn, held))
    layout = layout_of(learn)
    text = fit([one.sentence for group in told for one in group], order=4, least=2, size=256)
    given, asked = (_views(some, layout, text) for some in (told, kept))

    plan = replace(plan, batch=min(plan.batch, len(told)))

    def after_epoch(done: float, loss: float, *found: Retrieval) -> None:
        if report:
            report(done, loss, merit(*found))

    network = loop.train(given, asked, plan, after_epoch, checkpoint)
    save(out, export(network, text, layout))
    return Learned(len(told), merit(*evaluate(network, asked)))


def _several(told: list[list[Told]]) -> list[list[Told]]:
    """Pairs with two sentences or more: the structure term needs sentences of one pair."""
    return [group for group in told if len(group) > 1]


def _views(told: Sequence[Sequence[Told]], layout: Layout, text: TextFeatures) -> Views:
    images = np.array([pair_vector(layout.regions(group[0].pair.analysis), layout) for group in told])
    owner = np.repeat(np.arange(len(told)), [len(group) for group in told])
    return Views(images, text([one.sentence for group in told for one in group]), owner)
