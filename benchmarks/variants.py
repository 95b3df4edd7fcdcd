"""Asking pairs in another way: what is the same for every kind of pair."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import Protocol, TypeVar
from zlib import crc32

import numpy as np

from benchmarks.disturb import taken_again

AS_IS = "as-is"
OPPOSITE = {"add": "drop", "drop": "add"}
"""What a kind of change becomes when the pictures are swapped; the others stay."""


class Named(Protocol):
    """A pair that has a name."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...


P = TypeVar("P", bound=Named)


def as_is(pair: P, before: np.ndarray, after: np.ndarray) -> tuple[P, np.ndarray, np.ndarray]:
    """The pair itself."""
    return pair, before, after


def retaken(pair: P, before: np.ndarray, after: np.ndarray) -> tuple[P, np.ndarray, np.ndarray]:
    """The camera moved and the light changed once more before the picture after; its boxes are only about right."""
    return pair, before, taken_again(after, crc32(pair.name.encode()))


def flipped(box: np.ndarray, width: int) -> np.ndarray:
    """A box in the mirrored picture."""
    return np.array([width - box[2], box[1], width - box[0], box[3]])


def flip(image: np.ndarray) -> np.ndarray:
    """The mirrored picture."""
    return np.ascontiguousarray(image[:, ::-1])


def add_variant_option(made: argparse.ArgumentParser, names: Iterable[str]) -> None:
    """``--variant``."""
    made.add_argument(
        "--variant", choices=tuple(names), default=AS_IS, help="ask the pairs in another way; captions then do not fit"
    )


def own_output(arguments: argparse.Namespace, made: argparse.ArgumentParser) -> None:
    """Figures of a variant go to a file of their own, unless one is named."""
    if arguments.variant != AS_IS and arguments.output == made.get_default("output"):
        arguments.output = arguments.output.with_stem(f"{arguments.output.stem}_{arguments.variant}")
