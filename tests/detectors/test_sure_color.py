import numpy as np
import pytest

from detectors.object_color import with_colors
from detectors.sure_color import sure_term
from pipeline.core.types import SceneObject


def color(image, box, label):
    (found,) = with_colors(image, [SceneObject(np.array(box, float), label, 0.9)])
    return found.attributes.get("color")


def on(ground, thing):
    """A picture of a thing of one colour in the middle, with something white in it."""
    image = np.full((100, 100, 3), ground, np.uint8)
    image[:10] = 255
    image[20:60, 30:70] = thing
    return image


def test_what_is_blue_only_in_a_bluish_light_has_no_colour():
    image = np.full((100, 100, 3), (150, 165, 215), np.uint8)  # a white wall, as rendered
    image[50:] = (70, 75, 95)
    image[20:60, 30:70] = (140, 152, 200)
    assert color(image, (30, 20, 70, 60), "toilet") is None


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
    scores = {"blue": (1 - share) / 2, "pink": (1 - share) / 2, term: share}
    assert (sure_term([scores, scores], 0.45, label) == term) is said


def test_what_is_black_and_white_is_neither():
    assert sure_term([{"white": 0.55, "black": 0.35, "gray": 0.1}] * 2, 0.45, "dog") is None
    assert sure_term([{"white": 0.55, "black": 0.25, "gray": 0.2}] * 2, 0.45, "dog") == "white"
    assert sure_term([{"white": 0.55, "black": 0.05, "gray": 0.4}] * 2, 0.45, "person") == "white"


@pytest.mark.parametrize(
    ("thing", "label", "said"),
    [
        ((40, 70, 190), "car", "blue"),
        ((150, 160, 182), "keyboard", None),  # gray beside a window
        ((25, 25, 26), "umbrella", "black"),
        ((14, 16, 52), "umbrella", None),  # so dark a blue that each pixel alone would be black
        ((130, 80, 45), "dog", "brown"),
        ((214, 170, 90), "dog", None),  # a light brown coat in the sun is not yellow
        ((220, 185, 60), "bird", "yellow"),
        ((255, 30, 20), "stop sign", "red"),
    ],
)
def test_a_colour_is_told_where_no_other_is_likely(thing, label, said):
    assert color(on((120, 125, 120), thing), (30, 20, 70, 60), label) == said


def test_in_a_warm_light_gray_is_not_told_to_be_orange():
    image = on((200, 150, 90), (178, 134, 84))
    image[:10] = (255, 190, 110)
    image[90:] = (120, 90, 55)
    assert color(image, (30, 20, 70, 60), "suitcase") is None
