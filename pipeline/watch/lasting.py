"""Things left and taken: what stays in the pictures of a fixed camera is compared with its background."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image

from pipeline.core.files import write_file
from pipeline.core.images import load_picture
from pipeline.core.kinds import ADD, COUNT, DROP, MOVE, REPLACE
from pipeline.core.labels import ANIMATE, UNNAMED
from pipeline.core.types import Analysis, Change
from pipeline.flow.captioner import Captioner
from pipeline.flow.one_world import WorldCaptioner
from pipeline.output.draw import png
from pipeline.watch.background import Background, is_light, places_apart, window_of
from pipeline.watch.events import Events
from pipeline.watch.follow import News, remembering, resumed, taken, written_at
from pipeline.watch.frames import Frame
from pipeline.watch.journal import Journal

TOLD = (ADD, DROP, MOVE, REPLACE, COUNT)
"""Kinds of change that things left and taken make; colours change with the light."""

LEAST_CONFIRM = 2
"""Pictures in a row that must show a change: what is about to stay may show in part at first."""

SURE = 0.5
"""Score of a detection that gives a thing its name: what lasts is told once, and not corrected."""

RENEWED = 8
"""Pictures in a row that differ by nothing that is told, after which the background is taken anew: it is the light."""

AROUND = 0.15
"""How far around a told change, in its sides, the background is taken anew."""


def follow_lasting(
    frames: Iterable[Frame],
    captioner: Captioner,
    events: Events,
    reference: Path | None = None,
    journal: Journal | None = None,
) -> Iterator[News]:
    """Tell everything once that was left or taken, and stays so.

    Living things come and go by themselves and are not told.  What was told belongs to the background from then on.
    The arguments are those of :func:`pipeline.watch.follow.follow`; with a journal, the background lies beside it, so
    that a watch that is started again knows what it told.
    """
    keep = None if journal is None else journal.path.with_name(f"{journal.path.name}.background.png")
    if journal is not None:
        resumed(events, journal)
    known = _known(keep, reference)
    background = Background(known)
    origin, was = (None, None) if known is None else known
    chosen: WorldCaptioner | None = None
    unmoved = 0  # pictures in a row
    for frame in frames:
        image = taken(frame, was, journal)
        if image is None:
            continue
        stays = background.take(frame, image)
        news: list[News] = []
        renewed = was is None and stays is not None
        if was is not None and stays is not None:
            seen = Seen(was, stays, background)
            apart = places_apart(was, stays)
            if any(seen.lasts_since(box) is not None for box in apart):
                chosen = chosen or remembering(captioner.suited(was, stays))
                analysis = seen.told(chosen.diff(was, stays))
                news = list(_news((origin or frame, frame), analysis, chosen, events, seen))
                unmoved = 0 if analysis.changes else unmoved + 1
            else:
                events.heard(())
                unmoved += 1
            renewed = unmoved >= RENEWED and bool(apart)
        yield from news
        if renewed and stays is not None:
            was, origin, unmoved = stays, frame, 0
        elif was is not None and stays is not None and news:
            was = _absorbed(was, stays, [one.change for one in news])
        if keep is not None and was is not None and (renewed or news):
            write_file(keep, png(Image.fromarray(was)))
        if journal is not None:
            journal.enter(frame, [one.line for one in news], events.state)


def _known(keep: Path | None, reference: Path | None) -> tuple[Frame, np.ndarray] | None:
    """The background that is known at the start, and the file that shows it."""
    path = keep if keep is not None and keep.is_file() else reference
    return None if path is None else (path, load_picture(path))


@dataclass(frozen=True, eq=False)
class Seen:
    """A background as it ``was`` and what ``stays`` now."""

    was: np.ndarray
    stays: np.ndarray
    background: Background

    def lasts_since(self, box: np.ndarray) -> Frame | None:
        """The picture since which a box shows another thing, and not another light alone; None where it does not."""
        since = self.background.since(self.was, self.stays, box)
        return None if since is None or is_light(self.was, self.stays, box) else since

    def told(self, analysis: Analysis) -> Analysis:
        """The analysis with those changes alone that things left and taken make, named where that is sure."""
        changes = [self._named(one, analysis) for one in analysis.changes if one.kind in TOLD]
        kept = [one for one in changes if one.label not in ANIMATE and self.lasts_since(box_of(one)) is not None]
        return replace(analysis, changes=tuple(kept))

    def _named(self, change: Change, analysis: Analysis) -> Change:
        graph, node = (
            (analysis.after, change.node_after) if change.kind == ADD else (analysis.before, change.node_before)
        )
        sure = node in graph and graph.nodes[node]["object"].score >= SURE
        return change if sure or change.count > 1 else replace(change, label=UNNAMED)


def box_of(change: Change) -> np.ndarray:
    """Where a change is seen: in the picture after, but for what is gone."""
    box = change.box_before if change.box_after is None else change.box_after
    return np.zeros(4) if box is None else np.asarray(box)


def _news(
    frames: tuple[Frame, Frame], analysis: Analysis, captioner: WorldCaptioner, events: Events, seen: Seen
) -> Iterator[News]:
    for fresh in events.heard(analysis.changes, str(frames[1])):
        change = analysis.changes[fresh.place]
        since = seen.lasts_since(box_of(change)) or frames[1]
        caption = captioner.word_lasting(analysis, fresh.place, _clock(since))
        yield News(*frames, captioner.world.name, caption, change, since)


def _absorbed(was: np.ndarray, stays: np.ndarray, changes: Sequence[Change]) -> np.ndarray:
    """The background with the places of told changes as they are now."""
    renewed = was.copy()
    for change in changes:
        for box in (change.box_before, change.box_after):
            if box is not None:
                window = window_of(box, was.shape, AROUND)
                renewed[window] = stays[window]
    return renewed


def _clock(frame: Frame) -> str:
    """When a picture was taken, in hours and minutes; of a video, in minutes and seconds of it."""
    if not isinstance(frame, Path):
        return f"{int(frame.seconds) // 60}:{int(frame.seconds) % 60:02d}"
    written = written_at(frame)
    return "" if written is None else f"{written:%H:%M}"
