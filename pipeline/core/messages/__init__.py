"""Every message to a user, written once, by subject: what is wrong, and what to do next.

Templates are filled by :func:`error` (which makes the exception) and :func:`notice` (which prints to stderr).
"""

# ruff: noqa: F403

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress

from pipeline.core.errors import SpotItError, shortened
from pipeline.core.messages.batch import *
from pipeline.core.messages.commands import *
from pipeline.core.messages.commands import DID_YOU_MEAN, PACKAGE_MISSING
from pipeline.core.messages.datasets import *
from pipeline.core.messages.detectors import *
from pipeline.core.messages.evaluate import *
from pipeline.core.messages.models import *
from pipeline.core.messages.packs import *
from pipeline.core.messages.pictures import *
from pipeline.core.messages.reasons import *
from pipeline.core.messages.serve import *
from pipeline.core.messages.stages import *
from pipeline.core.messages.synth import *
from pipeline.core.messages.training import *
from pipeline.core.messages.watch import *

QUIET = "SPOT_IT_QUIET"
"""Environment variable that, if it is set, leaves notices unprinted, as ``-q`` does."""

VERBOSE = "SPOT_IT_VERBOSE"
"""Environment variable that, if it is set, has details printed, as ``-v`` does."""

_EXTRAS = {
    "bpy": "synth",
    "cv2": "vision",
    "fsspec": "ray",
    "kenlm": "language",
    "pyarrow": "parquet",
    "pycocoevalcap": "evaluate",
    "rapidocr": "screen",
    "ray": "ray",
    "sklearn": "language",
    "spacy": "language",
    "torch": "train",
    "torchvision": "train",
}
"""Which of our extras brings a package whose name is not that of its distribution, or that needs company."""


def package_missing(name: str) -> SpotItError:
    """What to tell the user about a module that cannot be imported."""
    return error(PACKAGE_MISSING, name=name, wanted=_wanted(name))


def install_command(name: str) -> str:
    """The command that brings a package."""
    return f"pip install {_wanted(name)}"


def error(template: str, **values: object) -> SpotItError:
    """The exception for a template."""
    return SpotItError(_fill(template, values))


def notice(template: str, **values: object) -> None:
    """Print one line to stderr, unless the user wants none; work goes on, also where nobody can read it."""
    if not os.environ.get(QUIET):
        _print(template, values)


def detail(template: str, **values: object) -> None:
    """Print one line to stderr for a user who wants to know more."""
    if os.environ.get(VERBOSE):
        _print(template, values)


def failure(template: str, **values: object) -> None:
    """Print one line to stderr on why work ends, whatever the user wants."""
    _print(template, values)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A question to put behind a name that is not known; empty where no known one is like it."""
    from difflib import get_close_matches

    close = get_close_matches(name, list(known), 1)
    return " " + DID_YOU_MEAN.format(close=close[0]) if close else ""


def _wanted(name: str) -> str:
    return f"'spot-it[{_EXTRAS[name]}]'" if name in _EXTRAS else name


def _print(template: str, values: dict[str, object]) -> None:
    if sys.stderr is not None:  # print() would take stdout in its place
        with suppress(OSError):
            print(f"pipeline: {_fill(template, values)}", file=sys.stderr)


def _fill(template: str, values: dict[str, object]) -> str:
    """Fill a template so that it stays one printable line, whatever the values hold."""
    told = {name: value if isinstance(value, int | float) else _Value(value) for name, value in values.items()}
    return shortened(template.format(**told))


class _Value:
    """A value that is shortened before it is put into a line, so that what to do about it still fits."""

    def __init__(self, value: object) -> None:
        self.value = value

    def __format__(self, wanted: str) -> str:
        return format(shortened(str(self.value)), wanted)

    def __repr__(self) -> str:
        return shortened(repr(self.value))
