"""Whether ``torchrun`` has started this process among others, of this machine or of several, to train together."""

from __future__ import annotations

import os
from dataclasses import dataclass

import numpy as np

_SET = ("RANK", "WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT")


@dataclass(frozen=True)
class Seat:
    """Which of how many processes this one is, and where they meet, as ``init_process_group`` takes it."""

    rank: int
    count: int
    meeting: str

    @property
    def first(self) -> bool:
        """Whether this process keeps the books: it alone writes files."""
        return self.rank == 0

    def share(self, rows: np.ndarray) -> np.ndarray:
        """This process's part of a batch; all of it where there is not one for each."""
        return rows[self.rank :: self.count] if len(rows) >= self.count else rows


ALONE = Seat(0, 1, "")
"""Of a process that trains by itself."""


def launched() -> Seat | None:
    """Where this process was put; None where it was started by itself."""
    if not all(os.environ.get(name) for name in _SET):
        return None
    return Seat(int(os.environ["RANK"]), int(os.environ["WORLD_SIZE"]), "env://")
