"""The numbers that decide what is a change of a screen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Judgement:
    """Thresholds of the differ ``screen``; how each was chosen stands in the pack's config.

    Parameters
    ----------
    least_pixels
        Pixels without a partner that make a change.
    join
        Width and height, in pixels, of the gaps that are closed inside one region.
    ink
        Levels from the ground from which a pixel is ink.
    same_shape
        Share of the ink that two drawings of one shape have in common.
    same_look
        Correlation from which two pieces show the same.
    drifted
        Correlation that the worst slice of a line reaches when another renderer has drawn it.
    least_move
        Pixels that a thing must have moved to be told.
    least_resize
        Relative change of size that is told.
    theme
        Share of both pictures without a partner, from which the whole look has changed.
    scrolled
        Share of a column's height that must have moved along for a scroll.
    """

    least_pixels: int = 6
    join: tuple[int, int] = (13, 5)
    ink: float = 24.0
    same_shape: float = 0.6
    same_look: float = 0.9
    drifted: float = 0.55
    least_move: float = 4.0
    least_resize: float = 0.06
    theme: float = 0.6
    scrolled: float = 0.5
