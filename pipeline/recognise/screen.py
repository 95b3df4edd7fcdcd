"""Tells screenshots from pictures that a camera took or a renderer made, by what painting leaves in the pixels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from pipeline.core.protocols import Recogniser
from pipeline.core.types import Recognition
from pipeline.recognise.caption_bands import without_bands
from pipeline.recognise.painted import Painted, painted

FITTED = {
    "flat": 0.85,
    "pure": 0.62,
    "straight": 1.74,
    "sharp": 0.57,
    "written": 0.81,
    "along": 2.12,
    "soft": -0.94,
    "busy": -0.38,
    "lines": 4.12,
    "page": 4.21,
}
"""Weights of the pack that ships."""

ONE_COLOR = 0.99
"""Share of the squares that are flat in a picture that shows nothing."""


@dataclass(frozen=True)
class ScreenLook(Recogniser):
    """Whether pictures are screenshots: a logistic model over what a look at the pixels tells.

    Parameters
    ----------
    weights
        Of the shares of :class:`~pipeline.recognise.painted.Painted`; fitted by ``pipeline train recogniser``.  Those
        of the pack that ships where None.
    bias
        The log odds where all shares are 0.
    sure
        Probability from which a picture is a screenshot.
    drawn_flat, drawn_sharp, drawn_soft
        A picture at least this flat and this sharp, and at most this soft, was drawn without any light: it is one
        without any writing on it, too.
    """

    effort: ClassVar[int] = 0  # the surest, so the first

    weights: Mapping[str, float] | None = None
    bias: float = -5.78
    sure: float = 0.5
    drawn_flat: float = 0.85
    drawn_sharp: float = 0.99
    drawn_soft: float = 0.03

    def glance(self, images: Sequence[np.ndarray]) -> Recognition:
        """Whether all of the pictures were painted, and none is a photograph with a caption or shows nothing; no doubt.

        The first that was not settles it, and the others are not looked at.
        """
        looks = []
        for image in images:
            looks.append(painted(image))
            if _empty(looks[-1]):
                return Recognition(False, "of one colour, as no page is and a covered camera's picture may be")
            if not self.likely(looks[-1]):
                return Recognition(False, _told(looks[-1]))
            if self.captioned(image):
                return Recognition(False, "a photograph between bands of caption")
        return Recognition(True, _told(min(looks, key=self.chance)))

    def shown(self, image: np.ndarray) -> bool:
        """Whether a ``uint8`` RGB picture is a screenshot."""
        return self.likely(painted(image)) and not self.captioned(image)

    def captioned(self, image: np.ndarray) -> bool:
        """Whether what is between the plain bands at the upper and lower edge of a picture was not painted."""
        between = without_bands(image)
        if between is image:
            return False
        seen = painted(between)
        return seen.flat < self.drawn_flat and not self.likely(seen)

    def likely(self, seen: Painted) -> bool:
        """The same from a look."""
        drawn = seen.flat >= self.drawn_flat and seen.sharp >= self.drawn_sharp and seen.soft <= self.drawn_soft
        return drawn or self.chance(seen) >= self.sure

    def chance(self, seen: Painted) -> float:
        """The probability that what was looked at is a screenshot."""
        odds = self.bias + sum(weight * getattr(seen, name) for name, weight in (self.weights or FITTED).items())
        return float(1 / (1 + np.exp(-np.clip(odds, -40, 40))))


def _told(seen: Painted) -> str:
    return f"{seen.flat:.0%} flat, {seen.straight:.0%} of its edges straight"


def _empty(seen: Painted) -> bool:
    """Whether a picture is of one colour: nothing tells that it is a page."""
    return seen.flat >= ONE_COLOR and seen.busy == 0 and seen.straight == 0
