"""Pictures brought to the light of another: lamps and shadows go, things stay."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2")

from photo_scene import WIDTH, put, scene

from pipeline.core.boxes import iou
from pipeline.watch.background import Background
from pipeline.watch.patches import patches_that_last
from pipeline.watch.relight import relit

SCENE = scene()
HERE = (60, 140, 110, 200)
ROWS, COLUMNS = np.mgrid[: len(SCENE), :WIDTH]


def noisy(picture, seed=0):
    rng = np.random.default_rng(seed)
    return np.clip(np.rint(picture + rng.normal(0, 2, SCENE.shape)), 0, 255).astype(np.uint8)


def lit(picture, x=100, y=150, seed=0):
    """The picture with a lamp that glows around a point."""
    glow = np.exp(-((COLUMNS - x) ** 2 + (ROWS - y) ** 2) / (2 * 40**2))
    return noisy(picture + glow[..., None] * np.array([70, 60, 35]), seed)


def shaded(picture, seed=0):
    """The picture with a soft shadow across it."""
    share = 1 - 0.4 / (1 + np.exp((np.abs(COLUMNS - 85) - 30) / 4))
    return noisy(picture * share[..., None], seed)


def apart(first, second):
    return float(np.abs(first.astype(int) - second).mean())


@pytest.mark.parametrize("light", [lit, shaded])
def test_a_lamp_and_a_shadow_are_evened_out(light):
    other = light(SCENE)
    assert apart(relit(SCENE, other), SCENE) < 0.35 * apart(other, SCENE)


@pytest.mark.parametrize("light", [lit, shaded])
def test_a_thing_in_another_light_is_still_there(light):
    x0, y0, x1, y1 = HERE
    made = relit(SCENE, light(put(SCENE, HERE)))
    inside = np.s_[y0:y1, x0:x1]
    assert apart(made[inside], SCENE[inside]) > 0.5 * apart(put(SCENE, HERE)[inside], SCENE[inside])


def test_a_picture_in_the_same_light_stays_as_it_is():
    seen = noisy(put(SCENE, HERE))
    assert relit(SCENE, seen) is seen


@pytest.mark.parametrize("switched", [2, 3, 4, 5])
def test_a_thing_is_seen_whole_though_a_lamp_goes_on_beside_it(switched):
    background = Background(("empty", SCENE))
    for number in range(8):
        shown = put(SCENE, HERE) if number >= 3 else SCENE
        background.take(f"{number}", lit(shown, seed=number) if number >= switched else noisy(shown, number))
    (patch,) = patches_that_last(SCENE, background)
    assert iou(patch.box, np.array(HERE, float))[0, 0] > 0.8 and patch.since == "3"


def test_a_background_that_is_renewed_is_in_the_light_of_now():
    background = Background(("empty", SCENE))
    pictures = [lit(SCENE, seed=number) for number in range(8)]
    stays = [background.take(f"{number}", picture) for number, picture in enumerate(pictures)][-1]
    assert apart(stays, SCENE) < 0.35 * apart(pictures[-1], SCENE)
    renewed = background.renew()
    assert apart(renewed, lit(SCENE)) < 0.35 * apart(stays, lit(SCENE))
    background.take("8", lit(SCENE, seed=8))
    assert patches_that_last(renewed, background) == []
