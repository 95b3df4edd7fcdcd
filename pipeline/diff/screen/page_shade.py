"""The page on another shade of its ground, where what is on it stayed as it was."""

from __future__ import annotations

import numpy as np

from detectors.screen.colors import most_frequent
from pipeline.core.channels import highest
from pipeline.diff.screen.finding import Finding
from pipeline.diff.screen.kinds import term
from pipeline.diff.screen.side import Side

GROUND = 0.3
"""Part of a page whose ground is of another shade, and half as much of its rim."""

RIM = 0.03
"""Depth of the page's rim, of its shorter side."""

SHADE, EQUAL, STAYED = 16, 4, 0.2
"""Levels by which a ground is of another shade, those within which what stands on it is as it was, and the part that
must be: the rims of letters never are, and nothing is where the tone of the whole picture changed."""


def other_shade(before: Side, after: Side) -> Finding | None:
    """A theme whose colour has the same name; None where anything else than the ground differs much."""
    if before.image.shape != after.image.shape:
        return None
    images = [side.image[::2, ::2] for side in (before, after)]
    grounds = [np.array(most_frequent(image)) for image in images]
    name, other = (term(ground) for ground in grounds)
    if name != other or np.abs(grounds[0].astype(int) - grounds[1]).max() <= SHADE:
        return None
    masks = [highest(np.abs(image.astype(int) - ground)) <= 3 for image, ground in zip(images, grounds, strict=True)]
    both = masks[0] & masks[1]
    if both.mean() < GROUND or _at_the_rim(both) < GROUND / 2:
        return None
    rest = ~masks[0] & ~masks[1]
    same = highest(np.abs(images[0].astype(np.int16) - images[1])) <= EQUAL
    if not rest.any() or same[rest].mean() < STAYED or (masks[0] ^ masks[1]).mean() > STAYED:
        return None
    boxes = [np.array([0, 0, side.image.shape[1], side.image.shape[0]]) for side in (before, after)]
    return Finding("theme", boxes[0], boxes[1], "page", name, other)


def _at_the_rim(mask: np.ndarray) -> float:
    """Share of the rim of a picture that is in a mask."""
    deep = max(1, round(RIM * min(mask.shape)))
    rim = np.ones_like(mask)
    rim[deep:-deep, deep:-deep] = False
    return float(mask[rim].mean())
