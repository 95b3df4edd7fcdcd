"""Whether the values of a config are of the types that an implementation declares."""

from __future__ import annotations

import math
from collections.abc import Mapping
from inspect import Signature
from typing import Any

_TYPES: dict[str, tuple[type, ...]] = {"int": (int,), "float": (int, float), "str": (str,), "bool": (bool,)}
_WORDS = {"int": "a whole number", "float": "a number", "str": "a text", "bool": "true or false"}


def require_types(signature: Signature, arguments: Mapping[str, Any]) -> None:
    """Raise ``TypeError`` for a value of another type than its parameter's; what is no plain type is not looked at."""
    for name, value in arguments.items():
        declared = str(signature.parameters[name].annotation).removesuffix(" | None")
        wanted = _TYPES.get(declared)
        if wanted is None:
            continue
        fits = isinstance(value, wanted) and isinstance(value, bool) == (declared == "bool")
        if not fits or (isinstance(value, float) and not math.isfinite(value)):
            raise TypeError(f"{name} must be {_WORDS[declared]}, not {value!r}")
