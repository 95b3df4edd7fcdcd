"""How well two detected objects agree: logarithms of likelihood ratios from their attribute probabilities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.core.types import SceneObject


@dataclass(frozen=True)
class Trust:
    """How far attribute probabilities are believed.

    ``slip`` is the chance that any reading is wrong whatever its probability says, of a fully visible object;
    ``slip_hidden`` is added times the eighth power of the hidden share of its outline, so that it counts where all is
    hidden but for a trace.  ``label_slip`` is the same for a bare label.  ``coupling`` sharpens probabilities by that
    power: two views of one object are mostly misread alike, so that readings which differ speak more clearly of two
    values than independent ones would.
    """

    slip: float = 0.0002
    slip_hidden: float = 0.07
    label_slip: float = 0.05
    coupling: float = 1.5


@dataclass(frozen=True)
class Agreement:
    """Evidence of every object of one list against every object of another, a table ``(n, m)`` for each attribute.

    ``same[name]`` is log P(both readings | one value) - log P(readings of unrelated objects); ``differ[name]`` the
    same for two different values, ``kinds[name]`` the number of values there are.
    """

    same: dict[str, np.ndarray]
    differ: dict[str, np.ndarray]
    kinds: dict[str, int]

    @property
    def all_same(self) -> np.ndarray:
        """Evidence that every attribute agrees, shape ``(n, m)``."""
        return np.sum(list(self.same.values()), axis=0)


def agreement(first: list[SceneObject], second: list[SceneObject], trust: Trust = Trust()) -> Agreement:
    """Compare every object of ``first`` with every object of ``second``."""
    same: dict[str, np.ndarray] = {}
    differ: dict[str, np.ndarray] = {}
    count: dict[str, int] = {}
    for name in _names(first, second):
        values = _values(name, first, second)
        ours, theirs = (_probabilities(name, values, objects, trust) for objects in (first, second))
        kinds = max(len(values), 2)
        coincide = np.clip(ours @ theirs.T, 1e-9, 1 - 1e-9)
        count[name] = kinds
        same[name] = np.log(kinds * coincide)
        differ[name] = np.log(kinds / (kinds - 1) * (1 - coincide))
    if not same:
        same["label"] = differ["label"] = np.zeros((len(first), len(second)))
        count["label"] = 2
    return Agreement(same, differ, count)


def _names(first: list[SceneObject], second: list[SceneObject]) -> list[str]:
    names: dict[str, None] = {}
    for found in (*first, *second):
        names.update(dict.fromkeys(found.attributes))
        if "shape" not in found.attributes:
            names["label"] = None
    return list(names)


def _values(name: str, *lists: list[SceneObject]) -> list[str]:
    values: dict[str, None] = {}
    for objects in lists:
        for found in objects:
            values.update(dict.fromkeys(_reading(name, found)))
    return list(values)


def _reading(name: str, found: SceneObject) -> dict[str, float]:
    if name == "label":
        return {found.label: 1.0}
    known = found.attribute_scores.get(name)
    if known:
        return known
    value = found.attributes.get(name)
    return {value: 1.0} if value is not None else {}


def _probabilities(name: str, values: list[str], objects: list[SceneObject], trust: Trust) -> np.ndarray:
    column = {value: k for k, value in enumerate(values)}
    kinds = max(len(values), 2)
    table = np.zeros((len(objects), len(values)))
    for row, found in enumerate(objects):
        for value, p in _reading(name, found).items():
            table[row, column[value]] = p
        table[row] **= trust.coupling
        total = table[row].sum()
        table[row] = table[row] / total if total > 0 else 1 / kinds
        hidden = 1 - (1.0 if found.visibility is None else min(max(found.visibility, 0.0), 1.0))
        slip = (trust.label_slip if name == "label" else trust.slip) + trust.slip_hidden * hidden**8
        table[row] = (1 - slip) * table[row] + slip / kinds
    return table
