"""Readers: what is written in boxes of a picture."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from detectors.screen.colors import most_frequent
from detectors.screen.layout import LayoutProposer
from pipeline.core import messages

KEPT = 4096
"""Texts that are remembered."""

MARGIN = 4
"""Pixels of ground that a line needs around it to be read well."""

LEAST = 3
"""Pixels; lower ink is a rule, not writing."""


class Reader(Protocol):
    """Boxes to words."""

    def read(self, image: np.ndarray, boxes: np.ndarray) -> list[str]:
        """The text in each box of a ``uint8`` RGB picture, lines joined by spaces; "" where nothing is read."""
        ...


class NoReader:
    """Reads nothing: facts are then told without words."""

    def read(self, image: np.ndarray, boxes: np.ndarray) -> list[str]:
        """An empty text for every box."""
        return [""] * len(boxes)


class RapidReader:
    """RapidOCR's recogniser (PP-OCR, Du et al. 2020) on lines that the layout has found already.

    Only the recogniser runs: finding lines is what the layout does, exactly and in a fraction of the time.  What was
    read is remembered by the pixels' hash.

    Parameters
    ----------
    least_score
        Lines read with less confidence than this count as not read: they are icons or ornaments.
    threads
        Threads of the runtime; all cores where None.

    Raises
    ------
    SpotItError
        When something is first read and ``rapidocr`` is not installed.
    """

    def __init__(self, least_score: float = 0.5, threads: int | None = None) -> None:
        self.least_score = least_score
        self.threads = threads

    def read(self, image: np.ndarray, boxes: np.ndarray) -> list[str]:
        """The text in each box."""
        lines = [_lines(image, box) for box in np.asarray(boxes, np.int64).reshape(-1, 4)]
        keys = [[_key(line) for line in part] for part in lines]
        new = {
            key: line for part, names in zip(lines, keys, strict=True) for line, key in zip(part, names, strict=True)
        }
        known = {key: self._texts[key] for key in new if key in self._texts}
        missing = [key for key in new if key not in known]
        fresh = self._recognised([new[key] for key in missing]) if missing else []
        known |= dict(zip(missing, fresh, strict=True))
        for key in new:
            self._texts[key] = known[key]
            self._texts.move_to_end(key)
        while len(self._texts) > KEPT:
            self._texts.popitem(last=False)
        return [" ".join(filter(None, (known[key] for key in names))) for names in keys]

    @cached_property
    def _texts(self) -> OrderedDict[bytes, str]:
        return OrderedDict()

    @cached_property
    def _engine(self) -> Any:
        try:
            from rapidocr import RapidOCR
        except ImportError:
            raise messages.package_missing("rapidocr") from None
        given = {
            "Global.log_level": "critical",
            "EngineConfig.onnxruntime.intra_op_num_threads": self.threads or -1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
        return RapidOCR(params=given)

    def _recognised(self, lines: Sequence[np.ndarray]) -> list[str]:
        """The text of each picture of one line."""
        from rapidocr.ch_ppocr_rec import TextRecInput

        recogniser = self._engine._load_rec_model()
        found = recogniser(TextRecInput(img=[np.ascontiguousarray(line[..., ::-1]) for line in lines]))
        texts, scores = found.txts or (), found.scores or ()
        return [_cleaned(text) if score >= self.least_score else "" for text, score in zip(texts, scores, strict=True)]


def _cleaned(text: str) -> str:
    """What was read, if it is writing: a lone sign is how the recogniser sees an icon."""
    text = text.strip()
    return "" if len(text) == 1 and not (text.isascii() and text.isalnum()) else text


def _lines(image: np.ndarray, box: np.ndarray) -> list[np.ndarray]:
    """Pictures of the phrases in a box in the order of reading, each with some ground around it."""
    height, width = image.shape[:2]
    x0, y0, x1, y1 = max(0, int(box[0])), max(0, int(box[1])), min(width, int(box[2])), min(height, int(box[3]))
    if x1 - x0 < LEAST or y1 - y0 < LEAST:
        return []
    crop = _padded(image[y0:y1, x0:x1])
    layout = LayoutProposer().layout(crop)
    phrases = layout.boxes[layout.of_kind("phrase")]
    tall = phrases[:, 3] - phrases[:, 1] >= LEAST
    return [_framed(crop, phrase) for phrase in in_reading_order(phrases[tall])]


def in_reading_order(boxes: np.ndarray) -> np.ndarray:
    """Boxes line by line from the top, each line from the left; two that share half of their height are on one line."""
    left = list(range(len(boxes)))
    left.sort(key=lambda i: (boxes[i, 1] + boxes[i, 3]) / 2)
    ordered: list[int] = []
    while left:
        first = boxes[left[0]]
        line = [i for i in left if _shared(first, boxes[i]) >= 0.5]
        ordered += sorted(line, key=lambda i: boxes[i, 0])
        left = [i for i in left if i not in line]
    return boxes[ordered]


def _shared(one: np.ndarray, other: np.ndarray) -> float:
    common = min(one[3], other[3]) - max(one[1], other[1])
    return common / max(1, min(one[3] - one[1], other[3] - other[1]))


def _framed(crop: np.ndarray, box: np.ndarray) -> np.ndarray:
    """A phrase on a ground that goes on around it, whatever stands there."""
    x0, y0, x1, y1 = (int(v) for v in box)
    return _padded(crop[max(0, y0 - 1) : y1 + 1, max(0, x0 - 1) : x1 + 1])


def _padded(crop: np.ndarray) -> np.ndarray:
    """A picture with some more of the colour that prevails at its edge around it."""
    import cv2

    edge = np.concatenate([crop[0], crop[-1], crop[:, 0], crop[:, -1]])
    color = tuple(float(v) for v in most_frequent(edge))
    return cv2.copyMakeBorder(crop, MARGIN, MARGIN, MARGIN, MARGIN, cv2.BORDER_CONSTANT, value=color)


def _key(line: np.ndarray) -> bytes:
    digest = hashlib.blake2b(repr(line.shape).encode(), digest_size=16)
    digest.update(np.ascontiguousarray(line).data)
    return digest.digest()
