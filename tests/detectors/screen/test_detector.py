"""The shipped network on a page painted by hand, and what happens without one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import painted_page as painted
import pytest

from detectors.screen.crops import HIGH, VOID, WIDE, crops
from detectors.screen.detector import ScreenDetector
from detectors.screen.geometry import LENGTH, geometry
from detectors.screen.layout import LayoutProposer
from detectors.screen.roles import ROLES
from pipeline.core.boxes import iou
from pipeline.core.errors import SpotItError

WEIGHTS = Path(__file__).parents[3] / "pipeline" / "worlds" / "screen" / "roles.onnx"


@pytest.fixture(scope="module")
def found():
    return ScreenDetector(weights=WEIGHTS, threads=1).detect(painted.page())


def _at(found, box):
    overlap = iou(np.array([box]), np.array([one.box for one in found]))[0]
    return max((one for one, o in zip(found, overlap, strict=True) if o > 0.7), key=lambda one: one.score)


def test_scores_fall_and_roles_are_known(found):
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)
    assert {one.label for one in found} <= set(ROLES)


def test_a_blue_button_with_white_words_is_a_likely_element_with_these_colours(found):
    button = _at(found, painted.BUTTON)
    assert button.score > 0.5
    assert (button.attributes["background"], button.attributes["color"]) == ("blue", "white")


def test_a_tick_box_is_recognised_and_has_a_state(found):
    tick = _at(found, painted.TICK)
    assert tick.label in ("checkbox", "radio", "input", "icon")
    if tick.label == "checkbox":
        assert tick.attributes["state"] == "unchecked"


def test_only_what_touches_the_areas_is_judged():
    detector = ScreenDetector(weights=WEIGHTS, threads=1)
    page = painted.page()
    some = detector.judge(page, detector.layout(page), np.array([painted.TICK]))
    assert some
    assert all(one.box[2] > painted.TICK[0] and one.box[1] < painted.TICK[3] for one in some)
    assert detector.judge(page, detector.layout(page), np.zeros((0, 4))) == []


def test_without_a_reader_nothing_is_read():
    assert ScreenDetector().read(painted.page(), np.array([painted.BUTTON, painted.CARD])) == ["", ""]


@pytest.mark.parametrize("weights", [None, "no_such_file.onnx"])
def test_missing_weights_are_one_clear_line(weights):
    with pytest.raises(SpotItError) as raised:
        ScreenDetector(weights=weights).detect(painted.page())
    assert "\n" not in str(raised.value)


def test_crops_beyond_the_picture_are_grey_there():
    view = crops(np.full((40, 40, 3), 255, np.uint8), np.array([[0, 0, 20, 10]]))
    assert view.shape == (1, 2, HIGH, WIDE, 3)
    assert view[0, 1, 0, 0].tolist() == [VOID] * 3
    assert view[0, 0, HIGH // 2, WIDE // 2].tolist() == [255] * 3


def test_geometry_has_a_row_a_proposal_and_is_finite():
    page = painted.page()
    layout = LayoutProposer().layout(page)
    table = geometry(layout, page.shape[:2])
    assert table.shape == (len(layout.boxes), LENGTH)
    assert np.isfinite(table).all()
