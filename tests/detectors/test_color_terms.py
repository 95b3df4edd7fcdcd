import numpy as np
import pytest

from detectors.color_terms import COLORS, color_scores

cv2 = pytest.importorskip("cv2")


def lab(*rgb):
    pixel = np.array([[rgb]], np.float32) / 255
    return cv2.cvtColor(pixel, cv2.COLOR_RGB2LAB)[0]


@pytest.mark.parametrize(
    ("rgb", "term"),
    [
        ((12, 12, 14), "black"),
        ((250, 250, 248), "white"),
        ((128, 128, 128), "gray"),
        ((200, 25, 30), "red"),
        ((240, 130, 20), "orange"),
        ((110, 65, 30), "brown"),
        ((240, 220, 40), "yellow"),
        ((255, 255, 0), "yellow"),
        ((215, 235, 40), "yellow"),
        ((128, 128, 0), "green"),
        ((150, 210, 60), "green"),
        ((40, 140, 50), "green"),
        ((30, 60, 200), "blue"),
        ((0, 0, 255), "blue"),
        ((110, 30, 150), "purple"),
        ((245, 150, 190), "pink"),
    ],
)
def test_plain_colours_have_their_names(rgb, term):
    scores = color_scores(lab(*rgb))
    assert max(scores, key=scores.get) == term


def test_scores_are_a_distribution_over_the_eleven_terms():
    pixels = np.random.default_rng(0).uniform([0, -60, -60], [100, 60, 60], (500, 3))
    scores = color_scores(pixels)
    assert tuple(scores) == COLORS
    assert sum(scores.values()) == pytest.approx(1)


def test_pixels_of_no_weight_have_no_say():
    pixels = np.concatenate([lab(200, 25, 30), np.repeat(lab(30, 60, 200), 9, axis=0)])
    scores = color_scores(pixels, np.array([1.0] + [0.0] * 9))
    assert scores["red"] > 0.99
