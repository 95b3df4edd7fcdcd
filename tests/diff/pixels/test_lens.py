"""An insect at the lens is no object of the scene; a thing of the same size and colour that is in focus is one."""

import numpy as np
import pytest
from photo_scene import HEIGHT, WIDTH, put, scene, seen
from PIL import Image, ImageDraw, ImageFilter

pytest.importorskip("cv2")

from pipeline.core.places import Place
from pipeline.diff.pixels.change_map import ChangeMap
from pipeline.diff.pixels.differ import AlignedDiffer
from pipeline.diff.pixels.lens import before_the_lens
from pipeline.register.keypoints import KeypointRegistrar

SCENE = scene()


def blob(picture, middle, blur, radius=24, shade=24):
    layer = Image.new("L", (WIDTH, HEIGHT))
    x, y = middle
    ImageDraw.Draw(layer).ellipse((x - radius, y - radius * 0.7, x + radius, y + radius * 0.7), fill=255)
    share = np.asarray(layer.filter(ImageFilter.GaussianBlur(blur)))[..., None] / 255
    return np.rint(picture * (1 - share) + shade * share).astype(np.uint8)


def compared(before, after):
    found = AlignedDiffer().diff(seen(), seen(), KeypointRegistrar().register(seen(), seen(), before, after))
    return [change.kind for change in found.changes], {reason.kind: reason.place for reason in found.reasons}


@pytest.mark.parametrize("blur", [9, 14])
@pytest.mark.parametrize("shade", [10, 40])
def test_what_is_too_close_to_be_in_focus_is_no_object(blur, shade):
    close = blob(SCENE, (250, 60), blur, shade=shade)
    assert compared(SCENE, close) == ([], {"lens": Place.UPPER_RIGHT})
    assert compared(close, SCENE) == ([], {"lens": Place.UPPER_RIGHT})


def test_the_same_in_focus_is_one():
    assert compared(SCENE, blob(SCENE, (250, 60), 0.8))[0] == ["add"]


def test_what_comes_elsewhere_is_told_beside_it():
    after = put(blob(SCENE, (250, 60), 9), (60, 120, 110, 190))
    assert compared(SCENE, after)[0] == ["add"]


@pytest.mark.parametrize("back", [False, True])
def test_a_thing_as_light_as_its_ground_has_an_outline_of_colour(back):
    ground = np.full((HEIGHT, WIDTH, 3), 130, np.uint8)
    ground[:, ::2] += 4
    picture = Image.fromarray(ground)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((80, 60, 140, 160), fill=(50, 160, 60))
    pen.rectangle((92, 120, 128, 159), fill=(20, 20, 30))
    pair = (np.asarray(picture), ground) if back else (ground, np.asarray(picture))
    assert compared(*pair)[0] == ["drop" if back else "add"]


@pytest.mark.parametrize("inset", [2, 3])
def test_an_edge_just_outside_of_what_surely_differs_is_one(inset):
    white = np.zeros((HEIGHT, WIDTH, 3), np.float32)
    white[..., 0] = 100
    after = white.copy()
    after[100:180, 150:270, 0] = 40
    box = np.array([150, 100, 270, 180], float) + inset * np.array([1, 1, -1, -1])
    mask = np.ones((80 - 2 * inset, 120 - 2 * inset), bool)
    nothing = np.zeros((HEIGHT, WIDTH), np.float32)
    every = np.ones((HEIGHT, WIDTH), bool)
    change = ChangeMap(nothing, nothing, white, after, every, ~every)
    assert not before_the_lens(change, box, mask, side=3.0)
