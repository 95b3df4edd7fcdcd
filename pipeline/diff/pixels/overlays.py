"""What lies over a picture and is no part of the scene: clocks, captions, watermarks, logos.

It stands still in the frame while the camera moves, its letters change where they are, or one picture alone bears a
plate of one colour with letters in a corner, or translucent writing.
"""

from __future__ import annotations

import numpy as np

from pipeline.core.channels import highest
from pipeline.diff.pixels.badges import lone_badges
from pipeline.diff.pixels.plates import lone_plates
from pipeline.diff.pixels.watermarks import lone_watermark
from pipeline.register.shared_view import SharedView

LEAST_MOTION = 1.0
"""Pixels of the view by which the camera must have moved for something to be seen standing in the frame."""

WINDOW, STANDS, BETTER, LEAST_SPREAD = 9, 0.8, 0.25, 5.0
"""Side of the windows that are correlated; correlation, in the frame, of what stands still, and how much better that is
than in the scene; and spread of grey levels of a window that can tell."""

LARGEST = 0.1
"""Share of the picture that the box around one of them takes up at most."""

BORDER = 0.25
"""Share of the picture, from its upper and lower edge, where captions are."""

DIFFERENT, ALIKE = 40, 64
"""Grey levels by which changed letters differ from what is around them, and within which they have one colour."""

LINE = 0.035
"""Gap between letters of one line, as a share of the picture's width."""

LOWEST, HIGHEST = 4, 0.14
"""Pixels, and share of the picture's height, that a line of letters is high."""

SHARE, EACH_WAY, SOME_WAY = 0.3, 0.1, 0.02
"""Share of the changed pixels that have the colour of letters in one picture alone; share of them in each picture, and
where letters of the same colour stay beside them."""

STROKE = 0.2
"""Half the width of a letter's stroke, as a share of the line's height."""

BRIGHT, DARK, MOST_INK = 190, 60, 0.55
"""Greatest channel from which ink is bright, and up to which it is dark; share of the line that it covers at most."""

LEGIBLE = 85
"""Grey levels by which ink differs from most of its ground: letters of drawn clocks have 90, a roof's shadow 73."""

MOST_LETTERS = 0.6
"""Share of the ink that must be in letters as high as half of the line."""

LINE_SHAPE, MORE_LINE = 4, 3
"""Heights that what stands in the frame is long where it is a line of letters, and heights by which the line goes on at
either end, where letters change."""

LEAST_STAYING = 3
"""Letters that stay beside those that changed."""


def overlay_mask(view: SharedView) -> np.ndarray:
    """Pixels of the shared view, ``(h, w)``, that differ only by what lies over the pictures."""
    import cv2

    if view.before.shape != view.after.shape:
        return np.zeros(view.shape, bool)
    height, width = view.shape
    frame = cv2.resize(view.before, (width, height), interpolation=cv2.INTER_AREA)
    over = _letters(frame, view.natural[1]) | lone_plates(frame, view.natural[1])
    shrink = np.diag([width / view.after.shape[1], height / view.after.shape[0], 1.0])
    onto = shrink @ view.matrix @ np.linalg.inv(shrink)
    if _moves(onto, width, height):
        over |= _standing(frame, view)
        over = over.astype(np.uint8)
        moved = cv2.warpPerspective(over, onto, (width, height), flags=cv2.INTER_NEAREST)
        over = (over | moved).astype(bool)
    return over | lone_watermark(*view.natural, view.valid) | lone_badges(*view.natural)


def _moves(onto: np.ndarray, width: int, height: int) -> bool:
    corners = np.array([[0, 0, 1], [width, 0, 1], [0, height, 1], [width, height, 1]], float).T
    there = onto @ corners
    return bool(np.abs(there[:2] / there[2] - corners[:2]).max() >= LEAST_MOTION)


def _standing(frame: np.ndarray, view: SharedView) -> np.ndarray:
    """What has the same structure in both frames, and not in the scene."""
    import cv2

    moved, after = (cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.float32) for image in view.natural)
    before = cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY).astype(np.float32)
    in_frame, spread = _correlation(before, after)
    in_scene, _ = _correlation(moved, after)
    held = (in_frame >= STANDS) & (in_frame >= in_scene + BETTER) & (spread >= LEAST_SPREAD)
    still = cv2.morphologyEx(held.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    side = max(3, round(0.02 * max(still.shape)))
    still = cv2.morphologyEx(still, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(still)
    over = np.zeros(still.shape, bool)
    for x, y, wide, high, area in stats[1:count]:
        if area >= WINDOW**2 and wide * high <= LARGEST * over.size:
            middle = (y + high / 2) / len(over)
            a_line = wide >= LINE_SHAPE * high and min(middle, 1 - middle) <= BORDER
            more = WINDOW + (MORE_LINE * high if a_line else 0)
            over[max(0, y - WINDOW) : y + high + WINDOW, max(0, x - more) : x + wide + more] = True
    return over


def _correlation(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Correlation of windows of two grey pictures, and the lesser of their spreads."""
    import cv2

    def mean(image: np.ndarray) -> np.ndarray:
        return cv2.blur(image, (WINDOW, WINDOW))

    means = mean(first), mean(second)
    variances = [np.maximum(mean(i * i) - m * m, 0) for i, m in zip((first, second), means, strict=True)]
    shared = mean(first * second) - means[0] * means[1]
    return shared / np.sqrt(variances[0] * variances[1] + 1.0), np.sqrt(np.minimum(*variances))


def _letters(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Lines of letters of one colour, of which some changed; the pictures are as they are in their frames."""
    import cv2

    height, width = before.shape[:2]
    changed = (highest(cv2.absdiff(before, after)) >= DIFFERENT).astype(np.uint8)
    across = max(3, round(LINE * width))
    lines = cv2.morphologyEx(changed, cv2.MORPH_CLOSE, np.ones((3, across), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(lines)
    over = np.zeros((height, width), bool)
    for number in range(1, count):
        x, y, wide, high, _ = stats[number]
        middle = (y + high / 2) / height
        if not LOWEST <= high <= max(LOWEST, HIGHEST * height) or min(middle, 1 - middle) > BORDER:
            continue
        window = slice(y, y + high), slice(x, x + wide)
        use = (labels[window] == number) & (changed[window] > 0)
        if use.sum() >= LOWEST**2 and _is_lettering(before, after, (x, y, wide, high), use):
            grow = max(3, round(0.3 * high))
            over[max(0, y - grow) : y + high + grow, max(0, x - grow) : x + wide + grow] = True
    return over


def _is_lettering(before: np.ndarray, after: np.ndarray, box: tuple[int, int, int, int], use: np.ndarray) -> bool:
    """Whether thin strokes of one colour went and came where the pixels ``use`` of a box changed."""
    x, y, wide, high = box
    window = slice(y, y + high), slice(x, x + wide)
    inks = before[window][use], after[window][use]
    for ink in _commonest(np.concatenate(inks)):
        own = [highest(np.abs(pixels.astype(np.int16) - ink)) <= ALIKE for pixels in inks]
        ways = [float((own[0] & ~own[1]).mean()), float((own[1] & ~own[0]).mean())]
        if sum(ways) < SHARE or not all(_written(image[window], ink, high) for image in (before, after)):
            continue
        few = wide <= 3 * high and _staying(before, after, box, ink) >= LEAST_STAYING
        if min(ways) >= (SOME_WAY if few else EACH_WAY):
            return True
    return False


def _commonest(pixels: np.ndarray) -> list[np.ndarray]:
    """The commonest bright and dark colours, each the mean of the pixels of one cell of colours."""
    cells = (pixels // 64).astype(int) @ np.array([16, 4, 1])
    counts = np.bincount(cells, minlength=64)
    found = [pixels[cells == cell].mean(0) for cell in np.argsort(-counts)[:6] if counts[cell]]
    return [color for color in found if color.max() >= BRIGHT or color.max() <= DARK]


def _ink(part: np.ndarray, ink: np.ndarray) -> np.ndarray:
    return (highest(np.abs(part.astype(np.int16) - ink)) <= ALIKE).astype(np.uint8)


def _written(part: np.ndarray, ink: np.ndarray, high: int) -> bool:
    """Whether what has the colour of ink is made of strokes, and most of it of letters as high as the line."""
    import cv2

    if not _legible(part, ink):
        return False
    drawn = cv2.copyMakeBorder(_ink(part, ink), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    if not drawn.any() or float(cv2.distanceTransform(drawn, cv2.DIST_L2, 3).max()) > STROKE * high + 1.5:
        return False
    _, _, stats, _ = cv2.connectedComponentsWithStats(drawn)
    if drawn.mean() > MOST_INK:
        return False
    letters = (stats[1:, 3] >= 0.5 * high) & (stats[1:, 2] <= 2 * high)
    return bool(stats[1:, 4][letters].sum() >= MOST_LETTERS * drawn.sum())


def _legible(part: np.ndarray, ink: np.ndarray) -> bool:
    """Whether ink is of another brightness than what it is written on, as the shadow of a roof is not."""
    ground = part[_ink(part, ink) == 0]
    return bool(len(ground) and np.abs(np.median(ground, 0) - ink).max() >= LEGIBLE)


def _staying(before: np.ndarray, after: np.ndarray, box: tuple[int, int, int, int], ink: np.ndarray) -> int:
    """Letters of the colour of ink, about as high as the box, that stay on the same line."""
    import cv2

    x, y, wide, high = box
    reach = 12 * high
    rows = slice(max(0, y - 2), y + high + 2)
    columns = slice(max(0, x - reach), x + wide + reach)
    both = _ink(before[rows, columns], ink) & _ink(after[rows, columns], ink)
    count, _, stats, _ = cv2.connectedComponentsWithStats(both)
    return sum(0.5 * high <= h <= 1.2 * high + 4 and w <= 1.5 * high for _, _, w, h, _ in stats[1:count])
