"""What a document can do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence

import numpy as np

MOST_PAGES = 500
"""Pages above which a document is refused."""


class Document(ABC):
    """A file of one page or more; ``name`` is what messages call it."""

    name: str

    @property
    @abstractmethod
    def count(self) -> int:
        """How many pages there are."""

    @abstractmethod
    def pages(self, numbers: Sequence[int]) -> Iterator[np.ndarray]:
        """The pages of these numbers, from 0, each as ``uint8`` RGB of shape ``(height, width, 3)``, one at a time.

        Raises
        ------
        SpotItError
            If a page cannot be drawn, or would take too much time or memory.
        """
