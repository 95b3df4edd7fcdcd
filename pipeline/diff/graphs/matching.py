"""Which object is which: the cheapest assignment under the comparison's costs."""

from __future__ import annotations

from pipeline.diff.graphs.comparison import Comparison
from pipeline.matching.assign import assign


def match(comparison: Comparison) -> list[tuple[int, int]]:
    """Pairs of node numbers (before, after) taken for the same place or the same object; optimal in total cost."""
    if not comparison.before or not comparison.after:
        return []
    return assign(comparison.best_pair, comparison.alone_before, comparison.alone_after)
