"""What a differ's confidence is worth: how often a fact that says so is right, as measured and written in a pack."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

SUREST = 1e-4
"""Confidences are taken for at least this and at most one less this, so that their odds are finite."""


@dataclass(frozen=True)
class Calibration:
    """From a confidence to the share of facts with it that are right: Platt scaling of its log odds.

    Platt, "Probabilistic outputs for support vector machines", 1999.  A kind of change has an offset of its own, since
    a differ is surer of some than it should be; ``further`` is that of facts after the first.

    Parameters
    ----------
    slope, offset
        What the log odds are multiplied by, and what is then added.
    further
        Added for a fact that is not the first of its pair.
    kinds
        Added for facts of a kind.
    """

    slope: float = 1.0
    offset: float = 0.0
    further: float = 0.0
    kinds: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of_table(cls, table: Mapping[str, Any]) -> Calibration:
        """Of a table of a pack's config.

        Raises
        ------
        ValueError
            If it says anything else, or what is no number.
        """
        unknown = sorted(table.keys() - {"slope", "offset", "further", "kinds"})
        if unknown:
            raise ValueError(f"[calibration] does not take {unknown[0]!r}")
        kinds = table.get("kinds", {})
        if not isinstance(kinds, dict):
            raise ValueError("[calibration] kinds must be a table")
        plain = {name: number("calibration", name, value) for name, value in table.items() if name != "kinds"}
        return cls(**plain, kinds={name: number("calibration", name, value) for name, value in kinds.items()})

    def __call__(self, confidence: float, kind: str, place: int) -> float:
        """The share, 0 to 1, of a fact of this kind that is told as number ``place``, from 0."""
        likely = self.slope * log_odds(confidence) + self.offset + self.kinds.get(kind, 0.0)
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, likely + self.further * (place > 0)))))


def log_odds(confidence: float) -> float:
    """Of a confidence that is neither 0 nor 1."""
    share = min(max(confidence, SUREST), 1 - SUREST)
    return math.log(share / (1 - share))


def number(table: str, name: str, value: object) -> float:
    """A finite number of a config.

    Raises
    ------
    ValueError
        If it is none.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"[{table}] {name} must be a number")
    return float(value)
