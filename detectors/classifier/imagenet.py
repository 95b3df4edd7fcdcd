"""Any classifier of ImageNet's 1000 classes exported to ONNX, run by ONNX Runtime."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from detectors.classifier.hierarchy import CLASSES
from pipeline.core import messages
from pipeline.core.onnx_session import opened, sides_of

MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
"""Of the channels of ImageNet's pictures: what torchvision's models are given is measured from there."""

ROOM = (0.05, 0.3)
"""How far around a thing each crop reaches, in its longer sides."""


@dataclass(frozen=True)
class ImageNetClassifier:
    """Probabilities of ImageNet's classes from an ONNX file.

    The model takes ``n x 3 x h x w`` RGB.  One of 1000 outputs is taken for an export of torchvision, whose input is
    normalised; one of 1001, of which the first is the background, for one of TensorFlow, whose input is 0 to 1.

    Parameters
    ----------
    weights
        The ONNX file.
    threads
        Threads of ONNX Runtime; 0 lets it choose.
    input_size
        Side of the square input in pixels, where the model leaves it open.
    """

    weights: Path | str
    threads: int = 0
    input_size: int = 224

    def probabilities(self, image: np.ndarray, box: np.ndarray) -> np.ndarray:
        """Of what a box ``(4,)`` of a ``uint8`` RGB picture shows, shape ``(1000,)``: the mean of several crops.

        Raises
        ------
        SpotItError
            If there is no such file, or it is not a model of this kind.
        """
        crops = [_crop(image, box, room) for room in ROOM]
        seen = [self._of(view) for crop in crops for view in (crop, crop.transpose(Image.Transpose.FLIP_LEFT_RIGHT))]
        return np.mean(seen, axis=0)

    def check(self) -> None:
        """Raise ``SpotItError`` if the file cannot be used."""
        self._of(Image.new("RGB", (8, 8), (128, 128, 128)))

    def _of(self, crop: Image.Image) -> np.ndarray:
        session, name, output, size, normalised = self._model
        pixels = np.asarray(crop.resize(size, Image.Resampling.BILINEAR), np.float32) / 255
        if normalised:
            pixels = (pixels - np.array(MEAN, np.float32)) / np.array(DEVIATION, np.float32)
        try:
            answer = session.run([output], {name: np.ascontiguousarray(pixels.transpose(2, 0, 1)[None])})[0][0]
        except Exception as error:  # ONNX Runtime has an exception class for every status code, without a common base
            raise messages.error(messages.CLASSIFIER_INPUT, path=self.weights) from error
        if not np.isfinite(answer).all():
            raise messages.error(messages.CLASSIFIER_NO_NUMBERS, path=self.weights)
        return _softmax(np.asarray(answer, float))[-CLASSES:]

    @cached_property
    def _model(self) -> tuple[Any, str, str, tuple[int, int], bool]:
        """The session, the names of its input and of the output with the classes, the input's size, and its family."""
        path = Path(self.weights)
        if not path.is_file():
            raise messages.error(messages.NO_SUCH_CLASSIFIER, path=path)
        try:
            session = opened(path, self.threads)
        except ValueError as error:
            raise messages.error(messages.ONNX_UNREADABLE, path=path) from error
        inputs = session.get_inputs()
        if len(inputs) != 1 or len(inputs[0].shape) != 4 or inputs[0].shape[1] not in (3, None):
            raise messages.error(messages.CLASSIFIER_INPUT, path=path)
        shapes = {one.name: one.shape for one in session.get_outputs()}
        fitting = [name for name, shape in shapes.items() if len(shape) == 2 and shape[1] in (CLASSES, CLASSES + 1)]
        if not fitting:
            told = " and ".join(str(tuple(shape)) for shape in shapes.values())
            raise messages.error(messages.CLASSIFIER_OUTPUT, path=path, shape=told, classes=CLASSES)
        sides = sides_of(inputs[0].shape[2:], self.input_size)
        if sides is None:
            raise messages.error(messages.CLASSIFIER_INPUT, path=path)
        return session, inputs[0].name, fitting[0], sides[::-1], shapes[fitting[0]][1] == CLASSES


def _softmax(logits: np.ndarray) -> np.ndarray:
    """Probabilities; an answer that is probabilities already stays as it is."""
    if logits.min() >= 0 and abs(float(logits.sum()) - 1) < 1e-3:
        return logits
    raised = np.exp(logits - logits.max())
    return np.asarray(raised / raised.sum())


def _crop(image: np.ndarray, box: np.ndarray, room: float) -> Image.Image:
    """A square around a box with some room, moved into the picture, and cut off where it is larger than that."""
    height, width = image.shape[:2]
    side = float((box[2:] - box[:2]).max()) * (1 + 2 * room)
    starts, ends = [], []
    for middle, length in zip((box[:2] + box[2:]) / 2, (width, height), strict=True):
        first = int(max(0.0, min(middle - side / 2, length - side, length - 1)))
        starts.append(first)
        ends.append(min(length, max(first + 1, round(first + side))))
    return Image.fromarray(image[starts[1] : ends[1], starts[0] : ends[0]])
