"""What two pieces of pictures have in common: ground, ink, shape, look."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detectors.screen.colors import most_frequent

LUMA = np.array([0.299, 0.587, 0.114])
"""Weights of the light of a colour."""

AS_LIGHT = 24
"""Levels of light that lossy formats keep lines within."""

OFF_HUE = 0.35
"""How far a thinned colour may be beside the line from grey to the full one, in parts of that."""


@dataclass(frozen=True, eq=False)
class Patch:
    """A piece of a picture: its commonest colour, and a mask of what is not of that colour."""

    pixels: np.ndarray
    ground: np.ndarray
    ink: np.ndarray

    @classmethod
    def of(cls, pixels: np.ndarray, level: float, ground: np.ndarray | None = None) -> Patch:
        """The patch of ``uint8`` RGB pixels; ``level`` is how far from the ground ink begins."""
        if ground is None:
            ground = np.array(most_frequent(pixels), int)
        return cls(pixels, ground, apart(pixels, ground) > level)

    @property
    def box(self) -> np.ndarray | None:
        """The box of the ink, in the patch's own pixels; None without ink."""
        rows, columns = np.flatnonzero(self.ink.any(1)), np.flatnonzero(self.ink.any(0))
        if not len(rows):
            return None
        return np.array([columns[0], rows[0], columns[-1] + 1, rows[-1] + 1])

    @property
    def color(self) -> np.ndarray | None:
        """The colour of the ink's core."""
        return self.color_of(self.ink)

    def color_of(self, part: np.ndarray) -> np.ndarray | None:
        """The colour of the core of a part of the ink, a mask; None where that is empty."""
        if not part.any():
            return None
        distance = np.where(part | ~self.ink, apart(self.pixels, self.ground), 0)
        return np.array(most_frequent(self.pixels[distance >= 0.8 * np.quantile(distance[part], 0.95)]), int)


def apart(pixels: np.ndarray, color: np.ndarray) -> np.ndarray:
    """The greatest difference of a channel from a colour, ``(h, w)``."""
    away = np.abs(pixels.astype(np.int16) - np.asarray(color, np.int16))
    return np.maximum(np.maximum(away[..., 0], away[..., 1]), away[..., 2])


def faded(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two colours are as light and of one hue: lossy formats keep the light of thin lines, not their hue."""
    light = [float(np.dot(color, LUMA)) for color in (one, other)]
    hues = [np.array([(c[2] - y) * 0.564, (c[0] - y) * 0.713]) for c, y in zip((one, other), light, strict=True)]
    less, more = sorted(hues, key=lambda hue: float(hue @ hue))
    share = float(np.clip(less @ more / max(1.0, float(more @ more)), 0, 1))
    off = float(np.linalg.norm(less - share * more))
    return abs(light[0] - light[1]) < AS_LIGHT and off <= OFF_HUE * max(8.0, float(np.linalg.norm(more)))


def shape_overlap(first: np.ndarray, second: np.ndarray) -> float:
    """Share of the ink of two masks of one size that lies within a pixel of the other's; 1 for one shape."""
    import cv2

    if not first.any() or not second.any():
        return float(first.any() == second.any())
    kernel = np.ones((3, 3), np.uint8)
    wide = [cv2.dilate(mask.view(np.uint8), kernel) > 0 for mask in (first, second)]
    return min(float((first & wide[1]).sum() / first.sum()), float((second & wide[0]).sum() / second.sum()))


def likeness(first: np.ndarray, second: np.ndarray) -> float:
    """Normalised correlation of the structure of two pieces of one size; that of flat ones is 1 if both are."""
    one, other = (_structure(piece) for piece in (first, second))
    scale = float(np.sqrt((one**2).sum() * (other**2).sum()))
    if scale < 1e-6:
        return 1.0 if (one**2).sum() < 1e-6 and (other**2).sum() < 1e-6 else 0.0
    return float((one * other).sum() / scale)


def best_likeness(first: np.ndarray, second: np.ndarray, reach: int = 2) -> float:
    """The likeness of two pieces of one size under the best shift of up to ``reach`` pixels."""
    import cv2

    height, width = first.shape[:2]
    if min(height, width) <= 2 * reach + 3:
        reach = max(0, (min(height, width) - 4) // 2)
    if reach < 1:
        return likeness(first, second)
    one = cv2.GaussianBlur(_grey(first), (0, 0), 0.7)
    other = cv2.GaussianBlur(_grey(second), (0, 0), 0.7)
    inner = one[reach : height - reach, reach : width - reach]
    if inner.std() < 1 or other.std() < 1:
        return 1.0 if inner.std() < 1 and other.std() < 1 else 0.0
    return float(cv2.matchTemplate(other, inner, cv2.TM_CCOEFF_NORMED).max())


def common_likeness(first: np.ndarray, second: np.ndarray, reach: int = 2) -> float:
    """The same of what two pieces have in common from their upper left corner."""
    high, wide = np.minimum(first.shape[:2], second.shape[:2])
    return best_likeness(first[:high, :wide], second[:high, :wide], reach)


def found_in(piece: np.ndarray, scene: np.ndarray) -> tuple[float, int, int]:
    """Where in the ``scene`` the ``piece`` is: correlation, x and y."""
    import cv2

    if piece.shape[0] > scene.shape[0] or piece.shape[1] > scene.shape[1] or _grey(piece).std() < 1:
        return 0.0, 0, 0
    scores = cv2.matchTemplate(scene, piece, cv2.TM_CCOEFF_NORMED)
    _, best, _, (x, y) = cv2.minMaxLoc(np.nan_to_num(scores, nan=0.0, posinf=0.0, neginf=0.0))
    return float(best), int(x), int(y)


def resized(piece: np.ndarray, width: int, height: int) -> np.ndarray:
    """The piece at another size."""
    import cv2

    smaller = width * height < piece.shape[0] * piece.shape[1]
    return cv2.resize(piece, (width, height), interpolation=cv2.INTER_AREA if smaller else cv2.INTER_LINEAR)


def strength(patch: Patch) -> np.ndarray:
    """How far each pixel is from the ground, as a picture: the drawing without its colours."""
    grey = np.minimum(apart(patch.pixels, patch.ground), 255).astype(np.uint8)
    return np.repeat(grey[..., None], 3, axis=2)


def _grey(piece: np.ndarray) -> np.ndarray:
    return piece.astype(np.float32) @ np.array([0.3, 0.59, 0.11], np.float32)


def _structure(piece: np.ndarray) -> np.ndarray:
    grey = _grey(piece)
    return grey - grey.mean()
