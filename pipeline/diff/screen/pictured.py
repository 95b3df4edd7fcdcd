"""Words in whose place a picture came, or the other way round: one replacement, and no other words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipeline.diff.screen.finding import Finding, covers
from pipeline.diff.screen.spots import hull

SHARED = 0.6
"""Part of what is taken for the other words of a text that the picture is."""

DRAWN = ("image", "box", "icon")
"""Forms of what may be a picture."""


def pictured(findings: list[Finding]) -> list[Finding]:
    """Findings, where words whose other words are a picture that came, went or was replaced are told along with it."""
    left = list(findings)
    for text in [one for one in findings if one.kind == "text"]:
        for one in [one for one in left if one.kind in ("add", "drop", "replace") and one.form in DRAWN]:
            boxes = _one_place(text, one)
            if boxes is not None and text in left:
                left.remove(text)
                left[left.index(one)] = replace(one, kind="replace", before=boxes[0], after=boxes[1], form="image")
    return left


def _one_place(text: Finding, one: Finding) -> tuple[np.ndarray, np.ndarray] | None:
    """Both boxes of words and the picture that came or went in their place; None if these are apart."""
    first, second = text.pair
    if one.after is not None and covers(one.after, second, SHARED) and not covers(one.after, first, SHARED):
        return (first if one.before is None else hull([first, one.before])), one.after
    if one.before is not None and covers(one.before, first, SHARED) and not covers(one.before, second, SHARED):
        return one.before, (second if one.after is None else hull([second, one.after]))
    return None
