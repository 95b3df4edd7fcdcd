"""What the objects of a world are like as bodies: how large, and what outline they show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.core.types import SceneObject


@dataclass(frozen=True)
class Outline:
    """An outline seen from the usual height: half its width and height in radii of the body, and its ``roundness``.

    That is the exponent of the superellipse that fills as much of its box as the outline does: 2 for an ellipse.
    """

    half_width: float
    half_height: float
    roundness: float


TYPICAL = Outline(1.1, 1.25, 5.0)
"""Of a body of which nothing is known: it fills all but the corners of its box."""


@dataclass(frozen=True)
class Solids:
    """Radii in world units for each value of the attribute ``size``, and an outline for each shape."""

    radii: Mapping[str, float] = field(default_factory=dict)
    outlines: Mapping[str, Outline] = field(default_factory=dict)

    def outline(self, found: SceneObject) -> Outline:
        """The outline of an object, by its attribute ``shape`` or else its label."""
        return self.outlines.get(found.attributes.get("shape", found.label), TYPICAL)

    def roundness(self, label: str) -> float:
        """Exponent of the superellipse that stands for the outline of things of a label."""
        return self.outlines.get(label, TYPICAL).roundness


NO_SOLIDS = Solids()
"""Of a world of which nothing is known."""
