"""Drawings: no label hides a box or another label, nothing is cut off, and SVG says the same as the picture."""

from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest

from pipeline.output.drawing import Drawing, Numbered
from pipeline.output.labels import place_labels


def overlap(one, other):
    return min(one[2], other[2]) > max(one[0], other[0]) and min(one[3], other[3]) > max(one[1], other[1])


CROWDS = {
    "one in the middle": [(40, 40, 60, 60)],
    "one at the corner": [(0, 0, 20, 20)],
    "all of the picture": [(0, 0, 200, 100)],
    "one within the other": [(0, 0, 200, 100), (50, 20, 150, 80), (80, 40, 120, 60)],
    "side by side": [(x, 30, x + 20, 60) for x in range(0, 200, 20)],
    "a wall": [(x, y, x + 20, y + 20) for x in range(0, 200, 20) for y in range(0, 100, 20)],
}


@pytest.mark.parametrize("boxes", CROWDS.values(), ids=CROWDS)
def test_labels_hide_no_box_and_no_label(boxes):
    labels = place_labels(boxes, [(14, 12)] * len(boxes), (200, 100), margin=14)
    placed = [label for label in labels if label is not None]
    assert len(placed) >= min(len(boxes), 40)
    assert not any(overlap(label, box) for label in placed for box in boxes)
    assert not any(overlap(a, b) for i, a in enumerate(placed) for b in placed[:i])
    assert all(x0 >= -14 and y0 >= -14 and x1 <= 214 and y1 <= 114 for x0, y0, x1, y1 in placed)


def test_what_has_no_label_is_not_hidden_either():
    free, kept = (
        place_labels([(40, 40, 60, 60)], [(14, 12)], (200, 100), 14, un)[0] for un in ((), [(30, 20, 70, 39)])
    )
    assert free == (40, 28, 54, 40) and kept is not None
    assert not overlap(kept, (30, 20, 70, 39))


def drawn(*boxes, words="a thing"):
    image = np.full((100, 200, 3), 120, np.uint8)
    return image, Drawing([image], [Numbered(words, "#e6194b", (np.array(box, float),)) for box in boxes])


def test_the_picture_is_untouched_but_for_boxes_and_numbers():
    image, drawing = drawn((40, 40, 90, 90))
    canvas = np.asarray(drawing.image())
    inside = canvas[drawing.line : drawing.line + 100, drawing.line : drawing.line + 200]
    assert (inside[45:85, 45:85] == image[45:85, 45:85]).all()
    changed = (inside != image).any(-1)
    assert 0 < changed.mean() < 0.06


def test_the_legend_is_never_cut():
    short, long = (
        drawn((40, 40, 90, 90))[1].image(),
        drawn((40, 40, 90, 90), words="a very " * 20 + "long thing")[1].image(),
    )
    assert long.width > short.width
    assert (np.asarray(long)[:, -1] == 255).all() and (np.asarray(long)[-1] == 255).all()


def test_svg_holds_the_picture_and_every_word_escaped():
    _, drawing = drawn((40, 40, 90, 90), (0, 0, 200, 100), words="<b> & \x07")
    root = ElementTree.fromstring(drawing.svg())
    space = "{http://www.w3.org/2000/svg}"
    assert (int(root.get("width")), int(root.get("height"))) == drawing.image().size
    assert root.find(f"{space}image").get("href").startswith("data:image/png;base64,")
    assert [text.text for text in root.iter(f"{space}text")] == ["1", "2", "1  <b> & ?", "2  <b> & ?"]
    assert len([one for one in root.iter(f"{space}rect") if one.get("fill") == "none"]) == 2
    assert len(list(root.iter(f"{space}line"))) == 1  # the number of the whole picture stands in the margin
