"""Reading files that may hold anything: what is not in the form expected is a ``ValueError`` with a plain reason."""

from __future__ import annotations

import json
import tomllib
from typing import Any

WRONG = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
"""What taking a value apart can raise where it is not of the form expected: wrong types, missing keys, infinite
numbers, lists within lists without end."""


def parse_json(content: bytes | str) -> Any:
    """The value of a JSON text.

    Raises
    ------
    ValueError
        If it is none; the message says why, in the words of a sentence's end.
    """
    text = _text(content)
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    except ValueError:  # a number of thousands of digits is one too
        raise ValueError("it is not JSON") from None


def parse_toml(content: bytes | str) -> dict[str, Any]:
    """The tables of a TOML text.

    Raises
    ------
    ValueError
        If it is none; the message says why.
    """
    try:
        return tomllib.loads(_text(content))
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _text(content: bytes | str) -> str:
    try:
        return content.decode("utf-8-sig") if isinstance(content, bytes) else content
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8 text") from None
