"""Pictures as data URIs."""

from __future__ import annotations

import base64
import io

import numpy as np
from PIL import Image

_WIDEST = 1200
_QUALITY = 88


def embedded(image: np.ndarray, widest: int = _WIDEST, exact: bool = False) -> str:
    """A picture ``(h, w, 3)`` or ``(h, w)``, ``uint8``, no side longer than ``widest``, as a data URI of WebP."""
    return "data:image/webp;base64," + base64.b64encode(webp(image, widest, exact)).decode("ascii")


def webp(image: np.ndarray, widest: int = _WIDEST, exact: bool = False) -> bytes:
    """The same as the bytes of a file."""
    picture = Image.fromarray(image)
    picture.thumbnail((widest, widest))
    stream = io.BytesIO()
    picture.save(stream, "WEBP", quality=_QUALITY, lossless=exact)
    return stream.getvalue()
