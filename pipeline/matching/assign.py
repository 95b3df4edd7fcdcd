"""Optimal assignment with the option of leaving rows and columns alone."""

from __future__ import annotations

import numpy as np

from pipeline.matching.shortest_paths import cheapest

FEW = 48
"""Rows or columns up to which our own search, which needs no import, is as quick as one that does."""


def assign(
    cost: np.ndarray, alone_row: np.ndarray | float = 0.0, alone_column: np.ndarray | float = 0.0
) -> list[tuple[int, int]]:
    """Pairs of the cheapest assignment, where a row or column may also stay alone at its own cost.

    Parameters
    ----------
    cost
        Shape ``(n, m)``.
    alone_row, alone_column
        Costs ``(n,)`` and ``(m,)`` of rows and columns without a partner.
    """
    rows, columns = cost.shape
    alone = np.broadcast_to(alone_row, rows)[:, None] + np.broadcast_to(alone_column, columns)[None]
    # A pair dearer than leaving both alone stands for exactly that; the remaining ones are alone in any case.
    paired = np.minimum(cost - alone, 0.0)
    return [(i, j) for i, j in _chosen(paired) if paired[i, j] < 0]


def _chosen(cost: np.ndarray) -> list[tuple[int, int]]:
    if max(cost.shape) <= FEW:
        return cheapest(cost)
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(cost)
    return list(zip(rows.tolist(), columns.tolist(), strict=True))
