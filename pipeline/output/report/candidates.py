"""Candidate sentences, and what is known of each: a bar for each number, and a word on what the number means."""

from __future__ import annotations

import math
from itertools import groupby
from typing import Any

from pipeline.core.types import Candidate, Description
from pipeline.output.as_json import best_candidates

SHOWN = 10
"""Candidates with bars; the others are folded."""

MEANINGS = {
    "alignment": "how well words and regions fit each other",
    "certainty": "how sure the object's attributes named here are",
    "confidence": "how sure the change itself is",
    "consensus": "how close it is to what people would say on average",
    "embedding": "how well sentence and pictures fit as wholes",
    "frame": "how often people choose this form of sentence",
    "hops": "how many other objects it names to find the one",
    "length": "how many words it has",
    "lm": "how likely the language model finds the words",
    "pattern": "how often people name things by these attributes",
    "redundancy": "how many attributes it names beyond need",
    "share": "which share of all true sentences it stands for",
    "specificity": "how many attributes it names",
    "strange": "how many words nobody else uses here",
    "unmeasured": "whether a number had to be guessed",
    "usage": "how usual the choice of words is",
}


def candidate_groups(description: Description) -> list[dict[str, Any]]:
    """Candidates by the change they state, in the order told."""
    kept = [candidate for candidate in best_candidates(description) if not candidate.rejected]
    groups = []
    for changes, members in groupby(kept, key=lambda candidate: candidate.changes):
        every = list(members)
        best = every[:SHOWN]
        varying = _varying(best)
        groups.append(
            {
                "changes": changes,
                "best": [{"candidate": one, "bars": _bars(one, best, varying)} for one in best],
                "rest": every[SHOWN:],
                "constant": sorted(set().union(*(one.features for one in best)) - set(varying)),
                "meanings": {name: MEANINGS.get(name, "a number of this ranker's own") for name in varying},
            }
        )
    return groups


def _varying(candidates: list[Candidate]) -> list[str]:
    """Features that tell some of these candidates from others, in alphabetical order."""
    names = sorted(set().union(*(one.features for one in candidates))) if candidates else []
    return [name for name in names if len({one.features.get(name) for one in candidates}) > 1]


def _bars(one: Candidate, all_: list[Candidate], names: list[str]) -> list[dict[str, Any]]:
    """Each feature of a candidate as a share of the way from the least to the most of all shown."""
    bars = []
    for name in names:
        values = [other.features.get(name, math.nan) for other in all_]
        finite = [value for value in values if math.isfinite(value)] or [0.0]
        low, high = min(finite), max(finite)
        value = one.features.get(name, math.nan)
        share = (value - low) / (high - low) if high > low and math.isfinite(value) else 0.0
        bars.append({"name": name, "value": round(value, 2) + 0.0, "share": share})
    return bars
