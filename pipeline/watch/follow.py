"""Describe pictures as they come, each against the one before it or against a reference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.core import messages
from pipeline.core.errors import SpotItError
from pipeline.core.images import load_pair, load_picture
from pipeline.core.types import Analysis, Change
from pipeline.flow.captioner import Captioner
from pipeline.flow.one_world import WorldCaptioner
from pipeline.output.as_json import change_json
from pipeline.watch.blind import Clear
from pipeline.watch.events import Events
from pipeline.watch.frames import Frame, read_frame
from pipeline.watch.journal import Journal
from pipeline.watch.memory import RememberingDetector


@dataclass(frozen=True, eq=False)
class News:
    """One change, in words and as a fact: what ``after`` shows that ``before`` does not, and ``since`` showed first."""

    before: Frame
    after: Frame
    pack: str
    caption: str
    change: Change
    since: Frame

    @property
    def line(self) -> dict[str, Any]:
        """As JSON; ``since_time`` is when the picture that showed it first was written, None if it is gone."""
        head = {"before": str(self.before), "after": str(self.after), "pack": self.pack, "caption": self.caption}
        written = written_at(self.since)
        time = None if written is None else written.isoformat(timespec="seconds")
        return {**head, **change_json(self.change), "since": str(self.since), "since_time": time}


def follow(
    frames: Iterable[Frame],
    captioner: Captioner,
    events: Events,
    reference: Path | None = None,
    journal: Journal | None = None,
) -> Iterator[News]:
    """Tell every event once.

    A picture that cannot be read, or does not fit the one before it, is named on stderr and passed over.  Once a camera
    sees its scene again, what changed since it last did is told as well.

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
    journal
        Pictures that it knows are not looked at again, and what it remembers is not told again.
    """
    last: tuple[Frame, np.ndarray] | None = None if reference is None else (reference, load_picture(reference))
    if journal is not None:
        resumed(events, journal)
        last = last or _last_of(journal)
    chosen: WorldCaptioner | None = None
    clear = Clear()
    for path in frames:
        image = taken(path, None if last is None else last[1], journal)
        if image is None:
            continue
        news: list[News] = []
        if last is not None:
            chosen = chosen or remembering(captioner.suited(last[1], image))
            analysis = chosen.diff(last[1], image)
            news = list(news_of(last[0], path, analysis, chosen, events))
            earlier = clear.after(last, image, analysis) if reference is None else None
            if earlier is not None:
                news += news_of(earlier[0], path, chosen.diff(earlier[1], image), chosen, events)
        yield from news
        if journal is not None:  # once the news are delivered: a crash before may tell them twice, but loses none
            journal.enter(path, [one.line for one in news], events.state)
        if reference is None or last is None:
            last = (path, image)


def resumed(events: Events, journal: Journal) -> None:
    """Have events go on that a journal remembers.

    Raises
    ------
    SpotItError
        If what it remembers cannot be read.
    """
    try:
        events.restore(journal.going)
    except (LookupError, TypeError, ValueError):
        raise messages.error(messages.JOURNAL_OF_OTHER_PROGRAM, path=journal.path) from None


def remembering(captioner: WorldCaptioner) -> WorldCaptioner:
    """The captioner with a detector that looks at no picture twice."""
    return captioner.replace(detector=RememberingDetector(captioner.ready().stages.detector))


def taken(frame: Frame, known: np.ndarray | None, journal: Journal | None) -> np.ndarray | None:
    """A picture that is new to the journal and fits the ``known`` one; else None.

    Why one cannot be read, or does not fit, is said on stderr.
    """
    if journal is not None and journal.knows(frame):
        return None
    try:
        image = read_frame(frame)
        if known is not None:
            load_pair(known, image)
    except SpotItError as failure:
        messages.notice(messages.FRAME_LEFT_OUT, path=frame, reason=failure)
        return None
    return image


def written_at(frame: Frame) -> datetime | None:
    """When a picture was written, in local time; None if it is gone."""
    try:
        written = frame.stat().st_mtime
    except OSError:
        return None
    return datetime.fromtimestamp(written).astimezone()


def _last_of(journal: Journal) -> tuple[Path, np.ndarray] | None:
    """The last picture of a journal, if it is still there."""
    if journal.last is None:
        return None
    with suppress(SpotItError):
        return Path(journal.last), read_frame(Path(journal.last))
    return None


def news_of(
    before: Frame, after: Frame, analysis: Analysis, captioner: WorldCaptioner, events: Events
) -> Iterator[News]:
    """What an analysis of two pictures says that has not been told."""
    for fresh in events.heard(analysis.changes, str(after)):
        caption, change = captioner.word(analysis, fresh.place), analysis.changes[fresh.place]
        since = after if fresh.since is None else Path(fresh.since)
        yield News(before, after, captioner.world.name, caption, change, since)
