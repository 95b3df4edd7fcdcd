"""Words right beside others, without a space: another element that came or went, not other words of the first."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipeline.diff.screen.finding import Finding
from pipeline.diff.screen.words import Words

LEAST = 2
"""Letters that a word beside another has."""


def beside(one: Finding, words: Words) -> tuple[Finding, Words]:
    """A text that reads as another and a capitalised word stuck to it is that text, with an element more or less."""
    if one.kind != "text" or one.before is None or one.after is None:
        return one, words
    more, less = words.after, words.before
    grown, was = one.after, one.before
    came = len(more) > len(less)
    if not came:
        more, less, grown, was = less, more, was, grown
    rest, first = _rest(more, less)
    if not rest or grown[2] - grown[0] <= was[2] - was[0]:
        return one, words
    own = grown.astype(float).copy()
    if first:
        own[2] -= was[2] - was[0]
    else:
        own[0] += was[2] - was[0]
    if came:
        return replace(one, kind="add", before=None, after=np.rint(own), form="text"), Words(after=rest)
    return replace(one, kind="drop", before=np.rint(own), after=None, form="text"), Words(before=rest)


def _rest(more: str, less: str) -> tuple[str, bool]:
    """What a text has beside another that it begins or ends with, and whether that is at its beginning.

    >>> _rest("HomeCoffee", "Home")
    ('Coffee', False)
    >>> _rest("Orders", "Order")
    ('', False)
    """
    if len(less) < LEAST or len(more) < len(less) + LEAST:
        return "", False
    if more.startswith(less) and less[-1].islower() and more[len(less)].isupper():
        return more[len(less) :], False
    if more.endswith(less) and less[0].isupper() and more[-len(less) - 1].islower():
        return more[: -len(less)], True
    return "", False
