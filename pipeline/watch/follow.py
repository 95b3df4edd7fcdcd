"""Describe pictures as they come, each against the one before it or against a reference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.core import messages
from pipeline.core.errors import SpotItError
from pipeline.core.images import load_pair, load_picture
from pipeline.core.types import Change
from pipeline.flow.captioner import Captioner
from pipeline.flow.one_world import WorldCaptioner
from pipeline.watch.events import Events
from pipeline.watch.frames import read_frame
from pipeline.watch.memory import RememberingDetector


@dataclass(frozen=True, eq=False)
class News:
    """One change, in words and as a fact: what ``after`` shows that ``before`` does not."""

    before: Path
    after: Path
    pack: str
    caption: str
    change: Change


def follow(
    frames: Iterable[Path], captioner: Captioner, events: Events, reference: Path | None = None
) -> Iterator[News]:
    """Tell every event once.

    A picture that cannot be read, or does not fit the one before it, is named on stderr and passed over.

    Parameters
    ----------
    frames
        The pictures, in the order in which they were taken.
    captioner
        Answers for all of them; one of several worlds chooses at the first pair.
    events
        Which changes are news.
    reference
        What every picture is compared with; None for the one before it.
    """
    last = None if reference is None else (reference, load_picture(reference))
    chosen: WorldCaptioner | None = None
    for path in frames:
        try:
            image = read_frame(path)
            if last is not None:
                load_pair(last[1], image)
        except SpotItError as failure:
            messages.notice(messages.FRAME_LEFT_OUT, path=path, reason=failure)
            continue
        if last is not None:
            chosen = chosen or _remembering(captioner.suited(last[1], image))
            yield from _news(last, (path, image), chosen, events)
        if reference is None or last is None:
            last = (path, image)


def _remembering(captioner: WorldCaptioner) -> WorldCaptioner:
    return captioner.replace(detector=RememberingDetector(captioner.ready().stages.detector))


def _news(
    before: tuple[Path, np.ndarray], after: tuple[Path, np.ndarray], captioner: WorldCaptioner, events: Events
) -> Iterator[News]:
    analysis = captioner.diff(before[1], after[1])
    for place in events.news(analysis.changes):
        caption = captioner.word(analysis, place)
        yield News(before[0], after[0], captioner.world.name, caption, analysis.changes[place])
