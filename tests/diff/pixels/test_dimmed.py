"""What stands before the night in less light is of no other colour; what was painted in the same light is."""

import numpy as np
import pytest
from photo_scene import HEIGHT, WIDTH, jpeg, seen

pytest.importorskip("cv2")

from pipeline.diff.pixels.differ import AlignedDiffer
from pipeline.register.keypoints import KeypointRegistrar

ROWS, COLUMNS = np.mgrid[:HEIGHT, :WIDTH]
SIGN = np.maximum(np.abs(COLUMNS - 150), np.abs(ROWS - 90)) + np.minimum(np.abs(COLUMNS - 150), np.abs(ROWS - 90)) < 60


def at_night(color, sign=None):
    """A sign with white letters before a black sky, a glow and lamps; ``sign`` is its colour where it was painted."""
    picture = np.zeros((HEIGHT, WIDTH, 3))
    picture += np.array([150, 80, 30]) * np.exp(-(((ROWS - 170) / 25) ** 2 + ((COLUMNS - 30) / 140) ** 2))[..., None]
    for x, y in ((40, 200), (120, 212), (230, 198), (290, 221)):
        picture[y : y + 4, x : x + 5] = (250, 220, 170)
    picture[SIGN] = color if sign is None else sign
    for x in range(112, 185, 18):
        picture[78:102, x : x + 8] = (245, 240, 240)
    return np.clip(picture, 0, 255).astype(np.uint8)


def darker(picture, left, power=1.2, seed=0, over=slice(None)):
    """What ``left`` of the light shows of it, a little bluish and with noise, in the columns ``over``."""
    light = (picture / 255.0) ** power * left * (0.85, 0.95, 1.15)
    light = light + np.random.default_rng(seed).normal(0, 0.02, picture.shape)
    found = picture.copy()
    found[:, over] = np.clip(255 * light, 0, 255).astype(np.uint8)[:, over]
    return jpeg(found, 80)


def facts(before, after):
    graphs = seen(), seen()
    motion = KeypointRegistrar().register(*graphs, before, after)
    return [(one.kind, one.old, one.new) for one in AlignedDiffer().diff(*graphs, motion).changes]


@pytest.mark.parametrize("color", [(240, 30, 30), (40, 170, 60), (200, 120, 40), (150, 145, 136)])
@pytest.mark.parametrize("left", [0.2, 0.35])
@pytest.mark.parametrize("turned", [False, True], ids=["darker", "lighter"])
def test_what_has_less_light_along_with_the_rest_is_of_no_other_colour(color, left, turned):
    pair = jpeg(at_night(color), 85), darker(at_night(color), left)
    assert facts(*pair[:: -1 if turned else 1]) == []


@pytest.mark.parametrize("color", [(240, 30, 30), (40, 170, 60)])
def test_a_shadow_over_half_of_the_night_is_of_no_other_colour(color):
    assert facts(jpeg(at_night(color), 85), darker(at_night(color), 0.3, over=slice(60, None))) == []


@pytest.mark.parametrize(("color", "sign"), [((240, 30, 30), (40, 40, 44)), ((40, 170, 60), (40, 60, 200))])
def test_what_was_painted_while_the_rest_stayed_is_of_another_colour(color, sign):
    assert [one[0] for one in facts(jpeg(at_night(color), 85), jpeg(at_night(color, sign), 85))] == ["color"]


def test_what_was_painted_and_stands_in_less_light_is_of_another_colour():
    assert [one[0] for one in facts(at_night((240, 30, 30)), darker(at_night((240, 30, 30), (60, 90, 220)), 0.4))] == [
        "color"
    ]
