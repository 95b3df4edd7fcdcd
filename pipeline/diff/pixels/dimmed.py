"""Surfaces that so little light fell on that a camera's black and its noise made another hue of theirs.

CIE Lab has no cube root near black, so that hue there is no longer in proportion to light; the values of red, green and
blue are, as long as there are any.
"""

from __future__ import annotations

import numpy as np

from pipeline.register.shared_view import SharedView

DARK = 45.0
"""Mean level, of 255, under which hue in CIE Lab is not to be relied on."""

DIMMED = 0.6
"""Quotient of mean levels up to which there was less light on a surface."""

SAME_HUE = 10.0
"""Degrees between the colours of a surface in much and in little light; other paint was 16 and more away."""

COLORED = 15.0
"""Degrees from grey from which a surface has a hue that black paint would not have."""

ALL_DIMMED = 0.8
"""Quotient of the mean levels of all that is around up to which it is the picture's light that went."""

LIT = 6.0
"""L from which a pixel says something about the light: what is black in both pictures is black in any."""

LEAST_LIT = 0.002
"""Share of the picture that has to be lit to say whether the light stayed as it was."""


def is_dimmed(view: SharedView, window: tuple[slice, slice], mask: np.ndarray) -> bool:
    """Whether what is in ``mask``, of a window of the view, differs as much light and little light on one surface do.

    What is grey has the hue of black paint, so that it must have become darker along with the rest of the picture.
    """
    colors = [image[window][mask].mean(0, dtype=float) for image in view.natural]
    dark, bright = sorted(colors, key=lambda color: float(color.mean()))
    if dark.mean() > min(DARK, DIMMED * bright.mean()) or _degrees(dark, bright) > SAME_HUE:
        return False
    return _degrees(bright, np.ones(3)) >= COLORED or _around(view, window, mask, colors[0] is dark) <= ALL_DIMMED


def stayed_lit(window: tuple[slice, slice], mask: np.ndarray, lit: np.ndarray, still: np.ndarray, least: float) -> bool:
    """Whether at least a share ``least`` of what is lit next to a mask is still as it was.

    Where nothing is lit there, of what is lit anywhere; where nothing else is at all, nothing says that the light went.
    """
    others = lit.copy()
    others[window] &= ~mask
    near = np.zeros_like(lit)
    reach = max(mask.shape)
    near[tuple(slice(max(0, one.start - reach), one.stop + reach) for one in window)] = True
    for seen in (others & near, others):
        if seen.sum() > LEAST_LIT * seen.size:
            return bool(still[seen].mean() >= least)
    return True


def _around(view: SharedView, window: tuple[slice, slice], mask: np.ndarray, first_is_dark: bool) -> float:
    """The mean level of what is around a mask in the picture where it is dark, as a share of that in the other."""
    around = view.valid.copy()
    around[window] &= ~mask
    levels = [float(image[around].mean()) if around.any() else 0.0 for image in view.natural]
    dark, bright = levels if first_is_dark else levels[::-1]
    return dark / bright if bright else 1.0


def _degrees(first: np.ndarray, second: np.ndarray) -> float:
    """Between two colours seen as directions from black; 90 where one is black."""
    lengths = float(np.linalg.norm(first) * np.linalg.norm(second))
    return float(np.degrees(np.arccos(np.clip(first @ second / lengths, -1, 1)))) if lengths else 90.0
