import numpy as np
import pytest

pytest.importorskip("cv2")

from pipeline.register.exposure import match_exposure

ALL = np.ones((120, 160), bool)


def picture():
    rng = np.random.default_rng(0)
    coarse = np.kron(rng.integers(30, 220, (12, 16, 3)), np.ones((10, 10, 1)))
    return np.clip(coarse + rng.normal(0, 3, coarse.shape), 0, 255).astype(np.uint8)


def flat(image):
    return (0.5 * image + 60).astype(np.uint8)


def test_the_flatter_picture_is_the_model_whichever_comes_first():
    strong, weak = picture(), flat(picture())
    first, second = match_exposure(strong, weak, ALL)
    assert np.array_equal(second, np.clip(weak, second.min(), second.max()))
    other_second, other_first = match_exposure(weak, strong, ALL)
    assert np.array_equal(first, other_first)
    assert np.array_equal(second, other_second)


def test_pictures_of_one_scene_become_alike():
    first, second = match_exposure(picture(), flat(picture()), ALL)
    assert np.abs(first - second).mean() < 2


def test_what_changed_has_no_say():
    after = flat(picture())
    after[20:50, 20:60] = (250, 20, 20)
    first, second = match_exposure(picture(), after, ALL)
    same = ALL.copy()
    same[20:50, 20:60] = False
    assert np.abs(first - second)[same].mean() < 2
    assert np.abs(first - second)[~same].mean() > 30
