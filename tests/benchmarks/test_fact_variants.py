"""Pairs of the blocks world asked in another way."""

from pathlib import Path

import numpy as np
import pytest

truth = pytest.importorskip("benchmarks.truth")
variants = pytest.importorskip("benchmarks.fact_variants")

CUBE = {"size": "small", "color": "red", "material": "rubber", "shape": "cube"}
BALL = {"size": "large", "color": "blue", "material": "metal", "shape": "sphere"}
BEFORE, AFTER = np.zeros((40, 60, 3), np.uint8), np.full((40, 60, 3), 9, np.uint8)
BOX, ELSEWHERE = [10.0, 5.0, 30.0, 20.0], [40.0, 6.0, 50.0, 30.0]


def asked(name, *changes):
    pair = truth.TruePair("000001", Path("b.png"), Path("a.png"), changes, ("left of it",))
    return variants.VARIANTS[name](pair, BEFORE, AFTER)


@pytest.mark.parametrize(
    ("change", "back"),
    [
        (("drop", BALL), ("add", BALL, None, None)),
        (("move", BALL), ("move", BALL, None, None)),
        (("color", CUBE, "blue"), ("color", {**CUBE, "color": "blue"}, "red", None)),
        (("material", CUBE, "metal"), ("material", {**CUBE, "material": "metal"}, "rubber", None)),
        (("replace", CUBE, None, BALL), ("replace", BALL, None, CUBE)),
    ],
    ids=lambda value: value[0],
)
def test_swapped_pictures_show_the_change_that_leads_back(change, back):
    true = truth.TrueChange(*change, box_before=BOX, box_after=ELSEWHERE)
    pair, before, after = asked("swapped", true)
    (undone,) = pair.changes
    assert (undone.kind, undone.attributes, undone.new, undone.new_attributes) == back
    assert (undone.box_before, undone.box_after) == (ELSEWHERE, BOX)
    assert before is AFTER
    assert after is BEFORE
    assert asked("swapped", undone)[0].changes == (true,)


@pytest.mark.parametrize(("name", "box"), [("mirrored", [30.0, 5.0, 50.0, 20.0]), ("shrunk", [6.0, 3.0, 18.0, 12.0])])
def test_boxes_go_where_the_pixels_go(name, box):
    picture = BEFORE.copy()
    picture[5:20, 10:30] = 200
    pair = truth.TruePair("1", Path("b.png"), Path("a.png"), (truth.TrueChange("drop", BALL, box_before=BOX),))
    pair, before, _ = variants.VARIANTS[name](pair, picture, AFTER)
    (change,) = pair.changes
    assert change.box_before == pytest.approx(box)
    assert change.box_after is None
    x0, y0, x1, y1 = (int(v) for v in change.box_before)
    assert (before[y0 + 1 : y1 - 1, x0 + 1 : x1 - 1] > 150).all()
    assert (before > 150).all(-1).sum() <= (x1 - x0 + 1) * (y1 - y0 + 1)


def test_a_picture_taken_again_has_the_same_truth():
    pair, before, after = asked("retaken", truth.TrueChange("drop", BALL, box_before=BOX))
    assert pair.changes[0].kind == "drop"
    assert before is BEFORE
    assert after.shape == AFTER.shape
