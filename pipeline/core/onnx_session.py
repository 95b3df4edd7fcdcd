"""ONNX graphs opened on the CPU, checked before they compute."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.core.onnx_weights import has_finite_weights

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

SILENT = 4
"""The runtime's own messages that are shown: what stops the process."""

MOST_SIDE = 4096
"""Pixels a side of a picture that a graph may ask for: a larger one takes more memory than a pair may."""


def sides_of(shape: Sequence[int | str | None], otherwise: int) -> tuple[int, int] | None:
    """Height and width of the picture that a graph asks for, ``otherwise`` where it leaves one open; None where it asks
    for one that there cannot be."""
    height, width = (side if isinstance(side, int) else otherwise for side in shape)
    return (height, width) if 0 < min(height, width) <= max(height, width) <= MOST_SIDE else None


class NoNumbersError(ValueError):
    """Some weights of a graph are no numbers."""


def opened(path: Path | str, threads: int | None = None) -> InferenceSession:
    """A session of a file, whose forward passes use so many threads, all cores where None or 0.

    Raises
    ------
    NoNumbersError
        If the file has weights that are no numbers.
    ValueError
        If it cannot be read, or is no such graph.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = SILENT
    if threads:
        options.intra_op_num_threads = threads
    try:
        if not has_finite_weights(Path(path).read_bytes()):
            raise NoNumbersError("some weights are no numbers")
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except NoNumbersError:
        raise
    except Exception as error:  # the runtime has an exception class for every status code, without a common base
        raise ValueError(str(error)) from error
