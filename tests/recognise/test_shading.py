"""Things that light shades are no paint, and paint is none that light shades, on whatever ground they stand."""

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

pytest.importorskip("cv2")

from pipeline.recognise.plain_ground import PlainGround
from pipeline.recognise.relief import ground_relief
from pipeline.recognise.shading import shading

THINGS = ((90, 70, "#c83228"), (250, 60, "#2f55c8"), (140, 180, "#2d9650"), (310, 170, "#d8b428"))


def gradient(low=70, high=190, size=(400, 250)):
    shades = np.linspace(low, high, size[1]).astype(np.uint8)
    return Image.fromarray(np.repeat(np.tile(shades[:, None], (1, size[0]))[..., None], 3, -1))


def painted(count=4, **ground):
    image = gradient(**ground)
    pen = ImageDraw.Draw(image)
    for x, y, color in THINGS[:count]:
        pen.ellipse((x - 30, y - 30, x + 30, y + 30), fill=color)
    return np.asarray(image)


def shaded(shadows=True):
    image = np.asarray(gradient()).astype(float)
    y, x = np.mgrid[: image.shape[0], : image.shape[1]]
    for cx, cy, _ in THINGS:
        if shadows:
            image[((x - cx - 24) / 40) ** 2 + ((y - cy - 24) / 14) ** 2 < 1] *= 0.7
    for cx, cy, color in THINGS:
        away = np.hypot(x - cx, y - cy) / 30
        light = np.clip(1.2 - 0.8 * np.hypot(x - cx + 9, y - cy + 9) / 30, 0.2, 1.3)
        paint = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)])
        image[away < 1] = (light[..., None] * paint)[away < 1]
    return np.clip(image, 0, 255).astype(np.uint8)


def compressed(image, quality=93):
    stream = io.BytesIO()
    Image.fromarray(image).save(stream, "JPEG", quality=quality)
    return np.asarray(Image.open(stream))


def test_paint_is_even_and_light_is_not():
    assert shading([painted()]) == 0
    assert shading([compressed(painted())]) < 5
    assert shading([shaded()]) > 20
    assert shading([np.asarray(gradient())]) is None


@pytest.mark.parametrize("count", [1, 2, 4])
@pytest.mark.parametrize("change", [lambda image: image, compressed])
def test_what_is_drawn_on_a_gray_gradient_is_no_scene_of_blocks(count, change):
    first, second = change(painted(count)), change(painted(count - 1))
    assert PlainGround().glance([first, second]).belongs is False


def test_shaded_things_on_the_same_ground_may_be_one():
    assert PlainGround().glance([shaded(), shaded()]).belongs is not False


def test_what_is_hardly_shaded_is_left_to_the_detector():
    varied = shading([compressed(painted(), 80)])
    judge = PlainGround(even=varied - 1, shaded=varied + 1, level=0, relief=0)
    assert judge.glance([compressed(painted(), 80)]).belongs is None


@pytest.mark.parametrize("change", [lambda image: image, compressed, lambda image: compressed(image, 60)])
def test_shaded_things_that_throw_no_shadow_are_drawn(change):
    drawn = change(shaded(shadows=False))
    assert PlainGround().glance([drawn, drawn]).belongs is False
    assert ground_relief(drawn) < 2 < 4 < ground_relief(shaded())


def test_what_throws_hardly_a_shadow_is_left_to_the_detector():
    uneven = ground_relief(shaded())
    judge = PlainGround(level=uneven - 1, relief=uneven + 1)
    assert judge.glance([shaded(), shaded()]).belongs is None


def test_a_picture_that_is_blank_is_of_no_scene():
    assert PlainGround().glance([shaded(), np.full((250, 400, 3), 120, np.uint8)]).belongs is False


def test_a_picture_without_a_ground_has_no_relief():
    striped = np.where(np.arange(400)[None, :, None] % 100 < 60, [230, 20, 20], [120, 120, 120])
    assert ground_relief(np.repeat(striped, 250, 0).astype(np.uint8)) is not None
    noise = np.random.default_rng(1).integers(0, 256, (200, 400, 3))
    assert ground_relief(noise.astype(np.uint8)) is None
