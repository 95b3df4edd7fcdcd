"""Labels hide nothing: neither what they name, nor other objects, nor each other."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.output.report.labels import Rectangle, place_labels


def apart(rectangles: list[Rectangle]) -> bool:
    return not any(a.touches(b) for k, a in enumerate(rectangles) for b in rectangles[:k])


@pytest.mark.parametrize("seed", range(20))
def test_labels_cover_neither_objects_nor_each_other(seed):
    random = np.random.default_rng(seed)
    corners = random.uniform((0, 0), (400, 280), (12, 2))
    objects = [
        Rectangle(x, y, x + w, y + h) for (x, y), (w, h) in zip(corners, random.uniform(10, 80, (12, 2)), strict=True)
    ]
    placed, whole = place_labels(objects[:6], [(110.0, 20.0)] * 6, objects, (480, 320))
    labels = [label.place for label in placed]
    assert len(labels) == 6 and apart(labels)
    assert not any(label.touches(one) for label in labels for one in objects)
    assert all(label.x0 >= 0 and label.y0 >= 0 and label.x1 <= 480 and label.y1 <= whole for label in labels)


def test_a_label_of_a_box_that_fills_the_picture_stands_below_it():
    everything = Rectangle(0, 0, 100, 80)
    (label,), whole = place_labels([everything], [(40.0, 10.0)], [everything], (100, 80))
    assert label.place.y0 >= 80 and whole >= label.place.y1 and label.lead is not None


def test_a_label_beside_its_box_needs_no_line():
    (label,), whole = place_labels([Rectangle(40, 40, 60, 60)], [(30.0, 10.0)], [], (100, 80))
    assert label.lead is None and whole == 80
