"""What else differs between two pictures: what is no change, and what is too little to be told as one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from pipeline.core.places import Place

IDENTICAL = "identical"
"""All pixels are equal."""

CAMERA, LIGHT, WARMTH, SHARPNESS, COMPRESSION, COLORLESS = (
    "camera", "light", "warmth", "sharpness", "compression", "colorless",
)  # fmt: skip
"""How the pictures were taken: moved by so many pixels; so many times as bright, as red against blue, as sharp; with
blocks so clear; and in black and white."""

RENDERING = "rendering"
"""So many places are drawn otherwise, and show the same."""

SHADOW, FAINT, SMALL, FLICKER = "shadow", "faint", "small", "flicker"
"""A place that is lit otherwise; one that differs too little to be told; one that is too small to be told; and so many
places that each may be leaves, water or rain."""

OVERLAY = "overlay"
"""What lies over the picture, as a clock or a logo does, and differs or stands while the camera moves."""

WEATHER, LENS = "weather", "lens"
"""So many flakes of snow or streaks of rain; and something too close to the lens to be in focus, at one place."""

BEYOND = "beyond"
"""So many pixels at an edge that only one picture shows."""

DOUBT = "doubt"
"""A change of so little confidence that it is not told."""

DARK, PALE, RESTLESS, APART = "dark", "pale", "restless", "apart"
"""Why too little can be seen: a picture is dark or pale, too much of it moves, or they show too little in common."""

UNSEEN = frozenset({DARK, PALE, RESTLESS, APART})
"""Those of them that leave open whether anything changed."""


@dataclass(frozen=True, eq=False)
class Reason:
    """One of them, measured.

    ``value`` is in the unit that the kind names, ``picture`` ("before" or "after") the one that a kind which concerns
    one picture is about.  Where it is at one place, ``place`` and the boxes say where.  ``change`` is the kind of the
    change that a doubt is about, ``label`` and ``attributes`` its object.
    """

    kind: str
    value: float
    picture: str | None = None
    place: Place | None = None
    box_before: np.ndarray | None = None
    box_after: np.ndarray | None = None
    change: str | None = None
    label: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
