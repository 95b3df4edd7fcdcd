"""A page beside a scroll bar is laid out for a smaller width: what is centred, to the right or in columns goes aside.

The wider picture is brought to the width of the other by leaving out columns of pixels.  Which ones, each row of pixels
says: along it, the picture is that of the other one so far to the left, which may only grow from the left edge to the
right.  The cheapest such course is found from column to column (Viterbi, 1967), under every way that the content of the
page may have gone up or down.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.core.channels import highest
from pipeline.register.reflow_likeness import edges_of
from pipeline.register.reflow_shifts import vertical_shifts
from pipeline.register.scroll_bar import END, bar_of

STEP = 4
"""Rows of pixels of which one stands for all: columns are left out along whole lines of text."""

AROUND = 33
"""Rows that decide together: those of a line of text or a button, with its room."""

SWITCH, CUT = 2.0, 0.5
"""Pixels that another course must explain to be taken up, and what each of ink costs where columns are left out."""

LEVEL, INK = 10, 24
"""Levels from which a pixel is another one, and from which it differs from its neighbour as ink does."""

WAYS, VOTES = 4, 6
"""Ways up or down that are tried, and the rows that must vote for each."""

STATES = 32
"""Courses that are followed: the best of all ways to the left and up or down."""

LEAST = 8
"""Pixels of ink, in the rows that are looked at, that a course must explain beside the others to be followed."""

FAR = 2
"""Pixels that something must have gone to the left: others are fractions of one."""

JOIN, THING = (9, 3), (480, 120)
"""Pixels across and down within which edges are of one thing, and its greatest width and height: larger ones hold
others, which go their own ways."""


@dataclass(frozen=True, eq=False)
class Narrowed:
    """A picture ``image``, as high and wide as it was, brought to the width beside a bar; ``columns`` ``(h, w)`` says
    which column each of its pixels was at."""

    image: np.ndarray
    columns: np.ndarray

    def as_shown(self, box: np.ndarray) -> np.ndarray:
        """Where a box of the narrowed picture is in the picture itself."""
        height, width = self.columns.shape
        x0, y0, x1, y1 = (float(side) for side in box)
        rows = slice(int(np.clip(y0, 0, height - 1)), int(np.clip(np.ceil(y1), 1, height)))
        left, right = int(np.clip(x0, 0, width - 1)), int(np.clip(np.ceil(x1) - 1, 0, width - 1))
        off = [float(np.median(self.columns[rows, column])) - column for column in (left, right)]
        return np.array([x0 + off[0], y0, x1 + off[1], y1])


def bars_apart(before: np.ndarray, after: np.ndarray) -> tuple[int, int] | None:
    """Which of two pictures of one size is laid out beside a scroll bar that the other lacks (0 or 1), and how wide
    that is; None where none is."""
    if before.shape != after.shape or min(before.shape[:2]) < 2 * END:
        return None
    bars = bar_of(before), bar_of(after)
    if (bars[0] is None) == (bars[1] is None):
        return None
    number = 1 if bars[0] is None else 0
    bar = bars[number]
    assert bar is not None
    return number, round(float(bar[2] - bar[0]))


def narrowed(wide: np.ndarray, narrow: np.ndarray, bar: int) -> Narrowed | None:
    """The wide picture at the width of the narrow one, at whose right there is a ``bar`` of so many pixels; None where
    nothing has gone to the left.  Both are ``uint8`` ``(h, w, 3)`` of one size."""
    costs, ways = _courses(wide, narrow, bar)
    if max(left for left, _ in ways) < FAR:
        return None
    left = _together(np.repeat(_course(costs, ways, _ink(wide)[::STEP]), STEP, axis=0)[: len(wide)], wide)
    height, width = left.shape
    columns = np.tile(np.arange(width, dtype=np.int32), (height, 1))
    rows = np.arange(height)
    drawn = _grown(edges_of(wide))
    for mask in (~drawn, drawn):  # where two come to one place, what is drawn stays, and else the right one
        y, x = np.nonzero(mask)
        columns[y, np.maximum(0, x - left[y, x])] = x
    columns[:, width - bar :] = np.arange(width - bar, width)
    image = wide[rows[:, None], columns]
    image[:, width - bar :] = narrow[:, width - bar :]
    return Narrowed(image, columns)


def _courses(wide: np.ndarray, narrow: np.ndarray, bar: int) -> tuple[np.ndarray, list[tuple[int, int]]]:
    """The ways, to the left and down, that content went, and what each costs at each pixel of every few rows:
    ``(n, h, w)``, by rising way to the left."""
    import cv2

    first, second = (cv2.cvtColor(image, cv2.COLOR_RGB2GRAY) for image in (wide, narrow))
    kernel = np.ones((3, 3), np.uint8)
    pictures = first, cv2.erode(second, kernel), cv2.dilate(second, kernel)
    where = np.flatnonzero(_ink(wide)[::STEP])
    tried = [(left, down) for down in (0, *_down(wide, narrow, bar)) for left in range(bar + 1)]
    apart = np.array([_apart(*pictures, bar, way).ravel()[where] for way in tried])
    chosen = [(0, 0)]
    open_ink = apart[0]
    while len(chosen) < STATES:
        gains = (open_ink & ~apart).sum(1)
        best = int(gains.argmax())
        if gains[best] < LEAST:
            break
        chosen.append(tried[best])
        open_ink = open_ink & apart[best]
    chosen.sort()
    window = (1, max(1, AROUND // STEP))
    costs = [
        cv2.boxFilter(_apart(*pictures, bar, way).astype(np.float32), -1, window, normalize=True) for way in chosen
    ]
    return np.array(costs), chosen


def _apart(first: np.ndarray, low: np.ndarray, high: np.ndarray, bar: int, way: tuple[int, int]) -> np.ndarray:
    """Which pixels of every few rows of a grey picture are not those that are so far to the left and down in another,
    of which ``low`` and ``high`` are the ends of what is around each pixel."""
    import cv2

    height, width = first.shape
    left, down = way
    rows = np.arange(0, height, STEP)
    there = np.clip(rows + down, 0, height - 1)
    mine, least, most = first[rows, left:], low[there, : width - left], high[there, : width - left]
    apart = np.ones((len(rows), width), bool)
    apart[:, left:] = cv2.max(cv2.subtract(mine, most), cv2.subtract(least, mine)) > LEVEL
    apart[(rows + down < 0) | (rows + down >= height)] = True
    apart[:, width - bar + left :] = False  # what is beyond the narrow page
    return apart


def _down(wide: np.ndarray, narrow: np.ndarray, bar: int) -> list[int]:
    """How far down content went, by the votes of its rows once it has gone to the left."""
    found: list[int] = []
    changed = np.ones(wide.shape[:2], bool)
    for left in dict.fromkeys((0, bar // 2, (bar + 1) // 2, bar)):
        moved = np.roll(wide, -left, axis=1)
        found += vertical_shifts(moved, narrow, changed, WAYS, VOTES)
    return sorted(dict.fromkeys(found), key=lambda way: -found.count(way))[:WAYS]


def _ink(image: np.ndarray) -> np.ndarray:
    """Mask of the pixels that differ clearly from the one to the left."""
    mask = np.zeros(image.shape[:2], bool)
    mask[:, 1:] = highest(np.abs(np.diff(image.astype(np.int16), axis=1))) > INK
    return mask


def _course(costs: np.ndarray, ways: list[tuple[int, int]], ink: np.ndarray) -> np.ndarray:
    """How far to the left each pixel went, ``(h, w)``: along a row the way may only grow."""
    count, height, width = costs.shape
    left = np.array([way[0] for way in ways])
    last = np.searchsorted(left, left, side="right") - 1  # the last course as far to the left as each
    sums = np.where(left[:, None] == 0, 0.0, SWITCH) + np.zeros((count, height), np.float32)
    origin = np.zeros((width, count, height), np.int8)
    numbers = np.arange(count, dtype=np.int8)[:, None]
    for x in range(width):
        lead, which = sums.copy(), np.repeat(numbers, height, axis=1)
        for n in range(1, count):
            worse = lead[n] > lead[n - 1]
            lead[n][worse], which[n][worse] = lead[n - 1][worse], which[n - 1][worse]
        lead, which = lead[last], which[last]
        price = lead + SWITCH + CUT * ink[:, x]
        better = price < sums
        origin[x] = np.where(better, which, numbers)
        sums = np.where(better, price, sums) + costs[:, :, x]
    course = np.empty((height, width), np.int32)
    state = sums.argmin(0)
    rows = np.arange(height)
    for x in range(width - 1, -1, -1):
        course[:, x] = left[state]
        state = origin[x][state, rows]
    return course


def _grown(mask: np.ndarray) -> np.ndarray:
    import cv2

    return np.asarray(cv2.dilate(mask.view(np.uint8), np.ones((3, 3), np.uint8)) > 0)


def _together(left: np.ndarray, wide: np.ndarray) -> np.ndarray:
    """Courses ``(h, w)`` under which each thing of a picture goes as a whole, as far as most of it does."""
    import cv2

    edges = edges_of(wide)
    count, parts, boxes, _ = cv2.connectedComponentsWithStats(
        cv2.dilate(edges.view(np.uint8), np.ones(JOIN[::-1], np.uint8))
    )
    far = int(left.max()) + 1
    most = np.bincount((parts[edges] * far + left[edges]), minlength=count * far).reshape(count, far).argmax(1)
    things = (boxes[:, 2] <= THING[0]) & (boxes[:, 3] <= THING[1])
    things[0] = False
    known, goal = things[parts], most[parts]
    least = np.maximum.accumulate(np.where(known, goal, 0), axis=1)
    greatest = np.minimum.accumulate(np.where(known, goal, far)[:, ::-1], axis=1)[:, ::-1]
    return np.asarray(np.maximum(np.minimum(left, greatest), least))
