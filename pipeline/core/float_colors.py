"""TIFF files whose colours are floating-point numbers: Pillow has no mode for them, OpenCV reads them."""

from __future__ import annotations

import io
import warnings

import numpy as np

_WIDTH, _HEIGHT, _ORIENTATION, _SAMPLES, _FORMAT = 256, 257, 274, 277, 339
_FLOATING = 3
_LYING = (5, 6, 7, 8)

BYTES = 64
"""Memory a pixel: the file, the values, and the copies in which their range is found."""


def size_of_float_colors(content: bytes) -> tuple[int, int] | None:
    """Width and height that the header of such a picture declares, once it is upright; None of any other file."""
    from PIL.TiffImagePlugin import ImageFileDirectory_v2

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of damaged entries
            tags = ImageFileDirectory_v2(content[:8])
            stream = io.BytesIO(content)
            stream.seek(tags.next)
            tags.load(stream)
            colored = tags.get(_SAMPLES, 1) == 3 and set(tags.get(_FORMAT, ())) == {_FLOATING}
            if not colored:
                return None
            size = int(tags[_WIDTH]), int(tags[_HEIGHT])
            return size[::-1] if tags.get(_ORIENTATION, 1) in _LYING else size
    except Exception:  # whatever a file that is no such picture leads to
        return None


def float_colors(content: bytes) -> np.ndarray | None:
    """The picture ``(h, w, 3)`` as ``float32``, upright, red first; None where OpenCV is missing or cannot read it."""
    try:
        import cv2
    except ImportError:
        return None
    try:
        values = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error:
        return None
    if values is None or values.dtype.kind != "f" or values.ndim != 3 or values.shape[2] != 3:
        return None
    return np.ascontiguousarray(values[..., ::-1], np.float32)
