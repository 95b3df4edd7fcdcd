"""The cheapest assignment by shortest augmenting paths, for the few things of a scene.

It gives what ``scipy.optimize.linear_sum_assignment`` gives, ties included; importing that takes longer than looking at
a pair.  Jonker and Volgenant, 1987, as told by Crouse, "On Implementing 2D Rectangular Assignment Algorithms", 2016.
"""

from __future__ import annotations

from math import inf

import numpy as np


def cheapest(cost: np.ndarray) -> list[tuple[int, int]]:
    """Row and column of each pair of the cheapest assignment of all rows or all columns, in order of rows.

    ``cost`` is ``(n, m)`` and finite.
    """
    if cost.shape[0] > cost.shape[1]:
        return sorted((row, column) for column, row in cheapest(cost.T))
    search = _Search(cost.tolist(), cost.shape[1])
    for row in range(cost.shape[0]):
        search.assign(row)
    return list(enumerate(search.column_of))


class _Search:
    """Rows assigned so far, and the dual variables that prove them the cheapest."""

    def __init__(self, cost: list[list[float]], columns: int) -> None:
        self.cost = cost
        self.of_row, self.of_column = [0.0] * len(cost), [0.0] * columns
        self.column_of, self.row_of = [-1] * len(cost), [-1] * columns

    def assign(self, row: int) -> None:
        """Give this row a column, along the shortest path of columns that change hands."""
        length, reached_from = [inf] * len(self.row_of), [-1] * len(self.row_of)
        left = list(range(len(self.row_of)))[::-1]
        passed: list[int] = []
        at, shortest = row, 0.0
        while at >= 0:
            nearest = -1
            for place, one in enumerate(left):
                there = shortest + self.cost[at][one] - self.of_row[at] - self.of_column[one]
                if there < length[one]:
                    length[one], reached_from[one] = there, at
                best = length[left[nearest]] if nearest >= 0 else inf
                if length[one] < best or (length[one] == best and self.row_of[one] < 0):
                    nearest = place
            column = left[nearest]
            shortest = length[column]
            left[nearest] = left[-1]
            left.pop()
            passed.append(column)
            at = self.row_of[column]
        self._reprice(row, shortest, length, passed)
        while True:
            at = reached_from[column]
            self.row_of[column] = at
            column, self.column_of[at] = self.column_of[at], column
            if at == row:
                return

    def _reprice(self, row: int, shortest: float, length: list[float], passed: list[int]) -> None:
        self.of_row[row] += shortest
        for column in passed:
            slack = shortest - length[column]
            if self.row_of[column] >= 0:
                self.of_row[self.row_of[column]] += slack
            self.of_column[column] -= slack
