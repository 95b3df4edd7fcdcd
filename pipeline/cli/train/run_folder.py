"""A training whose run has a folder: its options, the log and the learning curve, and the way into a pack."""

from __future__ import annotations

import shutil
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.core import messages
from pipeline.core.checkpoint import LOG, Checkpoint
from pipeline.training.learning_curve import read_log, save_learning_curve
from pipeline.worlds.seal import seal
from pipeline.worlds.world import CONFIG

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


def reporting(checkpoint: Checkpoint) -> Callable[[dict[str, float]], None]:
    """What shows how far a training is, with both of its losses, and logs it."""

    def report(point: dict[str, float]) -> None:
        print("{done:4.0%}  loss {loss:.3f}  held out {held out:.3f}".format(**point), file=sys.stderr, flush=True)
        checkpoint.log({name: round(value, 5) for name, value in point.items()})

    return report


def held_out(checkpoint: Checkpoint) -> list[float]:
    """The loss on what was held out, each time that it was measured."""
    return [point["held out"] for point in read_log(checkpoint.folder / LOG)]


def draw_curve(checkpoint: Checkpoint | None) -> None:
    """The run's learning curve, into its folder."""
    if checkpoint is not None:
        save_learning_curve(read_log(checkpoint.folder / LOG), checkpoint.folder / "learning_curve.png")


def into_pack(run: Path, pack: Path | None, name: str) -> None:
    """Put a file of a run into a pack, if there is one, and seal it anew."""
    if pack is not None:
        shutil.copyfile(run / name, pack / name)
        seal(pack)


def seal_if_any(folder: Path) -> None:
    """Seal a folder anew that has become a pack already: it has a config."""
    if (folder / CONFIG).is_file():
        seal(folder)


def advance(bar: tqdm, done: int) -> None:
    """Show that so many are done."""
    bar.update(done - bar.n)
