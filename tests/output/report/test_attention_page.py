"""The page of attention: each word under its veil, and nothing on it that is not escaped."""

import re
from html import unescape

import numpy as np

from pipeline.output.report.attention import DARKEST, Attended, attention_page


def page(words=("a", "dog"), name="one"):
    shares = np.array([[1.0, 0, 0, 0], [0.2, 0.4, 0.2, 0.2]])
    return attention_page("Looks", [Attended(name, np.full((20, 40, 3), 200, np.uint8), words, shares)])


def test_what_was_looked_at_most_is_clear_and_the_rest_is_dark():
    dark = [float(value) for value in re.findall(r'fill-opacity="([\d.]+)"', page())]
    assert dark[:4] == [0, DARKEST, DARKEST, DARKEST]
    assert dark[5] == 0
    assert len(dark) == 8
    assert 0.3 < dark[4] < 0.5


def test_a_picture_is_embedded_once_and_shown_with_every_word():
    text = page()
    assert text.count("data:image/webp") == 1
    assert text.count('<use href="#picture1"/>') == 1
    assert re.findall("<figcaption>(.*?)</figcaption>", text) == ["a", "dog"]


def test_words_and_names_are_escaped_and_no_script_may_run():
    text = page(("<b>", "dog"), "<script>alert(1)</script>")
    assert "<b>" not in text
    assert "<script" not in text
    assert "default-src 'none'" in unescape(text)
    assert "script-src" not in text
