"""Pairs of the blocks world asked in another way."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.fact_variants import VARIANTS
from benchmarks.truth import TruePair
from pipeline.datasets.example import TrueChange, Truth

CUBE = {"size": "small", "color": "red", "material": "rubber", "shape": "cube"}
BALL = {"size": "large", "color": "blue", "material": "metal", "shape": "sphere"}
BEFORE, AFTER = np.zeros((40, 60, 3), np.uint8), np.full((40, 60, 3), 9, np.uint8)
BOX, ELSEWHERE = np.array([10.0, 5.0, 30.0, 20.0]), np.array([40.0, 6.0, 50.0, 30.0])


def asked(name, *changes):
    pair = TruePair("000001", Path("b.png"), Path("a.png"), Truth(changes), ("left of it",))
    return VARIANTS[name](pair, BEFORE, AFTER)


def said(change):
    return change.kind, change.attributes, change.new, change.newcomer


@pytest.mark.parametrize(
    ("change", "back"),
    [
        (("drop", BALL, "", {}), ("add", BALL, "", {})),
        (("move", BALL, "", {}), ("move", BALL, "", {})),
        (("color", CUBE, "blue", {}), ("color", {**CUBE, "color": "blue"}, "red", {})),
        (("material", CUBE, "metal", {}), ("material", {**CUBE, "material": "metal"}, "rubber", {})),
        (("replace", CUBE, "", BALL), ("replace", BALL, "", CUBE)),
    ],
    ids=lambda value: value[0],
)
def test_swapped_pictures_show_the_change_that_leads_back(change, back):
    kind, attributes, new, newcomer = change
    pair, before, after = asked("swapped", TrueChange(kind, "", attributes, new, newcomer, (BOX, ELSEWHERE)))
    (undone,) = pair.changes
    assert said(undone) == back
    assert undone.boxes == (ELSEWHERE, BOX)
    assert before is AFTER
    assert after is BEFORE
    (again,) = asked("swapped", undone)[0].changes
    assert (said(again), again.boxes) == (change, (BOX, ELSEWHERE))


@pytest.mark.parametrize(("name", "box"), [("mirrored", [30.0, 5.0, 50.0, 20.0]), ("shrunk", [6.0, 3.0, 18.0, 12.0])])
def test_boxes_go_where_the_pixels_go(name, box):
    picture = BEFORE.copy()
    picture[5:20, 10:30] = 200
    gone = TrueChange("drop", attributes=BALL, boxes=(BOX, None))
    pair = TruePair("1", Path("b.png"), Path("a.png"), Truth((gone,)))
    pair, before, _ = VARIANTS[name](pair, picture, AFTER)
    (change,) = pair.changes
    assert change.boxes[0] == pytest.approx(box)
    assert change.boxes[1] is None
    x0, y0, x1, y1 = (int(v) for v in change.boxes[0])
    assert (before[y0 + 1 : y1 - 1, x0 + 1 : x1 - 1] > 150).all()
    assert (before > 150).all(-1).sum() <= (x1 - x0 + 1) * (y1 - y0 + 1)


def test_a_picture_taken_again_has_the_same_truth():
    pair, before, after = asked("retaken", TrueChange("drop", attributes=BALL, boxes=(BOX, None)))
    assert pair.changes[0].kind == "drop"
    assert before is BEFORE
    assert after.shape == AFTER.shape
