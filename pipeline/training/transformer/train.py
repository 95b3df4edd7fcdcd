"""Trains the transformer of a pack: fictive pairs, tasks, network, file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch

from language.transformer.model import WEIGHTS, Model, load, save
from language.transformer.tokens import Tokens
from pipeline.core import messages
from pipeline.core.checkpoint import Checkpoint
from pipeline.training.launched import ALONE, Seat
from pipeline.training.transformer.doubt import doubt_of, doubt_on
from pipeline.training.transformer.loop import Report, TransformerPlan, train
from pipeline.training.transformer.samples import make, samples_of, vocabulary_of

HELD = 300
"""Pairs that the loss is measured on after every so many steps; of another seed."""
ASKED = 900
"""Pairs that the judge's doubt is set on, those among them."""
ALARMS = 0.03
"""Share of unchanged pairs that may be told as changed."""


def train_transformer(
    count: int,
    plan: TransformerPlan,
    checkpoint: Checkpoint,
    report: Report | None = None,
    progress: Callable[[int], None] = lambda _: None,
    seat: Seat = ALONE,
    still: Callable[[], Sequence[Tokens]] | None = None,
) -> Model:
    """Make ``count`` fictive pairs, fit the network to them, and leave its weights in the checkpoint's folder.

    The judge's doubt is set on the ``still`` pairs, in which nothing has changed, or on further fictive ones.

    Raises
    ------
    SpotItError
        If the plan cannot be carried out, the file to start from is none or sees pictures in another way, or the
        checkpoint is damaged or of another run.
    """
    older = load(plan.start) if plan.start else None
    if older is not None and older.network.shape.compared != plan.compared:
        raise messages.error(messages.OTHER_TRANSFORMER, path=plan.start)
    pairs, told = make(count, 2 * plan.seed, progress)
    others, asked = make(min(ASKED, count), 2 * plan.seed + 1)
    vocabulary = older.vocabulary if older is not None else vocabulary_of(told)
    learn, held = (samples_of(*some, vocabulary) for some in ((pairs, told), (others, asked)))
    begun = older.network if older is not None else None
    network = train(
        learn, held.rows(torch.arange(min(HELD, len(held)))), vocabulary, plan, checkpoint, report, seat, begun
    )
    doubt = 1.0
    if plan.judging and seat.first:
        doubt = doubt_on(network, still(), ALARMS) if still else doubt_of(network, held, ALARMS)
    model = Model(network, vocabulary, plan.judging, doubt)
    if seat.first:
        save(checkpoint.folder / WEIGHTS, model)
    return model
