"""A picture brought to the light of another: lamps that were switched, shadows that wandered on, clouds."""

from __future__ import annotations

import numpy as np

from pipeline.core.channels import highest
from pipeline.watch.outlines import outlined_parts, sharp, within_outlines

CLEAR = 10.0
"""Grey levels from which light is worth evening out."""

LEAST_LIT = 0.005
"""Share of a picture that must be in another light."""

REACHES = ((15, 1.0), (61, 0.02))
"""Pixels of the sides of the squares over which light is taken to be even, and their weights: the wider one counts
where a thing stands in the way."""

FLAT = 100.0
"""Variance of a square, in grey levels, under which its light is told by its mean alone."""

PASSES = 2
"""How often light is evened out: what stands in it is seen more clearly after the first time."""

SLOPES = -0.5, 1.0
"""How much of its contrast light may take from what is there, or add to it."""


def relit(known: np.ndarray, image: np.ndarray) -> np.ndarray:
    """``image`` in the light of ``known``, both ``uint8`` RGB of one size.

    Light adds to what is there, or takes a share of it, by amounts that change little from one pixel to the next:
    around each pixel the known picture is a straight line over the other (as in guided filters; He, Sun and Tang,
    2010).  Things that came or went have outlines; where these are, the light is that of their surroundings.
    """
    for _ in range(PASSES):
        made = _nearer(known, image)
        if made is None:
            break
        image = made
    return image


def _nearer(known: np.ndarray, image: np.ndarray) -> np.ndarray | None:
    """The picture with its light evened out once; None where it is the same."""
    import cv2

    apart = cv2.blur(highest(cv2.absdiff(known, image)).astype(np.float32), (3, 3))
    differs = apart > CLEAR
    if differs.mean() < LEAST_LIT:
        return None
    outlines = sharp(known, image)
    things = within_outlines(differs & outlines)
    for part, _ in outlined_parts(differs, outlines):
        things |= part
    if (differs & ~things).mean() < LEAST_LIT:
        return None
    free = 1 - cv2.dilate(things.astype(np.uint8), np.ones((7, 7), np.uint8)).astype(np.float32)
    old, new = known.astype(np.float32), image.astype(np.float32)
    made = np.stack([new[..., i] + _light(old[..., i], new[..., i], free) for i in range(3)], -1)
    return np.asarray(np.clip(np.rint(made), 0, 255).astype(np.uint8))


def _light(old: np.ndarray, new: np.ndarray, free: np.ndarray) -> np.ndarray:
    """What the light of ``old`` adds to each pixel of ``new``, told where the pixels are ``free`` of things."""
    told, weight = np.zeros_like(new), np.zeros_like(new)
    for side, trust in REACHES:
        near = _over(free, side) + 1e-4
        mean, lack = _over(free * new, side) / near, _over(free * (old - new), side) / near
        var = np.maximum(_over(free * new**2, side) / near - mean**2, 0)
        slope = (_over(free * new * (old - new), side) / near - mean * lack) / (var + FLAT)
        amount = trust * near
        told += _over(amount * np.clip(slope, *SLOPES), side) * new
        told += _over(amount * (lack - np.clip(slope, *SLOPES) * mean), side)
        weight += _over(amount, side)
    return told / weight


def _over(values: np.ndarray, side: int) -> np.ndarray:
    import cv2

    return np.asarray(cv2.blur(values, (side, side)))
