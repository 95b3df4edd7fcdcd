"""Snow and rain are no objects, and what comes while they fall is told."""

import numpy as np
import pytest
from photo_scene import HEIGHT, WIDTH, jpeg, put, scene, seen
from PIL import Image, ImageDraw, ImageFilter

pytest.importorskip("cv2")

from pipeline.diff.pixels.differ import AlignedDiffer
from pipeline.register.keypoints import KeypointRegistrar

SCENE = np.asarray(Image.fromarray(scene()).filter(ImageFilter.GaussianBlur(2)))
FLAKE = (205, 60, 219, 74)


def snow(picture, seed):
    rng = np.random.default_rng(seed)
    made = Image.fromarray(picture)
    pen = ImageDraw.Draw(made)
    for _ in range(45):
        x, y, r = rng.uniform(0, WIDTH), rng.uniform(0, HEIGHT), rng.uniform(1, 2.6)
        pen.ellipse((x - r, y - r, x + r, y + r), fill="#f0f0f4")
    return np.asarray(made.filter(ImageFilter.GaussianBlur(0.5)))


def rain(picture, seed):
    rng = np.random.default_rng(seed)
    layer = Image.new("L", (WIDTH, HEIGHT))
    pen = ImageDraw.Draw(layer)
    for _ in range(60):
        x, y, long = rng.uniform(0, WIDTH), rng.uniform(0, HEIGHT), rng.uniform(8, 20)
        pen.line((x, y, x + long / 5, y + long), fill=int(rng.uniform(120, 200)))
    share = np.asarray(layer)[..., None] / 255
    return np.rint(picture * (1 - share) + 230 * share).astype(np.uint8)


def compared(before, after, *graphs):
    graphs = graphs or (seen(), seen())
    found = AlignedDiffer().diff(*graphs, KeypointRegistrar().register(*graphs, before, after))
    return found.changes, {reason.kind: reason.value for reason in found.reasons}


@pytest.mark.parametrize("weather", [snow, rain])
def test_flakes_and_streaks_are_no_objects(weather):
    assert compared(jpeg(weather(SCENE, 1), 85), jpeg(weather(SCENE, 2), 85))[0] == ()


def test_a_flake_with_a_name_is_none_either():
    large = Image.fromarray(snow(SCENE, 2))
    ImageDraw.Draw(large).ellipse(FLAKE, fill="white")
    changes, reasons = compared(snow(SCENE, 1), np.asarray(large), seen(), seen(("frisbee", FLAKE), score=0.4))
    assert changes == ()
    assert reasons["weather"] > 30


@pytest.mark.parametrize("weather", [snow, rain])
def test_what_comes_while_it_snows_or_rains_is_told(weather):
    here = (60, 80, 110, 150)
    changes, reasons = compared(weather(SCENE, 1), weather(put(SCENE, here), 2), seen(), seen(("dog", here)))
    assert [(change.kind, change.label) for change in changes] == [("add", "dog")]
    assert "weather" in reasons


@pytest.mark.parametrize("move", [(0, 0), (3, 2)])
def test_without_either_nothing_falls(move):
    right, down = move
    after = np.roll(SCENE, (down, right), (0, 1))
    assert "weather" not in compared(SCENE, put(after, (60, 80, 110, 150)))[1]
