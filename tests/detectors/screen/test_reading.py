"""Reading: lines in order, and RapidOCR where it is installed."""

from __future__ import annotations

import numpy as np
import painted_page as painted
import pytest

from detectors.screen.reading import RapidReader, in_reading_order


def test_boxes_are_read_line_by_line_from_the_left():
    boxes = np.array([[50, 1, 90, 11], [0, 20, 30, 30], [0, 0, 40, 10]])
    assert in_reading_order(boxes)[:, :2].tolist() == [[0, 0], [50, 1], [0, 20]]


def test_words_are_read_and_remembered(monkeypatch):
    pytest.importorskip("rapidocr")
    reader = RapidReader(threads=1)
    image, boxes = painted.page(), np.array([painted.BUTTON, painted.CARD, (350, 250, 390, 290)])
    texts = reader.read(image, boxes)
    assert texts[0] == "Save"
    assert painted.WORDS.replace(" ", "") in texts[1].replace(" ", "")
    assert texts[2] == ""
    monkeypatch.setattr(reader, "_recognised", lambda lines: pytest.fail("read a second time"))
    assert reader.read(image, boxes) == texts
