"""Two screenshots: the blocks of content that moved, and the noise of the pair."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.core.protocols import Registrar
from pipeline.core.types import ObjectGraph
from pipeline.register.reflow_labels import Comparisons, Labels, Shift, labelled, shifted_mask
from pipeline.register.reflow_likeness import CHANGED, INK, Tolerance, contrast_tiles, edges_of, ringing, tile_peaks
from pipeline.register.reflow_lossless import repainted
from pipeline.register.reflow_motion import ReflowMotion
from pipeline.register.reflow_shifts import vertical_shifts
from pipeline.register.reflow_tone import tone_curve, toned
from pipeline.register.reflow_width import Narrowed, bars_apart, narrowed


@dataclass(frozen=True)
class ReflowRegistrar(Registrar):
    """Aligns the content of two screenshots, which moves in blocks: below what was inserted, or by scrolling.

    Distinctive rows of each strip vote for shifts; where more content agrees under a shift than in place, the block
    has made it.  What the pair differs by everywhere is its noise, and is tolerated.

    Parameters
    ----------
    level
        Levels of a channel that two renderings may differ by in a clean pair.
    toned_level
        The same once gamma or brightness were undone.
    most_tone
        Levels that gamma or brightness may change a value by; more is another theme.
    noisy_level, noisy_blur, noisy_share
        The tolerance of pairs of which one was compressed or scaled: see :class:`Tolerance`.
    noisy_tiles
        The part of the tiles with content that differ a little, from which the whole pair is noisy,
    noisy_beyond
        and the part of them that differ by more than anti-aliasing.
    noisy_ground
        The part of the tiles with content whose flat ground differs a little, from which one picture was compressed.
    quiet
        Share of the pixels without a partner up to which a noisy pair has not moved.
    most_shifts, least_votes
        Candidates for shifts, and the rows that must vote for each.
    least_whole
        Share of the ink in a block that its shift must explain.
    window
        Width and height in pixels of the part of a page that decides on its shift together.
    """

    level: float = 3.0
    toned_level: float = 8.0
    most_tone: float = 32.0
    noisy_level: float = 24.0
    noisy_blur: float = 1.2
    noisy_share: float = 0.35
    noisy_tiles: float = 0.5
    noisy_beyond: float = 0.25
    noisy_ground: float = 0.15
    quiet: float = 0.002
    most_shifts: int = 6
    least_votes: int = 4
    least_whole: float = 0.6
    window: tuple[int, int] = (97, 41)

    def register(
        self, before: ObjectGraph, after: ObjectGraph, image_before: np.ndarray, image_after: np.ndarray
    ) -> ReflowMotion:
        """The motion, with the residual of each picture."""
        narrow = self._narrowed(image_before, image_after)
        first, second = (
            image if one is None else one.image for image, one in zip((image_before, image_after), narrow, strict=True)
        )
        noise: list[str] = []
        if first.shape == second.shape:
            curve = tone_curve(first, second, self.most_tone)
            if curve is not None:
                first = toned(first, curve)
                noise.append("tone")
        tolerance = Tolerance(self.toned_level if noise else self.level)
        soft = Tolerance(self.noisy_level, self.noisy_blur, self.noisy_share)
        known: tuple[Comparisons, Comparisons] = ({}, {})
        softly: tuple[Comparisons, Comparisons] = ({}, {})
        if first.shape == second.shape:
            labels = self._both(first, second, [(0, 0)], tolerance, known)
            if self._noisy(first, second, labels[0]):
                labels = self._both(first, second, [(0, 0)], soft, softly)
                if (labels[0].residual > 0).mean() < self.quiet:  # nothing has moved, so no shifts are looked for
                    return ReflowMotion((first, second), labels, ((0, 0),), soft, (*noise, "compression"), narrow)
        shifts, labels = self._labelled(first, second, tolerance, known)
        if self._noisy(first, second, labels[0]):
            noise.append("compression")
            tolerance = soft
            shifts, labels = self._labelled(first, second, tolerance, softly)
        return ReflowMotion((first, second), labels, tuple(shifts), tolerance, tuple(noise), narrow)

    def _narrowed(self, first: np.ndarray, second: np.ndarray) -> tuple[Narrowed | None, Narrowed | None]:
        """How the picture without a scroll bar is brought to the width of the one that has one."""
        bar = bars_apart(first, second)
        if bar is None:
            return None, None
        number, width = bar
        return (narrowed(first, second, width), None) if number else (None, narrowed(second, first, width))

    def _labelled(
        self, first: np.ndarray, second: np.ndarray, tolerance: Tolerance, known: tuple[Comparisons, Comparisons]
    ) -> tuple[list[Shift], tuple[Labels, Labels]]:
        """The shifts and what they explain; ``known`` holds the comparisons that were made under this tolerance."""
        shifts: list[Shift] = [(0, 0)]
        labels = still = self._both(first, second, shifts, tolerance, known)
        changed = labels[0].residual > 0
        if changed.mean() > 0.0003 or labels[1].residual.any():
            found = vertical_shifts(first, second, changed, self.most_shifts, self.least_votes, True)
            shifts += [(0, shift) for shift in found]
            across = vertical_shifts(first.swapaxes(0, 1), second.swapaxes(0, 1), changed.T, 2, 3 * self.least_votes)
            shifts += [(shift, 0) for shift in across]
            if len(shifts) > 1:
                labels = self._both(first, second, shifts, tolerance, known)
                edges = edges_of(first)
                kept = [
                    shifts[0],
                    *(shift for n, shift in enumerate(shifts) if n and self._whole(edges, labels, still[1], shift, n)),
                ]
                if len(kept) < len(shifts):
                    shifts, labels = kept, self._both(first, second, kept, tolerance, known)
        return shifts, labels

    def _both(
        self,
        first: np.ndarray,
        second: np.ndarray,
        shifts: list[Shift],
        tolerance: Tolerance,
        known: tuple[Comparisons, Comparisons],
    ) -> tuple[Labels, Labels]:
        back = [(-dx, -dy) for dx, dy in shifts]
        there, here = known
        return (
            labelled(first, second, shifts, tolerance, self.window, there),
            labelled(second, first, back, tolerance, self.window, here),
        )

    def _whole(
        self, edges: np.ndarray, labels: tuple[Labels, Labels], still: Labels, shift: Shift, number: int
    ) -> bool:
        """Whether things made a shift in whole: what it explains is not pieces of things that it does not.

        Nor is it what the other picture has had at the same place before: ``still`` are its labels under no shift.
        ``edges`` is a mask of the ink of the picture before.
        """
        import cv2

        moved = (labels[0].shift == number) & (labels[0].residual == 0) & edges
        near = cv2.dilate(moved.view(np.uint8), np.ones((9, 31), np.uint8)) > 0
        left = int((near & (labels[0].residual > 0) & edges).sum())
        taken = (labels[1].shift != number) & (still.residual == 0)
        left += 2 * int((moved & shifted_mask(taken, shift, moved.shape)).sum())
        return int(moved.sum()) > self.least_whole * (int(moved.sum()) + left)

    def _noisy(self, first: np.ndarray, second: np.ndarray, labels: Labels) -> bool:
        """Whether most of what there is to see differs, and by little, as no new paint makes it."""
        return self._disturbed(first, labels) and not (first.shape == second.shape and repainted(first, second))

    def _disturbed(self, image: np.ndarray, labels: Labels) -> bool:
        tiles = contrast_tiles(image, 16, INK)
        peaks = tile_peaks(labels.exact, 16)[tiles]
        far = tile_peaks(labels.residual, 16)[tiles]
        if not len(peaks):
            return False
        little = (peaks > 2) & (far < CHANGED)
        beyond = (far > 0) & little
        if little.mean() > self.noisy_tiles and beyond.mean() > self.noisy_beyond:
            return True
        return bool(beyond.any()) and ringing(image, labels.exact, labels.residual) > self.noisy_ground
