"""A description of several changes: each is worded as if it were the first."""

from __future__ import annotations

from dataclasses import replace

from pipeline.types import Analysis


def focus(analysis: Analysis, place: int) -> Analysis:
    """The same analysis with the change number ``place`` put first."""
    changes = list(analysis.changes)
    changes.insert(0, changes.pop(place))
    return replace(analysis, changes=tuple(changes))
