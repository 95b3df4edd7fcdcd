"""Things that light shades are no paint, and paint is none that light shades, on whatever ground they stand."""

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

pytest.importorskip("cv2")

from pipeline.recognise.ground import ground_of
from pipeline.recognise.lamps import ground_hue
from pipeline.recognise.look import thumbnail
from pipeline.recognise.plain_ground import PlainGround
from pipeline.recognise.relief import level_share
from pipeline.recognise.shading import shading

THINGS = ((90, 70, "#c83228"), (250, 60, "#2f55c8"), (140, 180, "#2d9650"), (310, 170, "#d8b428"))


def gradient(low=70, high=190, size=(400, 250)):
    shades = np.linspace(low, high, size[1]).astype(np.uint8)
    return Image.fromarray(np.repeat(np.tile(shades[:, None], (1, size[0]))[..., None], 3, -1))


def ground_in(image):
    return ground_of(thumbnail(np.asarray(image)))


def lit(ground):
    """A ground ``(h, w, 3)`` as two lamps of different colours and what they are thrown back by shade it."""
    y, x = np.mgrid[: ground.shape[0], : ground.shape[1]]
    warmth = 4 * np.sin(x / 60 + 1) + 3 * np.sin(y / 40)
    return ground + warmth[..., None] * [1, 0, -1.5] + 4 * (np.sin(x / 19) * np.sin(y / 16))[..., None]


def painted(count=4, **ground):
    image = gradient(**ground)
    pen = ImageDraw.Draw(image)
    for x, y, color in THINGS[:count]:
        pen.ellipse((x - 30, y - 30, x + 30, y + 30), fill=color)
    return np.asarray(image)


def shaded(shadows=True, ground=lit, things=THINGS):
    image = ground(np.asarray(gradient()).astype(float))
    y, x = np.mgrid[: image.shape[0], : image.shape[1]]
    for cx, cy, _ in things:
        if shadows:
            image[((x - cx - 24) / 40) ** 2 + ((y - cy - 24) / 14) ** 2 < 1] *= 0.7
    for cx, cy, color in things:
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


@pytest.mark.parametrize("change", [lambda image: image, compressed])
def test_shaded_things_on_a_ground_in_the_light_may_be_one(change):
    assert PlainGround().glance([change(shaded()), change(shaded())]).belongs is not False


SHADES = "#464646", "#8c8c8c", "#b4b4b4", "#dcdcdc"
GRAYS = tuple((x, y, gray) for (x, y, _), gray in zip(THINGS, SHADES, strict=True))


def grainy(image):
    return np.clip(image + np.random.default_rng(3).normal(0, 2, image.shape), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("things", [GRAYS, THINGS, GRAYS[:2] + THINGS[2:]], ids=["gray", "coloured", "both"])
@pytest.mark.parametrize("tint", [(1, 1, 1), (1, 0.97, 0.93)], ids=["gray ground", "tinted ground"])
@pytest.mark.parametrize("change", [lambda image: image, compressed, grainy])
def test_things_shaded_and_with_shadows_on_a_drawn_gradient_are_no_scene(things, tint, change):
    before, after = (change(shaded(ground=lambda ground: ground * tint, things=seen)) for seen in (things, things[:-1]))
    assert PlainGround().glance([before, after]).belongs is False


def test_the_hue_of_a_drawn_ground_is_what_its_brightness_gives_it():
    assert ground_hue(ground_in(painted())) == pytest.approx(0, abs=1e-6)
    assert ground_hue(ground_in(shaded(ground=lambda ground: ground * (1, 0.97, 0.93), shadows=False))) < 0.8
    assert ground_hue(ground_in(shaded())) > 2


def test_what_is_hardly_shaded_is_left_to_the_detector():
    varied = shading([compressed(painted(), 80)])
    judge = PlainGround(even=varied - 1, shaded=varied + 1, level=1.1, relief=1.1, lamps=0)
    assert judge.glance([compressed(painted(), 80)]).belongs is None


@pytest.mark.parametrize("change", [lambda image: image, compressed, lambda image: compressed(image, 60)])
def test_the_ground_of_what_is_drawn_keeps_to_one_course(change):
    drawn = change(shaded(ground=lambda ground: ground))
    assert level_share(ground_in(drawn)) > 0.8 > 0.6 > level_share(ground_in(change(shaded())))


def test_a_ground_that_is_nearly_even_is_left_to_the_detector():
    even = level_share(ground_in(shaded()))
    judge = PlainGround(level=even + 0.1, relief=even - 0.1)
    assert judge.glance([shaded(), shaded()]).belongs is None


def test_a_picture_that_is_blank_is_of_no_scene():
    assert PlainGround().glance([shaded(), np.full((250, 400, 3), 120, np.uint8)]).belongs is False


def test_a_picture_of_which_too_little_is_alike_has_no_ground():
    striped = np.where(np.arange(400)[None, :, None] % 100 < 60, [230, 20, 20], [120, 120, 120])
    assert ground_in(np.repeat(striped, 250, 0).astype(np.uint8)) is not None
    noise = np.random.default_rng(1).integers(0, 256, (200, 400, 3))
    assert ground_in(noise.astype(np.uint8)) is None
