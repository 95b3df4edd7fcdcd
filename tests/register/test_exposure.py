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


def plain(ground, box, color, shape=(120, 160)):
    """A page of one colour with one shaded thing on it."""
    image = np.full((*shape, 3), ground, float)
    x0, y0, x1, y1 = box
    shade = np.linspace(1.0, 0.6, y1 - y0)[:, None, None]
    image[y0:y1, x0:x1] = np.array(color) * shade
    return image.astype(np.uint8)


@pytest.mark.parametrize("ground", [255, 252, 0, 3, 128], ids=lambda value: f"ground {value}")
@pytest.mark.parametrize(
    "box", [(20, 20, 40, 36), (20, 20, 80, 70), (4, 4, 140, 110)], ids=["small", "medium", "most of the page"]
)
@pytest.mark.parametrize("color", [(220, 70, 60), (90, 200, 120), (230, 150, 210)], ids=["red", "green", "pink"])
def test_a_thing_that_changed_its_colour_on_a_plain_page_is_no_exposure(ground, box, color):
    before, after = plain(ground, box, (70, 100, 220)), plain(ground, box, color)
    first, second = match_exposure(before, after, ALL)
    x0, y0, x1, y1 = box
    here = np.s_[y0:y1, x0:x1]
    assert np.abs(first - second)[here].max(-1).mean() > 40


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7])
def test_a_part_of_a_photograph_recoloured_is_no_exposure(share):
    after = picture()
    part = np.s_[:, : int(160 * share)]
    after[part] = after[part][..., [1, 2, 0]]
    first, second = match_exposure(picture(), after, ALL)
    assert np.abs(first - second)[:, 120:].mean() < 2
    assert np.abs(first - second)[part].max(-1).mean() > 20


@pytest.mark.parametrize("gain", [0.6, 0.8, 1.3, 1.6])
def test_light_that_clips_a_part_of_the_picture_is_exposure(gain):
    after = np.clip(picture() * gain, 0, 255).astype(np.uint8)
    first, second = match_exposure(picture(), after, ALL)
    assert np.abs(first - second).mean() < 3
