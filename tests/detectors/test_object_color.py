import numpy as np
import pytest

from detectors.color_terms import color_scores, lab_of
from detectors.light import Light
from detectors.object_color import own_pixels, with_colors
from pipeline.core.types import SceneObject

GREEN, RED, BLUE, SKIN = (60, 110, 60), (190, 30, 30), (30, 60, 200), (225, 180, 150)


def picture(*patches, ground=GREEN):
    made = np.empty((120, 160, 3), np.uint8)
    made[:] = ground
    for color, x0, y0, x1, y1 in patches:
        made[y0:y1, x0:x1] = color
    return made


def color(image, box, label="car"):
    (found,) = with_colors(image, [SceneObject(np.array(box, float), label, 0.9)])
    return found.attributes.get("color")


def test_lab_is_that_of_opencv():
    cv2 = pytest.importorskip("cv2")
    rgb = np.random.default_rng(0).integers(0, 256, (500, 3)).astype(np.uint8)
    expected = cv2.cvtColor(rgb[None].astype(np.float32) / 255, cv2.COLOR_RGB2LAB)[0]
    assert np.abs(lab_of(rgb) - expected).max() < 0.5


@pytest.mark.parametrize(
    ("image", "box"),
    [
        pytest.param(picture((RED, 60, 40, 100, 80)), (60, 40, 100, 80), id="all of the box"),
        pytest.param(picture((RED, 70, 40, 90, 80)), (60, 40, 100, 80), id="half of the box is background"),
        pytest.param(picture((RED, 0, 0, 160, 100)), (0, 0, 160, 100), id="most of the picture"),
        pytest.param(picture((RED, 60, 40, 100, 80)), (60.4, 40.2, 99.7, 80.0), id="no whole pixels"),
        pytest.param((picture((RED, 60, 40, 100, 80)) * 0.6).astype(np.uint8), (60, 40, 100, 80), id="darker"),
    ],
)
def test_an_object_has_its_own_colour_and_not_that_of_the_background(image, box):
    assert color(image, box) == "red"


def test_a_person_has_the_colour_of_the_clothes():
    image = picture((SKIN, 60, 20, 80, 32), (BLUE, 60, 32, 80, 60), (RED, 60, 60, 80, 100))
    assert color(image, (60, 20, 80, 100), "person") == "blue"


def test_a_motley_thing_has_no_colour():
    rng = np.random.default_rng(0)
    image = picture()
    image[40:80, 60:100] = rng.choice([RED, BLUE, (240, 220, 40), (10, 10, 10), (250, 250, 250)], (40, 40))
    assert color(image, (60, 40, 100, 80)) is None


def test_shares_are_of_all_eleven_terms():
    image = picture((RED, 60, 40, 100, 80))
    lights, weights = own_pixels(image, np.array([60, 40, 100, 80]), "car", Light.of(image))
    for scores in (color_scores(lab, weights) for lab in lights):
        assert len(scores) == 11
        assert sum(scores.values()) == pytest.approx(1)


def test_what_is_too_faint_to_be_shown_is_left_alone():
    faint = SceneObject(np.array([60, 40, 100, 80.0]), "car", 0.1)
    assert with_colors(picture((RED, 60, 40, 100, 80)), [faint]) == [faint]
