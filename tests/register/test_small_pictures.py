"""Crops under 64 pixels are told as what they are."""

import numpy as np
import pytest
from photo_scene import scene, seen

pytest.importorskip("cv2")

from pipeline.diff.pixels.differ import AlignedDiffer
from pipeline.register.keypoints import KeypointRegistrar


def crop(seed, side, shift=0):
    picture = np.clip((scene(seed).astype(float) - 120) * 2.5 + 120, 0, 255).astype(np.uint8)
    return np.ascontiguousarray(picture[40 + shift : 40 + shift + side, 60 : 60 + side])


def kinds(before, after):
    motion = KeypointRegistrar().register(seen(), seen(), before, after)
    return [change.kind for change in AlignedDiffer().diff(seen(), seen(), motion).changes]


@pytest.mark.parametrize("side", [24, 32, 40, 48, 60])
def test_crops_of_two_scenes_are_different_scenes(side):
    assert kinds(crop(1, side), crop(2, side)) == ["scene"]


@pytest.mark.parametrize("side", [32, 40, 48, 60])
def test_crops_of_one_scene_are_the_same(side):
    noisy = np.clip(crop(1, side) * 0.8 + np.random.default_rng(0).normal(10, 3, (side, side, 3)), 0, 255)
    assert kinds(crop(1, side), noisy.astype(np.uint8)) == []
    assert "scene" not in kinds(crop(1, side), crop(1, side, shift=2))


@pytest.mark.parametrize("side", [32, 48])
def test_a_small_picture_that_is_blank_now_is_told(side):
    assert kinds(crop(1, side), np.zeros((side, side, 3), np.uint8)) == ["scene"]


@pytest.mark.parametrize("side", [38, 44, 56])
def test_a_thing_in_a_crop_of_a_plain_wall_uncovers_no_camera(side):
    rng = np.random.default_rng(side)
    wall = np.full((side, side, 3), (176, 150, 120), float)
    start, end = side // 3, side // 3 + round(0.4 * side)
    with_it = wall.copy()
    with_it[start:end, start:end] = (150, 30, 30)
    with_it[start:end, start + (end - start) // 3 : start + (end - start) // 2] = 32
    pair = [np.clip(one + rng.normal(0, 1, one.shape), 0, 255).astype(np.uint8) for one in (wall, with_it)]
    assert "scene" not in kinds(*pair) + kinds(*pair[::-1])
    assert kinds(*pair) == ["add"]


@pytest.mark.parametrize("side", [32, 48])
def test_a_small_picture_that_is_covered_now_is_told(side):
    cover = np.random.default_rng(1).normal(30, 3, (side, side, 3))
    assert kinds(crop(1, side), np.clip(cover, 0, 255).astype(np.uint8)) == ["scene"]
