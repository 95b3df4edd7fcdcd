"""Options of a training whose run has a folder: checkpoints, the log, the learning curve."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.core import messages
from pipeline.core.checkpoint import LOG, Checkpoint
from pipeline.training.learning_curve import read_log, save_learning_curve

if TYPE_CHECKING:
    from tqdm import tqdm


def add_run_options(parser: ArgumentParser, required: bool = False) -> None:
    """``--out`` and ``--resume``."""
    parser.add_argument(
        "--out", type=Path, required=required, metavar="DIR", help="checkpoints, log and learning curve go here"
    )
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint in the folder of --out")


def checkpoint_of(arguments: Namespace) -> Checkpoint | None:
    """None where nothing is to be kept.

    Raises
    ------
    SpotItError
        If there is nothing to resume from, or a run that is not to be resumed.
    """
    if arguments.out is None:
        if arguments.resume:
            raise messages.error(messages.RESUME_WHAT)
        return None
    return Checkpoint(arguments.out, arguments.resume)


def draw_curve(checkpoint: Checkpoint | None) -> None:
    """The run's learning curve, into its folder."""
    if checkpoint is not None:
        save_learning_curve(read_log(checkpoint.folder / LOG), checkpoint.folder / "learning_curve.png")


def advance(bar: tqdm, done: int) -> None:
    """Show that so many are done."""
    bar.update(done - bar.n)
