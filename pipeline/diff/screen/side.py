"""One picture of a pair: its layout, and the pixels that have no equal partner."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import ceil, floor

import numpy as np

from detectors.screen.colors import most_frequent
from detectors.screen.layout import Layout, LayoutProposer
from pipeline.core.channels import highest
from pipeline.register.reflow_motion import PICTURES, ReflowMotion

PIECES = ("phrase", "picture", "word")
"""Proposals that hold ink and nothing else."""

FILLED = 0.3
"""Part of the width of a line that its words fill at least: a word that is all of its line goes by that name, and the
dots above its letters are not its words."""

PAINTED = ("panel", "frame")
"""Proposals that things stand on."""


@dataclass(frozen=True, eq=False)
class Side:
    """``picture`` is "before" or "after"; boxes are in pixels of that picture.  ``hidden`` are places that
    are explained already."""

    picture: str
    motion: ReflowMotion
    hidden: tuple[np.ndarray, ...] = ()

    @property
    def image(self) -> np.ndarray:
        """The pixels, toned as the other picture is."""
        return self.motion.images[PICTURES.index(self.picture)]

    @property
    def other(self) -> str:
        """The name of the other picture."""
        return PICTURES[1 - PICTURES.index(self.picture)]

    @cached_property
    def residual(self) -> np.ndarray:
        """Mask of the pixels without a partner."""
        return self.motion.labels[PICTURES.index(self.picture)].residual > 0

    @cached_property
    def exact(self) -> np.ndarray:
        """Mask of the pixels that differ from their partner at all, if only by rendering."""
        return self.motion.labels[PICTURES.index(self.picture)].exact > max(40.0, self.motion.tolerance.level)

    @cached_property
    def differing(self) -> np.ndarray:
        """Mask of the pixels that spots are made of: those without a partner, and clear differences of small words."""
        mask = self.residual.copy() if self.motion.noise else self.residual | self._redrawn
        for box in self.hidden:
            x0, y0, x1, y1 = self.clipped(box)
            mask[y0:y1, x0:x1] = False
        return mask

    @cached_property
    def slid(self) -> np.ndarray:
        """Mask of the pixels that are not where they were, but found to the left or right of it."""
        aside = np.array([bool(dx) and not dy for dx, dy in self.motion.shifts])
        labels = self.motion.labels[PICTURES.index(self.picture)].shift
        return aside[labels] & ~self.stayed if aside.any() else np.zeros(labels.shape, bool)

    def hiding(self, boxes: list[np.ndarray]) -> Side:
        """The same picture with more places that are explained."""
        other = Side(self.picture, self.motion, (*self.hidden, *boxes))
        for name in ("layout", "words", "pieces", "painted", "stayed", "slid", "residual", "exact", "redrawn_share"):
            if name in self.__dict__:
                other.__dict__[name] = self.__dict__[name]
        return other

    def moved(self, motion: ReflowMotion) -> Side:
        """The same picture, whose content went to its places in another way."""
        other = Side(self.picture, motion, self.hidden)
        for name in ("layout", "words", "pieces", "painted", "stayed"):
            if name in self.__dict__:
                other.__dict__[name] = self.__dict__[name]
        return other

    @cached_property
    def redrawn_share(self) -> float:
        """Share of the words in which some pixels differ from their partners, however little."""
        exact = self.motion.labels[PICTURES.index(self.picture)].exact > 2
        words = self.words
        hits = sum(bool(exact[y0:y1, x0:x1].any()) for x0, y0, x1, y1 in words)
        return hits / max(1, len(words))

    @property
    def _redrawn(self) -> np.ndarray:
        """Words whose pixels differ clearly, while each pixel has a like neighbour: small letters hide in letters."""
        mask = np.zeros_like(self.residual)
        words = self.boxes("word", "phrase")[: None if self.exact.any() else 0]
        hits = []
        for x0, y0, x1, y1 in words:
            part = self.exact[y0:y1, x0:x1]
            if part.mean() > 0.12 and y1 - y0 <= 16 and not self.residual[y0:y1, x0:x1].any():
                hits.append((x0, y0, x1, y1))
        if len(hits) <= 12:  # more of them are another rendering
            for x0, y0, x1, y1 in hits:
                mask[y0:y1, x0:x1] = self.exact[y0:y1, x0:x1]
        return mask

    @cached_property
    def stayed(self) -> np.ndarray:
        """Mask of the pixels that the other picture has at the same place."""
        import cv2

        mine, other = self.image, self.motion.images[PICTURES.index(self.other)]
        high, wide = np.minimum(mine.shape[:2], other.shape[:2])
        mask = np.zeros(mine.shape[:2], bool)
        gap = highest(cv2.absdiff(mine[:high, :wide], other[:high, :wide]))
        mask[:high, :wide] = gap <= max(10.0, self.motion.tolerance.level)
        return mask

    @cached_property
    def layout(self) -> Layout:
        """Proposals."""
        return LayoutProposer().layout(self.image)

    def boxes(self, *kinds: str) -> np.ndarray:
        """Boxes of these kinds of proposals, whole pixels."""
        return self.layout.boxes[self.layout.of_kind(*kinds)]

    @cached_property
    def words(self) -> np.ndarray:
        """Words, icons and pictures: the smallest things that hold ink."""
        found = self.boxes("word")
        for larger in (self.boxes("segment"), self.boxes("phrase", "picture")):
            # A box that is both a word and the only one of its colour or line goes by the larger name.
            found = np.concatenate([found, larger[np.array([not _holds_any(box, found) for box in larger], bool)]])
        return found

    @cached_property
    def pieces(self) -> np.ndarray:
        """Phrases, icons and pictures."""
        return self.boxes("phrase", "picture")

    @cached_property
    def painted(self) -> np.ndarray:
        """Panels and frames."""
        return self.boxes(*PAINTED)

    def count(self, box: np.ndarray) -> int:
        """Pixels without a partner in a box."""
        x0, y0, x1, y1 = self.clipped(box)
        return int(self.differing[y0:y1, x0:x1].sum())

    def still(self, box: np.ndarray) -> bool:
        """Whether nothing in and around a box has moved up or down, or all of it along."""
        x0, y0, x1, y1 = self.clipped(box)
        part = self.motion.labels[PICTURES.index(self.picture)].shift[y0:y1, x0:x1]
        down = {self.motion.shifts[number][1] for number in np.unique(part)}
        return len(down) == 1

    def as_shown(self, box: np.ndarray) -> np.ndarray:
        """Where a box is in the picture as it was given."""
        return self.motion.as_shown(box, self.picture)

    def crop(self, box: np.ndarray) -> np.ndarray:
        """The part of the picture in a box."""
        x0, y0, x1, y1 = self.clipped(box)
        return self.image[y0:y1, x0:x1]

    def ground_around(self, box: np.ndarray) -> np.ndarray:
        """The commonest colour just outside a box."""
        x0, y0, x1, y1 = self.clipped(box)
        height, width = self.image.shape[:2]
        rows = [self.image[y, x0:x1] for y in (y0 - 3, y1 + 2) if 0 <= y < height]
        rows += [self.image[y0:y1, x] for x in (x0 - 3, x1 + 2) if 0 <= x < width]
        return np.array(most_frequent(np.concatenate(rows) if rows else self.image), int)

    def clipped(self, box: np.ndarray) -> tuple[int, int, int, int]:
        """The box in whole pixels inside the picture."""
        height, width = self.image.shape[:2]
        left, top, right, bottom = (float(edge) for edge in box)
        x0, y0 = min(max(floor(left), 0), width - 1), min(max(floor(top), 0), height - 1)
        x1, y1 = min(max(ceil(right), x0 + 1), width), min(max(ceil(bottom), y0 + 1), height)
        return x0, y0, x1, y1


def _holds_any(box: np.ndarray, others: np.ndarray) -> bool:
    """Whether others fill a box along its width, more than a dot above a letter does."""
    inside = (others[:, 0] >= box[0]) & (others[:, 1] >= box[1]) & (others[:, 2] <= box[2]) & (others[:, 3] <= box[3])
    return bool((others[inside, 2] - others[inside, 0]).sum() >= FILLED * (box[2] - box[0]))
