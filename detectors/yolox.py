"""Any detector exported to ONNX in the manner of YOLOX (Ge et al., 2021), run by ONNX Runtime."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from detectors.coco import COCO_LABELS
from detectors.look_again import look_closer, look_in_tiles
from detectors.object_color import with_colors
from pipeline.core import messages
from pipeline.core.boxes import Letterbox, area, clip, nms_by_class
from pipeline.core.onnx_session import NoNumbersError, opened, sides_of
from pipeline.core.protocols import Detector
from pipeline.core.types import SceneObject

STRIDES = (8, 16, 32)
PADDING = 114


@dataclass(frozen=True)
class YoloxDetector(Detector):
    """Objects from a YOLOX-style ONNX file.

    The model takes ``1 x 3 x h x w`` BGR values of 0 to 255, letterboxed in grey, and gives ``1 x n x (5 + classes)``:
    the raw grids of strides 8, 16 and 32 with ``x, y, log w, log h``, objectness and class scores in each cell.

    Parameters
    ----------
    weights
        The ONNX file.
    labels
        Names of the classes, in the order of the model's scores.
    threshold
        Detections scored lower (objectness times class score) are not reported at all.
    nms_threshold
        Of two boxes of one class with a greater IoU only the better one stays.
    max_objects
        How many objects to report.
    input_size
        Side of the square input in pixels, where the model leaves it open.
    threads
        Threads of ONNX Runtime; 0 lets it choose.
    tile_side
        The picture is also looked at in overlapping square parts of so many pixels, for small things; 0 for none.
    """

    weights: str | Path | None = None
    labels: tuple[str, ...] = COCO_LABELS
    threshold: float = 0.05
    nms_threshold: float = 0.45
    max_objects: int = 100
    input_size: int = 416
    threads: int = 0
    tile_side: int = 0

    def detect(self, image: np.ndarray) -> list[SceneObject]:
        """Objects of ``image``; the class is the label, ``score`` its probability, ``feature`` all class scores.

        The attribute ``color`` is that of :mod:`detectors.object_color`, where it is clear.

        Raises
        ------
        SpotItError
            If there is no weights file, or it is not a model of this kind.
        """
        if self.tile_side:
            return with_colors(image, look_in_tiles(self._once, image, self.tile_side, self.nms_threshold))
        return with_colors(image, self._once(image))

    def look_again(self, image: np.ndarray, places: np.ndarray, known: Sequence[SceneObject]) -> list[SceneObject]:
        """``known``, and what the parts of ``image`` around the boxes ``places`` (n, 4) show enlarged, best first."""
        return with_colors(image, look_closer(self._once, image, places, known, self.nms_threshold))

    def _once(self, image: np.ndarray) -> list[SceneObject]:
        """Objects of ``image`` without their colours, from one run of the model."""
        session, name, size = self._model
        canvas, letterbox = _letterboxed(image, size)
        try:
            cells = session.run(None, {name: canvas[None]})[0]
        except Exception as error:  # the runtime has an exception class for every status code, without a common base
            raise messages.error(messages.ONNX_INPUT, path=self.weights) from error
        if not np.isfinite(cells).all():
            raise messages.error(messages.ONNX_NO_NUMBERS, path=self.weights)
        boxes, scores = self._decode(cells, size)
        boxes = clip(letterbox.to_picture(boxes), image.shape[1], image.shape[0])
        best = scores.argmax(axis=1)
        confidence = scores[np.arange(len(scores)), best]
        some = np.flatnonzero((confidence >= self.threshold) & (area(boxes) > 0))
        kept = some[nms_by_class(boxes[some], confidence[some], best[some], self.nms_threshold)][: self.max_objects]
        return [SceneObject(boxes[i], self.labels[best[i]], float(confidence[i]), feature=scores[i]) for i in kept]

    def _decode(self, cells: np.ndarray, size: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
        """Boxes on the canvas and class probabilities, shapes ``(n, 4)`` and ``(n, classes)``."""
        offsets, strides = _grid(size)
        expected = (1, len(strides), 5 + len(self.labels))
        if cells.shape != expected:
            raise messages.error(
                messages.ONNX_OUTPUT, path=self.weights, classes=len(self.labels), shape=cells.shape, expected=expected
            )
        cells = cells[0]
        centers = (cells[:, :2] + offsets) * strides
        half = np.exp(np.minimum(cells[:, 2:4], 20)) * strides / 2
        return np.concatenate([centers - half, centers + half], axis=1), cells[:, 4:5] * cells[:, 5:]

    @cached_property
    def _model(self) -> tuple[Any, str, tuple[int, int]]:
        """The session, the name of its input, and the input's width and height."""
        if self.weights is None:
            raise messages.error(messages.ONNX_WITHOUT_WEIGHTS)
        if not Path(self.weights).is_file():
            found = messages.WEIGHTS_NO_FILE if Path(self.weights).exists() else messages.NO_SUCH_WEIGHTS
            raise messages.error(found, path=self.weights)
        try:
            session = opened(self.weights, self.threads)
        except NoNumbersError as error:
            raise messages.error(messages.ONNX_NO_NUMBERS, path=self.weights) from error
        except ValueError as error:
            raise messages.error(messages.ONNX_UNREADABLE, path=self.weights) from error
        inputs = session.get_inputs()
        if len(inputs) != 1 or len(inputs[0].shape) != 4 or inputs[0].type != "tensor(float)":
            raise messages.error(messages.ONNX_INPUT, path=self.weights)
        channels, sides = inputs[0].shape[1], sides_of(inputs[0].shape[2:], self.input_size)
        if sides is None or (isinstance(channels, int) and channels != 3):
            raise messages.error(messages.ONNX_INPUT, path=self.weights)
        return session, inputs[0].name, sides[::-1]


def _letterboxed(image: np.ndarray, size: tuple[int, int]) -> tuple[np.ndarray, Letterbox]:
    """The picture on its canvas, ``float32`` of shape ``(3, height, width)`` in BGR order."""
    letterbox = Letterbox.fit((image.shape[1], image.shape[0]), size)
    width, height = (max(1, int(side * letterbox.scale)) for side in (image.shape[1], image.shape[0]))
    picture = Image.fromarray(image).resize((width, height), Image.Resampling.BILINEAR)
    canvas = Image.new("RGB", size, (PADDING,) * 3)
    canvas.paste(picture, (0, 0))
    return np.ascontiguousarray(np.asarray(canvas, np.float32)[..., ::-1].transpose(2, 0, 1)), letterbox


def _grid(size: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Cell numbers ``x, y`` of all grids, shape ``(n, 2)``, and the stride of each cell, shape ``(n, 1)``."""
    offsets, strides = [], []
    for stride in STRIDES:
        rows, columns = np.indices((size[1] // stride, size[0] // stride))
        offsets.append(np.stack([columns.ravel(), rows.ravel()], axis=1))
        strides.append(np.full((rows.size, 1), stride))
    return np.concatenate(offsets), np.concatenate(strides)
