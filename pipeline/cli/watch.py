"""Describe each new picture of a folder, one line of JSON for each change.

Every picture is compared with the one before it, or with a reference. The pictures that are there are taken in the
order of their names; then the folder is watched until Ctrl-C (not with --once). Several files, instead of a folder,
are taken as they are named, those that a pattern in quotes ('frames/*.png') is like in the order of their names, and of
a video (with OpenCV) a picture every --interval seconds. An event is told once: what goes on from picture to picture is
not told again until it has been absent for a while (--quiet). A picture that cannot be read is named on stderr and
passed over; one that is still being written is waited for. With --journal, a watch that was stopped goes on: it looks
at no picture twice, and tells nothing twice. With --lasting, only that is told which stays, from a fixed camera: a bag
that was left, a car that is gone, through all that passes by.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pipeline.cli.options import add_pack_options, add_scope_options, captioner_of, deliver
from pipeline.core import messages


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of ``pipeline watch``."""
    parser.add_argument(
        "source", type=Path, nargs="+", metavar="FOLDER|FRAME|VIDEO", help="a folder, a video, or files"
    )
    parser.add_argument("--reference", type=Path, metavar="FILE", help="compare with this picture, not with the last")
    parser.add_argument("--once", action="store_true", help="stop after the pictures that the folder holds now")
    parser.add_argument("--interval", type=_seconds, default=1.0, metavar="S", help="look every S seconds (1)")
    parser.add_argument(
        "--confirm",
        type=_count,
        default=1,
        metavar="N",
        help="with --reference or --lasting: tell what N pictures in a row show (1)",
    )
    parser.add_argument(
        "--quiet", type=_count, default=3, metavar="N", help="an event is over after N pictures without it (3)"
    )
    parser.add_argument(
        "--journal", type=Path, metavar="FILE", help="keep what was seen and told: JSON lines, or .sqlite or .db"
    )
    parser.add_argument(
        "--lasting", action="store_true", help="tell what was left or taken: what stays against a running background"
    )
    parser.add_argument("--fail-on-change", action="store_true", help="exit with status 1 if anything was told")
    add_scope_options(parser)
    add_pack_options(parser)


def run(arguments: Namespace) -> int:
    """Print news as they come."""
    from pipeline.watch.events import Events
    from pipeline.watch.follow import follow
    from pipeline.watch.journal import open_journal
    from pipeline.watch.lasting import LEAST_CONFIRM, follow_lasting

    if arguments.confirm > 1 and arguments.reference is None and not arguments.lasting:
        raise messages.error(messages.CONFIRM_WITHOUT_REFERENCE)
    captioner = captioner_of(arguments)
    confirm = max(arguments.confirm, LEAST_CONFIRM) if arguments.lasting else arguments.confirm
    events = Events(confirm, arguments.quiet)
    following = follow_lasting if arguments.lasting else follow
    journal = None if arguments.journal is None else open_journal(arguments.journal)
    told = False
    try:
        for news in following(_frames(arguments), captioner, events, arguments.reference, journal):
            told = True
            deliver(json.dumps(news.line), None)
    finally:
        if journal is not None:
            journal.close()
    return int(arguments.fail_on_change and told)


def _frames(arguments: Namespace) -> Iterable[Any]:
    from pipeline.watch.frames import frames_like, frames_now, frames_of
    from pipeline.watch.video import frames_of_video, is_video

    first, *more = arguments.source
    if first.is_dir() and not more:
        return frames_now(first) if arguments.once else _announced(frames_of(first, arguments.interval), arguments)
    if not more and is_video(first) and not _is_pattern(first):
        return frames_of_video(first, arguments.interval)
    found = [frame for path in arguments.source for frame in (frames_like(str(path)) if _is_pattern(path) else [path])]
    if len(found) == 1 and arguments.reference is None:
        raise messages.error(messages.ONE_FRAME, path=first)
    return found


def _announced(frames: Iterable[Path], arguments: Namespace) -> Iterator[Path]:
    """The same, once it is said what is watched from now on."""
    other = "the one before it" if arguments.reference is None else arguments.reference
    messages.notice(messages.WATCHING, path=arguments.source[0], other=other)
    yield from frames


def _is_pattern(path: Path) -> bool:
    return any(mark in str(path) for mark in "*?[") and not path.exists()


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise ValueError
    return count


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds < 86400:
        raise ValueError
    return seconds
