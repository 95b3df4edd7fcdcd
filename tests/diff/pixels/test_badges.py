"""A translucent badge in a corner of one picture is no object; an opaque thing there, and less light, are none."""

import numpy as np
import pytest
from photo_scene import HEIGHT, WIDTH, jpeg, scene, seen
from PIL import Image, ImageDraw

pytest.importorskip("cv2")

from pipeline.diff.pixels.badges import lone_badges
from pipeline.diff.pixels.differ import AlignedDiffer
from pipeline.register.keypoints import KeypointRegistrar

SCENE = np.clip((scene(7).astype(float) - 120) * 2 + 110, 0, 255).astype(np.uint8)
SIDE = 34


def badge(corner, opacity, shape="ellipse", color=255, text="TV"):
    x, y = ((8, WIDTH - SIDE - 9)[corner % 2], (8, HEIGHT - SIDE - 9)[corner // 2])
    layer = Image.new("L", (WIDTH, HEIGHT))
    pen = ImageDraw.Draw(layer)
    getattr(pen, shape)((x, y, x + SIDE, y + SIDE), fill=255)
    pen.text((x + 10, y + 10), text, fill=0)
    share = np.asarray(layer, float)[..., None] / 255 * opacity
    return jpeg(np.rint(SCENE * (1 - share) + color * share).astype(np.uint8), 90)


def compared(before, after):
    found = AlignedDiffer().diff(seen(), seen(), KeypointRegistrar().register(seen(), seen(), before, after))
    return [change.kind for change in found.changes]


@pytest.mark.parametrize("corner", range(4))
@pytest.mark.parametrize("opacity", [0.4, 0.6, 0.75])
@pytest.mark.parametrize("shape", ["ellipse", "rectangle"])
def test_a_translucent_badge_on_one_picture_is_no_object(corner, opacity, shape):
    plain, marked = jpeg(SCENE, 90), badge(corner, opacity, shape)
    assert compared(plain, marked) == compared(marked, plain) == []


@pytest.mark.parametrize(("opacity", "color"), [(1.0, 255), (1.0, 190), (0.4, 0)], ids=["white", "gray", "shadow"])
def test_what_is_opaque_or_only_darker_is_no_badge(opacity, color):
    assert not lone_badges(jpeg(SCENE, 90), badge(0, opacity, color=color, text="")).any()
