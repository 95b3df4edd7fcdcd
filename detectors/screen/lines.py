"""Words, phrases, runs and paragraphs from the components of the ink."""

from __future__ import annotations

import numpy as np

WORD, PHRASE, RUN = 0.11, 0.24, 0.55
"""How far, in heights, a piece reaches out on each side for its neighbours: letters of a word, words of a phrase,
an icon and its label."""

OTHER_INK = 40
"""Difference of a channel's mean, of 255, from which neighbouring words are written in two colours."""

TALL, LONG, WIDE = 120, 12, 600
"""Height in pixels, width in heights and width in pixels up to which a piece may be one or several letters."""

MARK = 0.45
"""A piece lower than this share of the line beside it may be its dot or accent."""

PITCH = 1.0
"""Largest gap, in heights of a line, to the next line of a paragraph."""


def letters(pieces: np.ndarray) -> np.ndarray:
    """Which pieces may be letters, marks or icons of a line; others are pictures and rules."""
    high, wide = pieces[:, 3] - pieces[:, 1], pieces[:, 2] - pieces[:, 0]
    return (high <= TALL) & (wide <= np.maximum(LONG * high, 24)) & (wide <= WIDE)


def joined_across(boxes: np.ndarray, reach: float, barriers: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """The group of each box when each reaches out sideways by ``reach`` of its height; no group crosses a barrier.

    ``barriers`` ``(m, 4)`` are boxes whose outlines stop the reaching out, ``shape`` the picture's height and width.
    """
    import cv2

    if not len(boxes):
        return np.zeros(0, np.intp)
    mask = np.zeros(shape, np.uint8)
    out = np.maximum(1, np.round(reach * np.minimum(boxes[:, 3] - boxes[:, 1], 80))).astype(int)
    for (x0, y0, x1, y1), far in zip(boxes.tolist(), out.tolist(), strict=True):
        mask[y0:y1, max(0, x0 - far) : x1 + far] = 1
    for x0, y0, x1, y1 in barriers.tolist():
        mask[y0:y1, max(0, x0 - 1)] = mask[y0:y1, min(x1, shape[1] - 1)] = 0
    for x0, y0, x1, y1 in boxes.tolist():
        mask[(y0 + y1) // 2, x0:x1] = 1
    _, labels = cv2.connectedComponents(mask, connectivity=4, ltype=cv2.CV_32S)
    return labels[(boxes[:, 1] + boxes[:, 3]) // 2, boxes[:, 0]]


def hulls(boxes: np.ndarray, groups: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Bounding boxes of the groups, and the row of each box's group among them."""
    if not len(boxes):
        return np.zeros((0, 4), int), np.zeros(0, np.intp)
    _, rows = np.unique(groups, return_inverse=True)
    order = np.argsort(rows, kind="stable")
    edges = np.flatnonzero(np.diff(rows[order], prepend=-1))
    low = np.minimum.reduceat(boxes[order, :2], edges, axis=0)
    high = np.maximum.reduceat(boxes[order, 2:], edges, axis=0)
    return np.concatenate([low, high], axis=1), rows


def with_marks(boxes: np.ndarray, parents: np.ndarray) -> np.ndarray:
    """The group of each box when dots and accents join the line under or over them."""
    above, below = neighbours_below(boxes, 0.5)
    high = boxes[:, 3] - boxes[:, 1]
    gap = boxes[below, 1] - boxes[above, 3]
    low, tall = np.minimum(high[above], high[below]), np.maximum(high[above], high[below])
    narrow = np.where(high[above] < high[below], above, below)
    wide = np.where(high[above] < high[below], below, above)
    inside = (boxes[narrow, 0] >= boxes[wide, 0] - 1) & (boxes[narrow, 2] <= boxes[wide, 2] + 1)
    fits = inside & (low <= MARK * tall) & (gap <= np.maximum(1, 0.3 * tall)) & (parents[above] == parents[below])
    return components(len(boxes), above[fits], below[fits])


def paragraphs(boxes: np.ndarray, parents: np.ndarray) -> np.ndarray:
    """The group of each line when lines of one height, on one ground and one below the other join."""
    above, below = neighbours_below(boxes, PITCH)
    high, wide = boxes[:, 3] - boxes[:, 1], boxes[:, 2] - boxes[:, 0]
    gap = boxes[below, 1] - boxes[above, 3]
    low, tall = np.minimum(high[above], high[below]), np.maximum(high[above], high[below])
    shared = np.minimum(boxes[above, 2], boxes[below, 2]) - np.maximum(boxes[above, 0], boxes[below, 0])
    overlap = shared / np.maximum(1, np.minimum(wide[above], wide[below]))
    fits = (tall <= 1.6 * low) & (gap <= PITCH * low) & (overlap > 0.6) & (parents[above] == parents[below])
    return components(len(boxes), above[fits], below[fits])


def segments(words: np.ndarray, colors: np.ndarray, line: np.ndarray) -> np.ndarray:
    """Boxes of the parts of lines whose words have one colour; lines of a single colour are left out.

    ``colors`` ``(n, 3)`` are the mean ink of each word, ``line`` ``(n,)`` says which line it is in.
    """
    order = np.lexsort([words[:, 0], line])
    fresh = np.diff(line[order], prepend=-1) != 0
    turns = fresh.copy()
    turns[1:] |= np.abs(np.diff(colors[order], axis=0)).max(1) > OTHER_INK
    part = np.cumsum(turns)
    found, _ = hulls(words[order], part)
    lone = np.bincount(line[order][turns], minlength=int(line.max(initial=0)) + 1) < 2
    return found[~lone[line[order][turns]]] if len(found) else found


def rows_of(boxes: np.ndarray, holder: np.ndarray) -> np.ndarray:
    """Boxes of the things on one ground that lie beside each other, where there are several; ``holder`` per thing."""
    order = np.lexsort([boxes[:, 1], holder])
    found = []
    for part in np.split(order, np.flatnonzero(np.diff(holder[order])) + 1):
        reach = np.maximum.accumulate(boxes[part, 3])
        for row in np.split(part, np.flatnonzero(boxes[part[1:], 1] >= reach[:-1]) + 1):
            if len(row) > 1:
                found.append([*boxes[row, :2].min(0), *boxes[row, 2:].max(0)])
    return np.array(found, np.int64).reshape(-1, 4)


def neighbours_below(boxes: np.ndarray, reach: float) -> tuple[np.ndarray, np.ndarray]:
    """Pairs ``above, below`` of boxes that share columns, the lower at most ``reach`` heights under the upper."""
    if len(boxes) < 2:
        return np.zeros(0, np.intp), np.zeros(0, np.intp)
    order = np.argsort(boxes[:, 1], kind="stable")
    tops = boxes[order, 1]
    high = boxes[:, 3] - boxes[:, 1]
    limit = np.searchsorted(tops, boxes[order, 3] + np.minimum(reach * np.maximum(high[order], 8), 60), side="right")
    first = np.searchsorted(tops, boxes[order, 3] - 0.2 * high[order], side="left")
    count = np.maximum(0, limit - first)
    above = np.repeat(np.arange(len(boxes)), count)
    below = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)
    above, below = order[above], order[below]
    share = np.minimum(boxes[above, 2], boxes[below, 2]) > np.maximum(boxes[above, 0], boxes[below, 0])
    return above[share & (above != below)], below[share & (above != below)]


def components(count: int, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """The group of each of ``count`` things when the pairs ``first, second`` are one."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    if not count:
        return np.zeros(0, np.intp)
    links = coo_matrix((np.ones(len(first), np.int8), (first, second)), shape=(count, count))
    return connected_components(links, directed=False)[1]
