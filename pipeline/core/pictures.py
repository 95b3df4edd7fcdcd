"""Pictures in whatever form a caller has them: a path, an array, a tensor, a Pillow image, bytes, an open file.

Arrays are ``(height, width)``, ``(height, width, channels)`` or ``(channels, height, width)`` with 1, 3 or 4 channels.
The least side of a picture keeps the last two apart.  Whole numbers count to 255 (``uint16`` to 65535), floating-point
ones to 1; of four channels the last is how opaque a pixel is.
"""

from __future__ import annotations

import io
import os
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from PIL import Image

from pipeline.core import messages


class ArrayLike(Protocol):
    """What numpy can make an array of, such as a torch tensor."""

    def __array__(self) -> np.ndarray:
        """Its values."""


class Readable(Protocol):
    """A file that is open for reading bytes."""

    def read(self) -> bytes:
        """What is left of it."""


Source = str | os.PathLike[str] | np.ndarray | Image.Image | bytes | bytearray | memoryview | Readable | ArrayLike
"""Everything that passes for a picture."""

_CHANNELS = (1, 3, 4)
_UNNAMED = "the picture"


@dataclass(frozen=True)
class Held:
    """A picture that is in memory, as a file of which messages speak by its ``name``."""

    name: str
    content: bytes | Image.Image

    def __str__(self) -> str:
        return self.name

    def read_bytes(self) -> bytes:
        """The file's bytes; none of a picture that is decoded."""
        return self.content if isinstance(self.content, bytes) else b""

    def open(self) -> AbstractContextManager[Image.Image]:
        """As :func:`PIL.Image.open`; a picture that is the caller's own is not closed."""
        if isinstance(self.content, bytes):
            return Image.open(io.BytesIO(self.content))
        self.content.load()
        return nullcontext(self.content)


def taken(source: Source) -> Path | np.ndarray | Held:
    """The path, the ``uint8`` array with a last axis of three colours, or the picture in memory that is meant.

    Raises
    ------
    SpotItError
        If it is nothing that a picture can be made of.
    """
    if isinstance(source, str) and source.lower().startswith(("http://", "https://", "ftp://", "s3://", "data:")):
        raise messages.error(messages.NOT_A_FILE_NAME, path=source)
    if isinstance(source, str | os.PathLike):
        return Path(source)
    if isinstance(source, Image.Image):
        # The frame that is shown now, which a copy is; other pictures keep the format that they were read from.
        moving = source.format != "MPO" and getattr(source, "is_animated", False)
        return Held(_UNNAMED, source.copy() if moving else source)
    if isinstance(source, bytes | bytearray | memoryview):
        return _file(_UNNAMED, bytes(source))
    if callable(getattr(source, "read", None)):
        return _read(source)
    values = _values(source)
    if values is None:
        raise messages.error(messages.NO_PICTURE_TYPE, kind=type(source).__name__)
    return _colours(values)


def path_of(source: Source) -> str | None:
    """The path of a picture in a file; None of any other."""
    return os.fsdecode(source) if isinstance(source, str | os.PathLike) else None


def _file(name: str, content: bytes) -> Held:
    if not content:
        raise messages.error(messages.EMPTY_FILE, path=name)
    return Held(name, content)


def _read(stream: Any) -> Held:
    name = getattr(stream, "name", None)
    name = name if isinstance(name, str) and name else _UNNAMED
    try:
        content = None if isinstance(stream, io.TextIOBase) else stream.read()
    except (OSError, ValueError) as failure:  # ValueError: the file is closed
        raise messages.error(messages.NOT_READABLE, path=name, reason=failure) from None
    if not isinstance(content, bytes):
        raise messages.error(messages.TEXT_STREAM, path=name)
    return _file(name, content)


def _values(source: Any) -> np.ndarray | None:
    """The values of an array or a tensor, on whatever device; None of anything else."""
    if isinstance(source, np.ndarray):
        return source
    if all(callable(getattr(source, name, None)) for name in ("detach", "cpu", "numpy")):
        tensor = source.detach().cpu()
        return (tensor.float() if tensor.is_floating_point() else tensor).numpy()  # numpy has no bfloat16
    if hasattr(source, "__array__"):
        return np.asarray(source)
    return None


def _colours(values: np.ndarray) -> np.ndarray | Held:
    """``uint8`` with three colours; four are left to Pillow, as those of a file are."""
    if values.ndim == 3 and values.shape[2] not in _CHANNELS and values.shape[0] in _CHANNELS:
        values = np.moveaxis(values, 0, 2)
    if not (values.ndim == 2 or (values.ndim == 3 and values.shape[2] in _CHANNELS)):
        raise messages.error(messages.NOT_AN_IMAGE_ARRAY, dtype=values.dtype, shape=values.shape)
    pixels = np.ascontiguousarray(_eight_bits(values))
    if pixels.ndim == 3 and pixels.shape[2] == 4:
        return Held(_UNNAMED, Image.fromarray(pixels))
    grey = pixels.ndim == 2 or pixels.shape[2] == 1
    return np.repeat(pixels.reshape(*pixels.shape[:2], 1), 3, axis=2) if grey else pixels


def _eight_bits(values: np.ndarray) -> np.ndarray:
    kind = values.dtype.kind
    if values.dtype == np.uint8:
        return values
    if kind == "b":
        return values.astype(np.uint8) * 255
    if kind not in "iuf":
        raise messages.error(messages.NOT_AN_IMAGE_ARRAY, dtype=values.dtype, shape=values.shape)
    most = 1.0 if kind == "f" else 65535 if values.dtype == np.uint16 else 255
    if values.size and not (np.min(values) >= 0 and np.max(values) <= most):  # also where one is no number
        least, greatest = np.min(values), np.max(values)
        raise messages.error(
            messages.VALUES_OUT_OF_RANGE, dtype=values.dtype, least=f"{least:g}", greatest=f"{greatest:g}", most=most
        )
    return values.astype(np.uint8) if most == 255 else np.rint(values * (255 / most)).astype(np.uint8)
