"""Whatever no other world knows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from pipeline.core.protocols import Recogniser
from pipeline.core.types import Recognition


class Anything(Recogniser):
    """Takes every picture; asked last, for the world that is at home everywhere."""

    effort: ClassVar[int] = 9

    def glance(self, images: Sequence[np.ndarray]) -> Recognition:
        """Yes."""
        return Recognition(True, "no other world knows it")
