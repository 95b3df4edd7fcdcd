"""Things in focus have sharp edges of their own, whatever soft shadow they throw, and are not taken for insects."""

import numpy as np
import pytest
from photo_scene import seen
from PIL import Image, ImageDraw, ImageFilter

pytest.importorskip("cv2")

from pipeline.diff.pixels.differ import AlignedDiffer
from pipeline.register.keypoints import KeypointRegistrar

WIDTH, HEIGHT = 420, 300


def drawn(things, seed=0):
    """Shaded boxes ``(x, y, side, shade)`` with soft shadows on a ground whose light falls to the right."""
    ground = np.repeat(np.linspace(135, 115, WIDTH)[None], HEIGHT, axis=0)
    shadow = Image.new("L", (WIDTH, HEIGHT))
    for x, y, side, _ in things:
        ImageDraw.Draw(shadow).rectangle((x + 6, y + 8, x + side + 6, y + side + 8), fill=90)
    picture = ground * (1 - np.asarray(shadow.filter(ImageFilter.GaussianBlur(7))) / 255)
    for x, y, side, shade in things:
        picture[y : y + side, x : x + side] = np.linspace(1.1, 0.8, side)[:, None] * shade
    grain = np.random.default_rng(seed).normal(0, 0.8, picture.shape)
    return np.repeat(np.clip(np.rint(picture + grain), 0, 255).astype(np.uint8)[..., None], 3, axis=2)


def kinds(before, after):
    found = AlignedDiffer().diff(seen(), seen(), KeypointRegistrar().register(seen(), seen(), before, after))
    return [change.kind for change in found.changes]


STAYS = [(50, 90, 46, 85), (60, 210, 40, 160)]


def in_its_shadow(reach, blur, shade):
    """A thing in a soft shadow of its own that reaches beyond it all around, as things on a table or a page have."""
    layer = Image.new("L", (WIDTH, HEIGHT))
    x, y, side = 240, 110, 50
    ImageDraw.Draw(layer).rectangle((x - reach, y - reach, x + side + reach, y + side + reach), fill=90)
    share = 1 - np.asarray(layer.filter(ImageFilter.GaussianBlur(blur)))[..., None] / 255
    picture = drawn(STAYS) * share
    picture[y : y + side, x : x + side] = shade
    return np.rint(picture).astype(np.uint8)


@pytest.mark.parametrize("shade", [30, 230])
@pytest.mark.parametrize("blur", [5, 12])
@pytest.mark.parametrize("reach", [8, 14, 20])
def test_a_thing_in_its_own_soft_shadow_is_told(reach, blur, shade):
    without, with_it = drawn(STAYS, seed=1), in_its_shadow(reach, blur, shade)
    assert kinds(without, with_it) == ["add"]
    assert kinds(with_it, without) == ["drop"]


@pytest.mark.parametrize("seed", range(3))
def test_a_soft_shadow_alone_is_no_thing(seed):
    x, y = 160 + 40 * seed, 60 + 30 * seed
    layer = Image.new("L", (WIDTH, HEIGHT))
    ImageDraw.Draw(layer).ellipse((x, y, x + 110, y + 80), fill=70)
    plain = drawn(STAYS).astype(float)
    shade = 1 - np.asarray(layer.filter(ImageFilter.GaussianBlur(9)))[..., None] / 255
    shaded = np.clip(np.rint(plain * shade), 0, 255).astype(np.uint8)
    assert kinds(drawn(STAYS, seed=1), shaded) == []
    assert kinds(shaded, drawn(STAYS, seed=1)) == []


def test_a_white_thing_in_the_place_of_an_orange_one_beside_it_has_not_moved():
    before, after = drawn([*STAYS, (250, 100, 60, 235)]), drawn([*STAYS, (250 - 40, 140, 60, 110)], seed=1)
    after = after.copy()
    after[140:200, 210:270] = np.array([150, 80, 20], np.uint8)
    assert "move" not in kinds(before, after)
