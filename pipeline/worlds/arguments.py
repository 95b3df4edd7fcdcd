"""Whether the values of a config are of the types that an implementation declares."""

from __future__ import annotations

import math
from collections.abc import Mapping
from inspect import Signature
from typing import Any

_TYPES: dict[str, tuple[type, ...]] = {"int": (int,), "float": (int, float), "str": (str,), "bool": (bool,)}
_WORDS = {"int": "a whole number", "float": "a number", "str": "a text", "bool": "true or false"}
_LISTS: dict[str, tuple[tuple[type, ...], int, str]] = {
    "Collection[str]": ((str,), 0, "a list of texts"),
    "Sequence[str]": ((str,), 0, "a list of texts"),
    "tuple[str, ...]": ((str,), 0, "a list of texts"),
    "tuple[float, float]": ((int, float), 2, "a list of two numbers"),
    "tuple[int, int]": ((int,), 2, "a list of two whole numbers"),
}
"""Of lists, the types of what they hold, and how much that is; 0 for any number."""


def require_types(signature: Signature, arguments: Mapping[str, Any]) -> None:
    """Raise ``TypeError`` for a value of another type than its parameter's; what is no plain type is not looked at."""
    for name, value in arguments.items():
        declared = str(signature.parameters[name].annotation).removesuffix(" | None")
        wanted = _TYPES.get(declared)
        if declared in _LISTS:
            _require_list(name, value, *_LISTS[declared])
        if wanted is None:
            continue
        fits = isinstance(value, wanted) and isinstance(value, bool) == (declared == "bool")
        if not fits or (isinstance(value, float) and not math.isfinite(value)):
            raise TypeError(f"{name} must be {_WORDS[declared]}, not {value!r}")


def _require_list(name: str, value: Any, wanted: tuple[type, ...], count: int, words: str) -> None:
    fits = isinstance(value, list | tuple | set | frozenset) and len(value) == (count or len(value))
    if not fits or not all(_is_plain(one, wanted) for one in value):
        raise TypeError(f"{name} must be {words}, not {value!r}")


def _is_plain(value: Any, wanted: tuple[type, ...]) -> bool:
    known = isinstance(value, wanted) and not isinstance(value, bool)
    return known and (not isinstance(value, float) or math.isfinite(value))
