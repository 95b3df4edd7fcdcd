"""What became lighter or darker by itself, or took a slightly other colour, while all around it stayed as it was."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from detectors.color_terms import color_scores
from pipeline.core.types import Change
from pipeline.diff.pixels.aligned_pair import PICTURES, AlignedPair
from pipeline.diff.pixels.colors import color_fact, part_fact
from pipeline.diff.pixels.parts import NO_STRUCTURE, Part, differing

LIGHTER, DARKER = "lighter", "darker"
"""The new value of a colour whose hue is the same."""

EDGE = 3
"""Pixels from the picture's edge up to which something touches it."""


def reshaded(pair: AlignedPair) -> list[Change]:
    """Facts about things of another shade, where nearly all else is the same as both cameras rendered it.

    Light that changes a place leaves an outline that shows in one picture only, or reaches beyond the thing.
    """
    parts, count = differing(pair.view, pair.sight, pair.judgement)
    told = [part for part in parts if _is_shade(pair, part)]
    if sum(part.mask.sum() for part in told) < pair.judgement.stands_out * count:
        return []
    return [_fact(pair, part, color_fact) for part in told]


def worked_on(pair: AlignedPair) -> tuple[list[Change], list[np.ndarray]]:
    """Facts about rectangles of the picture in another light or other colours, and their boxes of the view.

    No light falls along the rows and columns of a picture, from one pixel to the next.
    """
    side = pair.view.colored_side
    if side is not None:
        return [part_fact(pair, side, None, None)], [side]
    parts, still = differing(pair.view, pair.sight, pair.judgement)[0], pair.judgement.still
    told = [part for part in parts if part.cut and part.around <= still and _is_other(pair, part)]
    return [_fact(pair, part, part_fact) for part in told], [part.box for part in told]


def _is_other(pair: AlignedPair, part: Part) -> bool:
    """Whether what a part shows is the same, and looks otherwise; an even one shows nothing that could be the same."""
    judgement = pair.judgement
    if part.likeness == NO_STRUCTURE:
        return False
    tinted, lit = part.hue >= judgement.telling_hue, abs(part.lightness) >= judgement.least_lightness
    return part.likeness >= judgement.recolored and (tinted or lit)


def _is_shade(pair: AlignedPair, part: Part) -> bool:
    judgement = pair.judgement
    if part.likeness < judgement.alike or part.around > judgement.still:
        return False
    if part.hue >= judgement.telling_hue:
        return True
    clear, like = judgement.least_outline, judgement.like_outlines
    if part.grain < judgement.plain:  # where nothing else makes an outline
        clear, like = judgement.plain_outline, 0.0
    if _spans(part.box, *pair.view.valid.shape):
        return False  # what stands before a night sky, in another exposure: black stays black
    least, most = sorted(part.outlines)
    return least >= max(clear, like * most) and abs(part.lightness) >= judgement.least_lightness


def _spans(box: np.ndarray, height: int, width: int) -> bool:
    """Whether a box reaches from one side of the picture to the other."""
    x0, y0, x1, y1 = box
    return bool((x0 < EDGE and x1 > width - EDGE) or (y0 < EDGE and y1 > height - EDGE))


def _fact(pair: AlignedPair, part: Part, told: Callable[..., Change]) -> Change:
    """A fact about a part, in the manner of ``told``."""
    if part.hue < pair.judgement.telling_hue:
        return told(pair, part.box, None, LIGHTER if part.lightness > 0 else DARKER)
    shown = [pair.rendered(picture, part.window)[part.mask] for picture in PICTURES]
    old, new = (max(scores, key=lambda name: scores[name]) for scores in map(color_scores, shown))
    return told(pair, part.box, *((None, None) if old == new else (old, new)))
