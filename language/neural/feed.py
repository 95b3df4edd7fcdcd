"""What the network sees of a picture: features of a detector's trunk, which knows objects from its own training."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from pipeline.core import messages
from pipeline.core.loaded import loaded_once
from pipeline.core.onnx_session import opened

WIDTH, HEIGHT = 576, 384
"""Pixels that every picture is brought to."""
ROWS, COLUMNS = HEIGHT // 8, WIDTH // 8
"""Places of the features."""
CHANNELS = 32 + 80
"""The trunk's fine features, the mean of the four at each place, and those of its pyramid."""
STEP = 1 / 32
"""Of the features, which are kept as bytes; none but a few are as large as 8."""
INPUT, OUTPUTS = "picture", ["fine", "pyramid"]
"""Names in the exported graph."""


class Trunk:
    """An exported trunk, as ``trunk.onnx`` of the pack ``blocks``: ``picture`` to ``fine`` and ``pyramid``.

    Parameters
    ----------
    path
        The ONNX file.

    Raises
    ------
    SpotItError
        If it is no such graph.
    """

    def __init__(self, path: Path) -> None:
        try:
            self.session = opened(path)
        except ValueError as error:
            raise messages.error(messages.NEURAL_NO_TRUNK, path=path) from error
        names = {one.name for one in (*self.session.get_inputs(), *self.session.get_outputs())}
        if not {INPUT, *OUTPUTS} <= names:
            raise messages.error(messages.NEURAL_NO_TRUNK, path=path)

    def __call__(self, picture: np.ndarray) -> np.ndarray:
        """The features of a ``uint8`` picture ``(height, width, 3)``: bytes ``(CHANNELS, ROWS, COLUMNS)``."""
        given = np.asarray(sized(picture), np.float32).transpose(2, 0, 1)[None] / 255
        (fine,), (pyramid,) = self.session.run(OUTPUTS, {INPUT: given})
        coarse = fine.reshape(len(fine), ROWS, 2, COLUMNS, 2).mean(axis=(2, 4))
        return np.clip(np.concatenate([coarse, pyramid]) / STEP + 0.5, 0, 255).astype(np.uint8)


@loaded_once(messages.NEURAL_NO_TRUNK)
def trunk_of(path: Path) -> Trunk:
    """The trunk of a file, which is read once a process."""
    return Trunk(path)


def sized(picture: np.ndarray) -> Image.Image:
    """A picture of any size at that of the trunk's input."""
    image = Image.fromarray(picture)
    return image if image.size == (WIDTH, HEIGHT) else image.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)
