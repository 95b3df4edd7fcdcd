"""Trains a captioner of pictures: a data set, features kept in a folder, one file of weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from language.pictures.model import WEIGHTS, Model, save
from pipeline.core import messages
from pipeline.core.checkpoint import Checkpoint
from pipeline.datasets.example import Example
from pipeline.training.captioner.features import Features, features_of
from pipeline.training.captioner.lengths import with_best_length
from pipeline.training.captioner.loop import CaptionerPlan, train
from pipeline.training.captioner.samples import samples_of, vocabulary_of
from pipeline.training.early import Report
from pipeline.training.launched import ALONE, Seat

Progress = Callable[[int], None]


def train_captioner(
    learn: Sequence[Example],
    held: Sequence[Example],
    views: Sequence[Features],
    seen: Features,
    plan: CaptionerPlan,
    checkpoint: Checkpoint,
    report: Report | None = None,
    seat: Seat = ALONE,
) -> Model:
    """Fit a captioner to views of pictures and their captions; the checkpoint's folder gets the best weights so far.

    ``seen`` are the pictures that are held out; the length of captions is chosen by them, too.

    Raises
    ------
    SpotItError
        If there are too few pictures, or the checkpoint is damaged or of another run.
    """
    said, asked = ([one.captions for one in examples] for examples in (learn, held))
    vocabulary = vocabulary_of(said)
    made = train(
        samples_of(views, said, vocabulary),
        samples_of([seen], asked, vocabulary),
        vocabulary,
        plan,
        checkpoint,
        report,
        seat,
    )
    if not seat.first:
        return made
    model = with_best_length(made, seen, asked)
    save(checkpoint.folder / WEIGHTS, model)
    return model


def look(
    examples: Sequence[Example],
    weights: Path,
    folder: Path,
    name: str,
    progress: Progress = lambda _: None,
    view: int = 0,
) -> Features:
    """The features of a view of the pictures of some examples; ``name`` is that of their blocks in the folder.

    Raises
    ------
    SpotItError
        If an example has not one picture, or one cannot be read.
    """
    if any(len(one.pictures) != 1 for one in examples):
        raise messages.error(messages.NOT_SINGLE)
    return features_of([one.pictures[0] for one in examples], weights, folder, name, progress, view)
