"""Pictures that a visitor sends: decoded from a file of our own naming that is gone at once."""

from __future__ import annotations

import tempfile
import warnings
from contextlib import suppress
from pathlib import Path

import numpy as np
from PIL import Image

from pipeline.core import messages
from pipeline.core.errors import SpotItError
from pipeline.core.images import load_picture
from pipeline.serve.problems import Problem


def decode(content: bytes, side: str, most_pixels: int) -> np.ndarray:
    """The picture ``side`` (before or after) as an array.

    Raises
    ------
    Problem
        If it is no picture, or has more pixels than it may.
    """
    with tempfile.TemporaryDirectory(prefix="spot-it-") as folder:
        path = Path(folder) / side
        path.write_bytes(content)
        try:
            _check_pixels(path, side, most_pixels)
            return load_picture(path)
        except SpotItError as failure:
            raise Problem(400, str(failure).replace(str(path), f"the picture {side}")) from None


def _check_pixels(path: Path, side: str, most: int) -> None:
    with suppress(OSError, ValueError, SyntaxError, Image.DecompressionBombError), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(path) as opened:
            pixels = opened.width * opened.height
        if pixels > most:
            reason = messages.error(messages.TOO_LARGE, path=f"the picture {side}", most=most // 10**6)
            raise Problem(413, str(reason))
