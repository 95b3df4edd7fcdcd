"""The layout finds what is painted, to the pixel."""

from __future__ import annotations

import io

import numpy as np
import painted_page as painted
import pytest
from PIL import Image

from detectors.screen.layout import KINDS, LayoutProposer
from pipeline.core.boxes import iou


@pytest.mark.parametrize("box", [painted.BAR, painted.BUTTON, painted.CARD, painted.TICK])
def test_a_painted_box_is_found_to_the_pixel(box):
    boxes = LayoutProposer().layout(painted.page()).boxes.tolist()
    assert list(box) in boxes


def test_the_words_of_a_line_are_one_phrase_and_its_ink_fills_the_box():
    image = painted.page()
    layout = LayoutProposer().layout(image)
    phrases = layout.boxes[layout.of_kind("phrase")]
    line = next(b for b in phrases if 35 <= b[0] <= 45 and 118 <= b[1] <= 132)
    ink = np.argwhere(image[line[1] : line[3], line[0] : line[2]].max(2) < 200)
    assert ink.min(0).tolist() == [0, 0] or ink.min() >= 0
    assert (ink.max(0) + 2 >= [line[3] - line[1], line[2] - line[0]]).all()
    assert line[2] - line[0] > 70


def test_a_button_lies_on_the_page_and_its_label_on_it():
    layout = LayoutProposer().layout(painted.page())
    button = layout.boxes.tolist().index(list(painted.BUTTON))
    label = next(
        i
        for i in layout.of_kind("phrase")
        if (layout.boxes[i, :2] >= painted.BUTTON[:2]).all() and (layout.boxes[i, 2:] <= painted.BUTTON[2:]).all()
    )
    assert layout.parents[label] == button
    while layout.parents[button] > 0:
        button = layout.parents[button]
    assert KINDS[layout.kinds[button]] == "panel"
    assert layout.parents[0] == -1


def test_compression_leaves_the_boxes_where_they_are():
    stream = io.BytesIO()
    Image.fromarray(painted.page()).save(stream, "JPEG", quality=75)
    boxes = LayoutProposer().layout(np.asarray(Image.open(stream).convert("RGB"))).boxes
    for box in (painted.BAR, painted.BUTTON, painted.CARD):
        assert iou(np.array([box]), boxes).max() > 0.85, box


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 40, 3), (40, 2, 3), (30, 30, 3)])
def test_a_picture_without_anything_is_one_page(shape):
    layout = LayoutProposer().layout(np.full(shape, 255, np.uint8))
    assert layout.boxes[0].tolist() == [0, 0, shape[1], shape[0]]


def test_noise_is_no_reason_to_fail():
    image = np.random.default_rng(0).integers(0, 256, (120, 160, 3), np.uint8)
    boxes = LayoutProposer().propose(image)
    assert (boxes[:, 2:] > boxes[:, :2]).all()
