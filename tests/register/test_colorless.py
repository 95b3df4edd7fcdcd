"""A camera that switches to black and white changed the light, and nothing in the scene."""

import numpy as np
import pytest
from photo_scene import jpeg, put, scene, seen

pytest.importorskip("cv2")

from pipeline.diff.pixels.differ import AlignedDiffer
from pipeline.register.colorless import colored_side, one_lost_its_colors
from pipeline.register.keypoints import KeypointRegistrar

HERE = (60, 80, 110, 150)
COLORED = scene()
COLORED = np.clip((COLORED.astype(float) - 120) * 2 + 120, 0, 255).astype(np.uint8)


def black_and_white(picture):
    return np.repeat(np.rint(picture @ [0.3, 0.59, 0.11])[..., None], 3, -1).astype(np.uint8)


def sepia(picture):
    return np.clip(black_and_white(picture) * [1.05, 0.9, 0.7], 0, 255).astype(np.uint8)


def infrared(picture):
    grey = np.clip(picture @ [0.6, 0.3, 0.1] + 10, 0, 255)
    return np.clip(grey[..., None] * [1.0, 0.93, 1.05], 0, 255).astype(np.uint8)


def facts(before, after, *graphs):
    graphs = graphs or (seen(), seen())
    motion = KeypointRegistrar().register(*graphs, before, after)
    return AlignedDiffer().diff(*graphs, motion).changes


@pytest.mark.parametrize("switch", [black_and_white, sepia, infrared, lambda picture: jpeg(black_and_white(picture))])
def test_losing_all_colours_is_no_change_of_things(switch):
    picture = put(COLORED, HERE)
    assert facts(picture, switch(picture), seen(("dog", HERE)), seen(("dog", HERE))) == ()
    assert facts(switch(picture), picture, seen(("dog", HERE)), seen(("dog", HERE))) == ()


def test_the_noise_of_a_sensor_is_no_colour():
    random = np.random.default_rng(4)
    noisy = [
        np.clip(picture + random.normal(0, 5, COLORED.shape), 0, 255).astype(np.uint8)
        for picture in (put(COLORED, HERE), infrared(put(COLORED, HERE)))
    ]
    assert one_lost_its_colors(*noisy, np.ones(COLORED.shape[:2], bool))


def test_what_came_meanwhile_is_told_without_its_colour():
    (change,) = facts(COLORED, black_and_white(put(COLORED, HERE, "#f0f0f0")), seen(), seen(("dog", HERE)))
    assert (change.kind, change.label) == ("add", "dog")
    assert "color" not in change.attributes


def test_one_thing_on_a_grey_page_that_turns_grey_has_changed_its_colour():
    page = black_and_white(COLORED)
    (change,) = facts(put(page, HERE), put(page, HERE, "#707070"), seen(("car", HERE)), seen(("car", HERE)))
    assert (change.kind, change.label, change.old, change.new) == ("color", "car", "red", "gray")


def test_a_pale_scene_loses_its_colours_too():
    grey = scene().astype(float).mean(-1)[..., None]
    rows, columns = np.mgrid[0 : grey.shape[0], 0 : grey.shape[1]]
    pale = 8 * np.sin(columns / 40)[..., None] * [1, 0, 0] + 8 * np.cos(rows / 30)[..., None] * [0, 0, 1]
    picture = np.clip(grey + pale, 0, 255).astype(np.uint8)
    every = np.ones(picture.shape[:2], bool)
    assert one_lost_its_colors(picture, black_and_white(picture), every)
    assert not one_lost_its_colors(picture, picture, every)


def test_a_gray_ground_of_two_levels_has_no_tint_beside_a_coloured_thing():
    ground = np.full((240, 320, 3), 130, np.uint8)
    ground[:, ::2] += 4
    picture = ground.copy()
    picture[60:160, 80:140] = 50, 160, 60
    picture[120:160, 92:128] = 20, 20, 30
    assert not one_lost_its_colors(picture, ground, np.ones(ground.shape[:2], bool))


@pytest.mark.parametrize("part", [np.s_[:, :160], np.s_[:, 160:], np.s_[:120], np.s_[100:]], ids=str)
def test_half_of_a_picture_in_black_and_white_that_was_given_colours_has_changed(part):
    gray = jpeg(black_and_white(COLORED), 90)
    half = black_and_white(COLORED)
    half[part] = COLORED[part]
    half = jpeg(half, 90)
    assert not one_lost_its_colors(gray, half, np.ones(gray.shape[:2], bool))
    assert facts(gray, half)


@pytest.mark.parametrize("box", [(80, 60, 240, 180), (60, 40, 250, 190), (100, 30, 290, 200)])
@pytest.mark.parametrize("color", ["#c8281e", "#2040c0"])
def test_a_large_coloured_thing_in_a_gray_scene_has_come(box, color):
    before = jpeg(black_and_white(COLORED), 85)
    after = jpeg(put(black_and_white(COLORED), box, color), 85)
    assert not one_lost_its_colors(before, after, np.ones(COLORED.shape[:2], bool))
    assert [one.kind for one in facts(before, after)] == ["add"]
    assert [one.kind for one in facts(after, before)] == ["drop"]


@pytest.mark.parametrize("side", [24, 40])
def test_a_coloured_thing_in_a_small_gray_crop_has_come(side):
    before = jpeg(black_and_white(COLORED)[60 : 60 + side, 90 : 90 + side], 85)
    after = before.copy()
    after[side // 4 : 3 * side // 4, side // 4 : 3 * side // 4] = (200, 40, 30)
    assert not one_lost_its_colors(before, jpeg(after, 85), np.ones((side, side), bool))


def half_in_colors(window):
    """A gray street of which one side is shown in its colours, white at its top and pale beside the other side."""
    picture = COLORED.astype(float)
    rows, columns = np.mgrid[: picture.shape[0], : picture.shape[1]]
    grey = black_and_white(picture).astype(float)
    fade = np.clip(0.35 + np.abs(columns - picture.shape[1] / 2) / 150, 0, 1) * (rows > 24)
    pale = grey + (picture - grey) * fade[..., None]
    after = grey.copy()
    after[window] = pale[window]
    return jpeg(grey.astype(np.uint8), 85), jpeg(np.clip(after, 0, 255).astype(np.uint8), 85)


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("turned", [False, True])
def test_a_side_that_pales_towards_the_cut_is_told_to_have_its_colours(side, turned):
    middle = COLORED.shape[1] // 2
    right = [0, 0, middle, len(COLORED)] if side == "left" else [middle, 0, COLORED.shape[1], len(COLORED)]
    before, after = half_in_colors(np.s_[:, :middle] if side == "left" else np.s_[:, middle:])
    (change,) = facts(*((after, before) if turned else (before, after)))
    assert change.kind == "color"
    assert np.abs(change.box_after - right)[[0, 2, 3]].max() <= 8
    told = colored_side(before, after, np.ones(COLORED.shape[:2], bool))
    assert np.abs(told - right).max() <= 8


def test_a_fit_that_follows_the_coloured_side_takes_no_colours_from_the_gray_one():
    """Most of the picture is orange, and its brightness tells where."""
    before = black_and_white(COLORED).astype(float)
    after = before.copy()
    after[:, 150:] *= [1.5, 1.0, 0.2]
    pictures = [jpeg(np.clip(one, 0, 255).astype(np.uint8), 90) for one in (before, after)]
    assert not one_lost_its_colors(*pictures, np.ones(COLORED.shape[:2], bool))
    (change,) = facts(*pictures)
    assert change.kind == "color" and abs(change.box_after[0] - 150) <= 8


def test_all_of_a_picture_that_lost_its_colours_has_no_coloured_side():
    whole = np.ones(COLORED.shape[:2], bool)
    assert colored_side(COLORED, black_and_white(COLORED), whole) is None
    assert colored_side(COLORED, COLORED, whole) is None
