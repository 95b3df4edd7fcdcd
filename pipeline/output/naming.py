"""An object in a few words for tables and drawings."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.core.labels import CLOTHED

_BEHIND = {
    "place": "{}",
    "near": "near {}",
    "direction": "to: {}",
    "towards": "closer to {}",
    "away_from": "away from {}",
}
"""Attributes that are no adjectives, and how they are shown behind the name."""


def named(label: str, attributes: Mapping[str, str]) -> str:
    """Adjectives, label, and the rest behind it.

    >>> named("cube", {"color": "red", "shape": "cube"})
    'red cube'
    >>> named("person", {"color": "white", "place": "on the left", "count": "2"})
    '2 x person in white, on the left'
    """
    adjectives: list[str] = []
    behind: list[str] = []
    for name, value in attributes.items():
        if value == label:
            continue
        if name in _BEHIND:
            behind.append(", " + _BEHIND[name].format(value))
        elif name == "count":
            adjectives.insert(0, f"{value} x")
        elif name == "color" and label in CLOTHED:
            behind.insert(0, f" in {value}")
        else:
            adjectives.append(value)
    return " ".join([*adjectives, label]) + "".join(behind)
