"""Things left and taken: what stays in the pictures of a fixed camera is compared with its background."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from pipeline.core.files import write_file
from pipeline.core.images import load_picture
from pipeline.core.protocols import Detector
from pipeline.core.types import Analysis
from pipeline.flow.captioner import Captioner
from pipeline.flow.one_world import WorldCaptioner
from pipeline.output.draw import png
from pipeline.watch.background import Background
from pipeline.watch.camera import Camera, is_of_camera
from pipeline.watch.events import Events
from pipeline.watch.follow import News, remembering, resumed, taken, written_at
from pipeline.watch.frames import Frame
from pipeline.watch.journal import Journal
from pipeline.watch.patches import only_at, patches_that_last, window_of
from pipeline.watch.things import Seen

LEAST_CONFIRM = 2
"""Pictures in a row that must show a change: what is about to stay may show in part at first."""

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
    Of a camera that is covered, blank or out of focus that alone is told, and what it shows is no background.
    The arguments are those of :func:`pipeline.watch.follow.follow`; with a journal, the background lies beside it, so
    that a watch that is started again knows what it told.
    """
    keep = None if journal is None else journal.path.with_name(f"{journal.path.name}.background.png")
    if journal is not None:
        resumed(events, journal)
    known = _known(keep, reference)
    background = Background(known)
    origin, was = (None, None) if known is None else known
    chosen: list[tuple[WorldCaptioner, Detector]] = []

    def suited(first: np.ndarray, second: np.ndarray) -> WorldCaptioner:
        if not chosen:
            found = captioner.suited(first, second)
            chosen.append((remembering(found), found.ready().stages.detector))
        return chosen[0][0]

    camera = Camera(suited, events.confirm, events.state)
    events.restore(one for one in events.state if not is_of_camera(one))

    def entered(frame: Frame, news: Sequence[News]) -> None:
        if journal is not None:
            journal.enter(frame, [one.line for one in news], [*events.state, *camera.state])

    still = 0  # pictures in a row of which nothing was told
    for frame in frames:
        image = taken(frame, was, journal)
        if image is None:
            continue
        news: list[News] = []
        about: list[News] = []
        if was is not None:
            lost, about = camera.look((origin or frame, was), (frame, image))
            yield from about
            if lost:
                entered(frame, about)
                continue
        stays = background.take(frame, image)
        renewed = was is None and stays is not None
        if was is not None and stays is not None:
            patches = patches_that_last(was, background)
            if patches:
                shown = suited(was, stays).diff(was, only_at(patches, was, stays))
                seen = Seen(was, stays, patches, chosen[0][1])
                news = list(_news((origin or frame, frame), seen.told(shown), chosen[0][0], events, seen))
            else:
                events.heard(())
            still = 0 if news or events.waiting else still + 1
            renewed = still >= RENEWED
        yield from news
        if renewed and stays is not None:
            was, origin, still = stays if was is None else background.renew(), frame, 0
        elif was is not None and stays is not None and news:
            was = _absorbed(was, stays, [box for one in news for box in seen.boxes(one.change)])
        if keep is not None and was is not None and (renewed or news):
            write_file(keep, png(Image.fromarray(was)))
        entered(frame, [*about, *news])


def _known(keep: Path | None, reference: Path | None) -> tuple[Frame, np.ndarray] | None:
    """The background that is known at the start, and the file that shows it."""
    path = keep if keep is not None and keep.is_file() else reference
    return None if path is None else (path, load_picture(path))


def _news(
    frames: tuple[Frame, Frame], analysis: Analysis, captioner: WorldCaptioner, events: Events, seen: Seen
) -> Iterator[News]:
    for fresh in events.heard(analysis.changes, str(frames[1])):
        change = analysis.changes[fresh.place]
        since = seen.since(change) or frames[1]
        caption = captioner.word_lasting(analysis, fresh.place, _clock(since))
        yield News(*frames, captioner.world.name, caption, change, since)


def _absorbed(was: np.ndarray, stays: np.ndarray, boxes: Sequence[np.ndarray]) -> np.ndarray:
    """The background with these places as they are now."""
    renewed = was.copy()
    for box in boxes:
        window = window_of(box, was.shape, AROUND)
        renewed[window] = stays[window]
    return renewed


def _clock(frame: Frame) -> str:
    """When a picture was taken, in hours and minutes; of a video, in minutes and seconds of it."""
    if not isinstance(frame, Path):
        return f"{int(frame.seconds) // 60}:{int(frame.seconds) % 60:02d}"
    written = written_at(frame)
    return "" if written is None else f"{written:%H:%M}"
