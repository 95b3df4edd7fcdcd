import numpy as np

from detectors.color_terms import color_scores, lab_of
from detectors.light import Light


def test_a_white_shirt_is_white_in_a_dim_picture():
    dim = np.full((50, 3), 170, np.uint8)
    assert leading(color_scores(lab_of(dim))) == "gray"
    light = Light.of(np.concatenate([np.full((500, 3), 60, np.uint8), dim]))
    assert leading(color_scores(light.seen(dim)[0])) == "white"


def test_a_bright_neutral_picture_is_left_as_it_is():
    light = Light.of(np.full((50, 3), 255, np.uint8))
    assert light.lifts == (1.0, 1.0, 1.0)
    assert all(white.tolist() == [1, 1, 1] for white in light.whites)


def leading(scores):
    return max(scores, key=lambda name: scores[name])


def test_what_is_red_in_the_shade_is_red_in_the_sun():
    ball = np.linspace((220, 58, 58), (75, 20, 20), 400)
    picture = np.concatenate([ball, np.zeros((800, 3))]).astype(np.uint8)[None]
    scores = color_scores(Light.of(picture).lit(picture[0, :400]))
    assert max(scores, key=lambda name: scores[name]) == "red"
