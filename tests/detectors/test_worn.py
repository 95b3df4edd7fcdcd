import numpy as np
import pytest

from detectors.color_terms import color_scores, lab_of
from detectors.object_color import with_colors
from detectors.worn import Light, sure_term
from pipeline.core.types import SceneObject

SKIN, BLUE, EARTH = (205, 150, 120), (40, 70, 190), (110, 85, 60)


def person(*bands):
    """A picture with a person of bands of colour from head to foot, and its box."""
    image = np.full((120, 160, 3), (60, 110, 60), np.uint8)
    image[:10] = 250
    box = np.array([60, 20, 80, 100])
    for (color, left, right), top in zip(bands, np.linspace(20, 100, len(bands) + 1)[:-1].astype(int), strict=True):
        image[top : top + 80 // len(bands), left:right] = color
    return image, box


def color(image, box):
    (found,) = with_colors(image, [SceneObject(box.astype(float), "person", 0.9)])
    return found.attributes.get("color")


def test_bare_arms_are_no_clothes():
    image, box = person((SKIN, 60, 80), (BLUE, 60, 80), (BLUE, 60, 80), (EARTH, 60, 80))
    image[40:60, 60:67] = image[40:60, 73:80] = SKIN
    assert color(image, box) == "blue"


def test_of_bare_skin_no_colour_is_told():
    image, box = person((SKIN, 60, 80), (SKIN, 60, 80), (EARTH, 60, 80), (EARTH, 60, 80))
    assert color(image, box) is None


def test_a_white_shirt_is_white_in_a_dim_picture():
    dim = np.full((50, 3), 170, np.uint8)
    assert leading(color_scores(lab_of(dim))) == "gray"
    light = Light.of(np.concatenate([np.full((500, 3), 60, np.uint8), dim]))
    assert leading(color_scores(light.seen(dim)[0])) == "white"


def test_a_bright_neutral_picture_is_left_as_it_is():
    light = Light.of(np.full((50, 3), 255, np.uint8))
    assert light.lifts == (1.0, 1.0) and light.gains.tolist() == [1, 1, 1]


def test_what_is_blue_only_in_a_bluish_light_has_no_colour():
    image = np.full((100, 100, 3), (150, 165, 215), np.uint8)  # a white wall, as rendered
    image[50:] = (70, 75, 95)
    image[20:60, 30:70] = (140, 152, 200)
    (toilet,) = with_colors(image, [SceneObject(np.array([30.0, 20, 70, 60]), "toilet", 0.9)])
    assert "color" not in toilet.attributes


def leading(scores):
    return max(scores, key=lambda name: scores[name])


@pytest.mark.parametrize(
    ("term", "share", "label", "said"),
    [
        ("red", 0.55, "car", True),
        ("gray", 0.6, "person", False),  # a white shirt in the shade
        ("black", 0.55, "person", False),  # dark blue, or a shadow
        ("brown", 0.65, "dog", True),
        ("brown", 0.65, "person", False),  # skin, or the ground
    ],
)
def test_doubtful_terms_have_to_name_more(term, share, label, said):
    scores = {"blue": 1 - share - 0.1, "pink": 0.1, term: share}
    assert (sure_term([scores, scores], 0.45, label) == term) is said
