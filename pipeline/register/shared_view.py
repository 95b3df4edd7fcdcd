"""Two pictures of one scene brought to one view, one size and one exposure."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from pipeline.core.channels import highest
from pipeline.register.chroma_steps import chroma_step
from pipeline.register.colorless import colored_side, grey, one_lost_its_colors
from pipeline.register.exposure import match_exposure
from pipeline.register.warp import warp_boxes


class SharedView:
    """What a differ needs to compare pixels: both pictures as the camera after saw the scene.

    Parameters
    ----------
    before, after
        The pictures, ``uint8`` RGB.
    matrix
        Homography ``(3, 3)`` from the pixels of ``before`` to those of ``after``.
    side
        Longer side, in pixels, at which the pictures are compared at most.
    related
        False where the two pictures show different scenes, so that nothing can be compared.
    conditions
        Why a picture shows nothing of the scene ("blank", "covered", "out of focus"), where that is known.
    """

    def __init__(
        self,
        before: np.ndarray,
        after: np.ndarray,
        matrix: np.ndarray,
        side: int = 640,
        related: bool = True,
        conditions: tuple[str | None, str | None] = (None, None),
    ) -> None:
        self.before, self.after = before, after
        self.matrix = np.asarray(matrix, float)
        self.scale = min(1.0, side / max(after.shape[:2]))
        self.related = related
        self.conditions = conditions

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width of the aligned pictures."""
        height, width = self.after.shape[:2]
        return max(1, round(height * self.scale)), max(1, round(width * self.scale))

    @property
    def compared(self) -> bool:
        """Whether the pictures have been brought to one view by now, as a differ of pixels has done."""
        return "_aligned" in self.__dict__

    @property
    def aligned(self) -> tuple[np.ndarray, np.ndarray]:
        """The pictures before and after, ``float32`` RGB of :attr:`shape`, alike in exposure."""
        return self._aligned[0]

    @property
    def natural(self) -> tuple[np.ndarray, np.ndarray]:
        """The same, ``uint8``, each in its own exposure: colours are named by what a picture shows."""
        return self._aligned[1]

    @property
    def valid(self) -> np.ndarray:
        """Which pixels both pictures show, ``bool`` of :attr:`shape`."""
        return self._aligned[2]

    @cached_property
    def colorless(self) -> bool:
        """Whether one picture alone is in black and white, so that colours cannot be compared."""
        return one_lost_its_colors(*self.natural, self.valid)

    @cached_property
    def colored_side(self) -> np.ndarray | None:
        """The box ``(4,)`` in the view of a side of the picture that one picture alone shows in colours, if any."""
        return colored_side(*self.natural, self.valid)

    @cached_property
    def chroma_steps(self) -> tuple[float, float]:
        """Levels of Cb and Cr to whose multiples compression has rounded the colours of each picture; 0 for none."""
        return chroma_step(self.before), chroma_step(self.after)

    def to_view(self, boxes: np.ndarray, picture: str) -> np.ndarray:
        """Boxes ``(n, 4)`` of the picture ``"before"`` or ``"after"`` in the shared view."""
        boxes = np.asarray(boxes, float).reshape(-1, 4)
        return (warp_boxes(boxes, self.matrix) if picture == "before" else boxes) * self.scale

    def from_view(self, boxes: np.ndarray, picture: str) -> np.ndarray:
        """Boxes ``(n, 4)`` of the shared view in the picture ``"before"`` or ``"after"``, cut off at its frame."""
        boxes = np.asarray(boxes, float).reshape(-1, 4) / self.scale
        if picture == "before":
            boxes = warp_boxes(boxes, np.linalg.inv(self.matrix))
        height, width = (self.before if picture == "before" else self.after).shape[:2]
        return np.clip(boxes, 0, [width, height, width, height])

    @cached_property
    def _aligned(self) -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray], np.ndarray]:
        import cv2

        height, width = self.shape
        shrink = np.diag([width / self.after.shape[1], height / self.after.shape[0], 1.0])
        onto = shrink @ self.matrix
        smaller, onto = _reduced(self.before, onto)
        before = cv2.warpPerspective(
            smaller, onto, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        inside = cv2.warpPerspective(shown(smaller), onto, (width, height), flags=cv2.INTER_LINEAR)
        # the outermost pixels are mixed with what lies beyond the frame
        valid = cv2.erode(inside, np.ones((5, 5), np.uint8), borderType=cv2.BORDER_CONSTANT, borderValue=255) == 255
        after = cv2.resize(self.after, (width, height), interpolation=cv2.INTER_AREA)
        valid &= shown(after) == 255
        natural = before, after
        if one_lost_its_colors(before, after, valid):
            before, after = grey(before), grey(after)
        return match_exposure(before, after, valid), natural, valid


def shown(image: np.ndarray, band: float = 0.08, black: int = 12) -> np.ndarray:
    """255 where the picture shows something, shape ``(h, w)``; 0 in the black corners and edges of a turned picture.

    These are black areas that touch the frame and reach into the picture by no more than ``band`` of its longer side.
    """
    import cv2

    height, width = image.shape[:2]
    reach = max(2, round(band * max(height, width)))
    dark = (highest(image) <= black).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dark)
    made = np.full((height, width), 255, np.uint8)
    for number in range(1, count):
        left, top, wide, high, area = stats[number]
        thin = area <= reach * max(wide, high) and min(wide, high) <= reach
        touches = left == 0 or top == 0 or left + wide == width or top + high == height
        if thin and touches and area >= 20:
            made[labels == number] = 0
    return cv2.erode(made, np.ones((5, 5), np.uint8), borderType=cv2.BORDER_CONSTANT, borderValue=255)


def _reduced(image: np.ndarray, onto: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The picture shrunk to about the size it is going to be warped to, so that fine detail does not alias."""
    import cv2

    scale = float(np.sqrt(abs(np.linalg.det(onto[:2, :2]))))
    if scale >= 0.75:
        return image, onto
    height, width = image.shape[:2]
    size = max(1, round(width * scale)), max(1, round(height * scale))
    enlarge = np.diag([width / size[0], height / size[1], 1.0])
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA), onto @ enlarge
