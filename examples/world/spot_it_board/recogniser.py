"""Whether pictures show the board."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from spot_it import Recogniser, Recognition


class GreenBoard(Recogniser):
    """Knows pictures most of whose pixels are of the board's green, in whatever light."""

    def __init__(self, least: float = 0.5) -> None:
        self.least = least

    def glance(self, images: Sequence[np.ndarray]) -> Recognition:
        """Yes or no, never a doubt."""
        shares = []
        for image in images:
            red, green, blue = np.moveaxis(image.astype(float), -1, 0)
            shares.append(float(((green > 1.1 * blue) & (blue > 1.3 * red)).mean()))
        return Recognition(min(shares) >= self.least, f"{min(shares):.0%} of it board green")
