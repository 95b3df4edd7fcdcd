"""Buttons with a gradient, which became shorter or longer at one end with what is written on them."""

from __future__ import annotations

import numpy as np
import pytest
import screen_page as page
from test_screen_differ import overlap, told

TOP, BOTTOM = np.array([0, 136, 204]), np.array([0, 68, 204])
RIGHT, Y, HIGH = 400, 40, 36


def gradient(left: int, words: str, size: int) -> np.ndarray:
    """A button from ``left`` to the right edge, with white words on a gradient from above to below."""
    image = page.drawn((*page.MENU, page.Box(left, Y, RIGHT, Y + HIGH, "#0066cc"))).copy()
    image[Y : Y + HIGH, left:RIGHT] = np.linspace(TOP, BOTTOM, HIGH).astype(np.uint8)[:, None]
    text = page.drawn((page.Line(words, left + 16, Y + (HIGH - size) // 2 - 2, "black", size),))
    ink = text[Y : Y + HIGH, left:RIGHT].max(2, keepdims=True).astype(int)
    part = image[Y : Y + HIGH, left:RIGHT]
    image[Y : Y + HIGH, left:RIGHT] = (part * (ink / 255) + 255 * (1 - ink / 255)).astype(np.uint8)
    return image


def test_a_gradient_button_that_grew_with_its_words_is_larger():
    (change,) = told(gradient(290, "Download", 14), gradient(250, "Download", 20))
    assert (change.kind, change.new) == ("resize", "larger")
    assert overlap(change.box_after, [250, Y, RIGHT, Y + HIGH]) > 0.9


@pytest.mark.parametrize("turned", [False, True])
def test_a_gradient_button_that_is_shorter_with_other_words_reads_otherwise_and_is_not_gone(turned):
    pair = [gradient(260, "Download Zip", 14), gradient(326, "Issue", 14)]
    (change,) = told(*(reversed(pair) if turned else pair))
    assert change.kind == "text"
    boxes = (change.box_before, change.box_after)
    ends = (326, 260) if turned else (260, 326)
    assert all(overlap(box, [left, Y, RIGHT, Y + HIGH]) > 0.8 for box, left in zip(boxes, ends, strict=True))
