"""Findings as change facts: with roles, words and colours."""

from __future__ import annotations

import numpy as np

from pipeline.core.types import Change, ObjectGraph
from pipeline.diff.screen.finding import Finding
from pipeline.diff.screen.side import Side


def facts(
    found: list[Finding], before: ObjectGraph, after: ObjectGraph, side_before: Side, side_after: Side, reader: bool
) -> list[Change]:
    """The facts in the order of the findings."""
    return [_fact(one) for one in found]


def _fact(one: Finding) -> Change:
    attributes = {}
    if one.shifted:
        attributes["shifted"] = str(one.shifted)
    return Change(
        one.kind, one.form or "element", attributes, one.confidence, None, None, one.old, one.new,
        None if one.before is None else np.asarray(one.before, float),
        None if one.after is None else np.asarray(one.after, float),
    )  # fmt: skip
