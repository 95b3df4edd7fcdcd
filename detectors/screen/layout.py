"""Proposals from the layout of a screenshot: painted boxes, ink, lines of text, paragraphs, and groups between gaps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detectors.screen.cuts import cut_groups
from detectors.screen.flat import flat_regions
from detectors.screen.hierarchy import parents_of
from detectors.screen.ink import Ink, corner_pieces, find_ink, grain, mean_colors, rims
from detectors.screen.lines import (
    PHRASE,
    RUN,
    WORD,
    hulls,
    joined_across,
    letters,
    paragraphs,
    rows_of,
    segments,
    with_marks,
)
from detectors.screen.panels import find_grounds

KINDS = ("page", "panel", "frame", "picture", "phrase", "segment", "word", "run", "row", "paragraph", "group")
"""What a proposal is.

panel: a painted box; frame: a closed border; picture: ink too large for letters; phrase: words with an ordinary space
between them; segment: the words of one colour in a line of several; word: letters close together, or an icon; run:
things beside each other with up to a letter's height between them; row: all that lies beside each other on a panel;
paragraph: lines below each other; group: things between straight gaps.
"""


@dataclass(frozen=True, eq=False)
class Layout:
    """Proposals of one picture, best first.

    ``boxes`` ``(n, 4)`` are whole pixels; ``kinds`` ``(n,)`` indices into :data:`KINDS`; ``parents`` ``(n,)`` the row
    of the smallest box that holds each, -1 for the first, which is the page.
    """

    boxes: np.ndarray
    kinds: np.ndarray
    parents: np.ndarray

    def of_kind(self, *names: str) -> np.ndarray:
        """Rows of these kinds."""
        return np.flatnonzero(np.isin(self.kinds, [KINDS.index(name) for name in names]))


@dataclass(frozen=True)
class LayoutProposer:
    """Boxes to the pixel, from a 12-pixel icon to a captured page, without a model.

    Parameters
    ----------
    tolerance
        Largest step between neighbours of one flat region; measured from the picture if None.
    least
        Proposals with fewer pixels of ink than this are specks.
    most
        How many proposals to keep of each two million pixels, and of smaller pictures.
    """

    tolerance: int | None = None
    least: int = 4
    most: int = 6000

    def propose(self, image: np.ndarray) -> np.ndarray:
        """Boxes ``(n, 4)`` of a ``uint8`` RGB picture: painted boxes first, then phrases, words and groups."""
        return self.layout(image).boxes.astype(float)

    def layout(self, image: np.ndarray) -> Layout:
        """The boxes with what they are and how they lie in each other."""
        shape = image.shape[:2]
        page = np.array([[0, 0, shape[1], shape[0]]])
        regions = flat_regions(image, self.tolerance)
        ground, painted = find_grounds(image, regions)
        ink = find_ink(ground)
        panels = np.concatenate([painted, ink.frames])
        holder = painted_holder(panels, shape)
        pieces = self._pieces(image, ink, panels, holder)
        large = ~letters(pieces)
        barriers = np.concatenate([panels, pieces[large]])
        words, _ = hulls(pieces[~large], joined_across(pieces[~large], WORD, barriers, shape))
        words, _ = hulls(words, with_marks(words, holder[words[:, 1], words[:, 0]]))
        phrases, line = hulls(words, joined_across(words, PHRASE, barriers, shape))
        parts = segments(words, mean_colors(image, ink.labels, words), line)
        phrases, _ = hulls(phrases, with_marks(phrases, holder[phrases[:, 1], phrases[:, 0]]))
        runs, _ = hulls(phrases, joined_across(phrases, RUN, barriers, shape))
        texts, _ = hulls(phrases, paragraphs(phrases, holder[phrases[:, 1], phrases[:, 0]]))
        things = np.concatenate([panels, phrases, pieces[large]]).astype(np.int64)
        inside = parents_of(things, shape)
        rows = rows_of(things, inside)
        groups = _groups(things, inside)
        named = {
            "page": page,
            "panel": painted,
            "frame": ink.frames,
            "picture": pieces[large],
            "phrase": phrases,
            "word": words,
            "segment": parts,
            "run": runs,
            "row": rows,
            "paragraph": texts,
            "group": groups,
        }
        boxes = np.concatenate([named[kind].reshape(-1, 4) for kind in KINDS]).astype(np.int64)
        kinds = np.repeat(np.arange(len(KINDS)), [len(named[kind]) for kind in KINDS])
        _, first = np.unique(boxes, axis=0, return_index=True)
        kept = np.sort(first)[: int(self.most * max(1.0, shape[0] * shape[1] / 2e6))]
        return Layout(boxes[kept], kinds[kept], parents_of(boxes[kept], shape))

    def _pieces(self, image: np.ndarray, ink: Ink, panels: np.ndarray, holder: np.ndarray) -> np.ndarray:
        """The ink's components without specks, grain, and the soft edges and shadows of painted boxes."""
        boxes, areas = ink.boxes, ink.areas
        inside = holder[boxes[:, 1], boxes[:, 0]]
        edge = np.zeros(len(boxes), bool)
        if len(panels):
            edge = (inside >= 0) & corner_pieces(boxes, panels[inside])
        edge |= rims(boxes, areas, panels)
        return boxes[(areas >= self.least) & ~edge & ~grain(image, ink)]


def painted_holder(panels: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """The smallest painted box over each pixel, shape ``(height, width)``; -1 where there is none."""
    holder = np.full(shape, -1, np.int32)
    size = (panels[:, 2] - panels[:, 0]) * (panels[:, 3] - panels[:, 1])
    for i in np.argsort(-size, kind="stable"):
        x0, y0, x1, y1 = panels[i]
        holder[y0:y1, x0:x1] = i
    return holder


def _groups(things: np.ndarray, holder: np.ndarray) -> np.ndarray:
    """Groups between gaps on each painted box."""
    order = np.argsort(holder, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(holder[order])) + 1)
    found = [group for part in parts if len(part) > 2 for group in cut_groups(things[part])]
    return np.array(found, np.int64).reshape(-1, 4)
