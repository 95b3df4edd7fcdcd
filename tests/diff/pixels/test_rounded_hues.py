"""What compression made of colours is no other colour; what took another colour is one however it was compressed."""

import numpy as np
import pytest
from photo_scene import HEIGHT, WIDTH, jpeg, scene, seen
from PIL import Image, ImageDraw

pytest.importorskip("cv2")

from pipeline.diff.pixels.change_map import change_map
from pipeline.diff.pixels.differ import AlignedDiffer
from pipeline.register.chroma_steps import chroma_step
from pipeline.register.keypoints import KeypointRegistrar
from pipeline.register.shared_view import SharedView


def kinds(before, after):
    graphs = seen(), seen()
    found = AlignedDiffer().diff(*graphs, KeypointRegistrar().register(*graphs, before, after))
    return [change.kind for change in found.changes]


def tinted(seed):
    """A scene under colours that change slowly over it, so that compression rounds them both ways."""
    import cv2

    noise = np.random.default_rng(seed).normal(0, 34, (5, 6, 2)).astype(np.float32)
    colors = cv2.resize(noise, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    shades = scene().astype(np.float32).mean(-1)
    tints = np.stack([shades + colors[..., 0], shades, shades + colors[..., 1]], -1)
    return np.clip(tints, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("quality", [3, 4, 6, 9, 13])
def test_the_step_of_rounded_colours_is_that_of_the_quantiser(quality):
    steps = {3: 31.9, 4: 26.6, 6: 17.8, 9: 11.8, 13: 8.1}
    assert chroma_step(jpeg(tinted(1), quality)) == pytest.approx(steps[quality], rel=0.15)


@pytest.mark.parametrize("quality", [50, 75, 92])
def test_usual_compression_rounds_no_colours(quality):
    assert chroma_step(jpeg(tinted(2), quality)) == 0
    assert chroma_step(tinted(2)) == 0


def rounded_up():
    """A gray scene with blocks of the step of quality 4, 26.6, and a part whose colour is a little over half of one."""
    import cv2

    steps = np.random.default_rng(1).integers(0, 2, (-(-HEIGHT // 16), -(-WIDTH // 16), 2))
    chroma = 128 + 26.6 * np.kron(steps, np.ones((16, 16, 1)))[:HEIGHT, :WIDTH].astype(np.float32)
    chroma[:-80] = 128
    chroma[48:144, 80:208] = 128 + 15
    light = scene().astype(np.float32).mean(-1, keepdims=True)
    return cv2.cvtColor(np.clip(np.concatenate([light, chroma], -1), 0, 255).astype(np.uint8), cv2.COLOR_YCrCb2RGB)


def test_rounded_colours_are_no_evidence_of_a_change_of_hue():
    picture = rounded_up()
    view = SharedView(picture, jpeg(picture, 4), np.eye(3))
    assert change_map(view, 3.0, 40.0).hue.max() < 4


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("quality", [4, 6])
def test_what_compression_made_of_colours_is_no_other_colour(seed, quality):
    picture = tinted(seed)
    assert kinds(picture, jpeg(picture, quality)) == []
    assert kinds(jpeg(picture, quality), jpeg(picture, quality + 3)) == []


@pytest.mark.parametrize("quality", [5, 8])
def test_a_thing_of_another_colour_is_told_under_compression(quality):
    before, after = scene().copy(), scene().copy()
    for picture, color in ((before, (210, 30, 30)), (after, (30, 40, 210))):
        picture[60:150, 90:190] = color
    assert kinds(jpeg(before, quality), jpeg(after, quality)) == ["color"]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_blocks_that_compression_left_gray_are_no_other_colour_where_all_else_is_the_same(seed):
    import cv2

    rng = np.random.default_rng(seed)
    tints = cv2.resize(rng.normal(0, 11, (6, 8, 3)).astype(np.float32), (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    calm = np.clip(120 + 0.2 * (scene().astype(np.float32).mean(-1, keepdims=True) - 120) + tints, 0, 255)
    first, second = (jpeg(np.clip(calm + rng.normal(0, 2, calm.shape), 0, 255).astype(np.uint8), 7) for _ in range(2))
    assert kinds(first, second) == []


@pytest.mark.parametrize("colors", [["#32a03c"], ["#a832a0", "#32a03c"], ["#c83c3c", "#3c50c8", "#3cb450"]])
def test_a_drawing_of_few_colours_was_not_rounded(colors):
    for seed in range(40):
        rng = np.random.default_rng(seed)
        picture = Image.new("RGB", (WIDTH, HEIGHT), (130, 130, 130))
        pen = ImageDraw.Draw(picture)
        for color in colors:
            x, y, size = rng.integers(0, WIDTH - 90), rng.integers(0, HEIGHT - 90), rng.integers(30, 90)
            pen.ellipse((x, y, x + size, y + size), fill=color)
        assert chroma_step(np.asarray(picture)) == 0
