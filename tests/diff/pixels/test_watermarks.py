"""Translucent writing on one of two pictures is no object, wherever it stands; what changed beside it is told."""

import io

import numpy as np
import pytest
from photo_scene import HEIGHT, WIDTH, put, scene, seen
from PIL import Image, ImageDraw, ImageFont

pytest.importorskip("cv2")

from pipeline.diff.pixels.differ import AlignedDiffer
from pipeline.diff.pixels.watermarks import lone_watermark
from pipeline.register.keypoints import KeypointRegistrar

SCENE = scene()
EVERY = np.ones((HEIGHT, WIDTH), bool)


def writing(where, high=30, text="SAMPLE"):
    """Where writing stands: across the picture, all over it, or in its middle; 0 to 255, ``(h, w)``."""
    side = 2 * max(WIDTH, HEIGHT)
    layer = Image.new("L", (side, side))
    pen, font = ImageDraw.Draw(layer), ImageFont.load_default(high)
    for y in range(0, side, 3 * high) if where == "all over" else [side // 2 - high // 2]:
        for x in range(0, side, 6 * high) if where == "all over" else [side // 2 - 2 * high]:
            pen.text((x, y), text, fill=255, font=font, stroke_width=1)
    turned = layer.rotate(0 if where == "in the middle" else 30, Image.Resampling.BICUBIC)
    x, y = (side - WIDTH) // 2, (side - HEIGHT) // 2
    return np.asarray(turned.crop((x, y, x + WIDTH, y + HEIGHT)))


def marked(picture, where, color=255, opacity=0.4):
    share = writing(where)[..., None] / 255 * opacity
    return np.rint(picture * (1 - share) + color * share).astype(np.uint8)


def compressed(image):
    stream = io.BytesIO()
    Image.fromarray(image).save(stream, "JPEG", quality=85)
    return np.asarray(Image.open(stream))


def compared(before, after):
    found = AlignedDiffer().diff(seen(), seen(), KeypointRegistrar().register(seen(), seen(), before, after))
    return [change.kind for change in found.changes]


@pytest.mark.parametrize("where", ["across", "all over", "in the middle"])
@pytest.mark.parametrize("color", [255, 0], ids=["white", "black"])
@pytest.mark.parametrize("opacity", [0.3, 0.5])
@pytest.mark.parametrize("kept", [lambda image: image, compressed], ids=["as it is", "compressed"])
def test_translucent_writing_on_one_picture_is_no_change(where, color, opacity, kept):
    written = kept(marked(SCENE, where, color, opacity))
    assert compared(SCENE, written) == []
    assert compared(written, SCENE) == []


@pytest.mark.parametrize("where", ["across", "in the middle"])
def test_what_comes_under_it_is_told(where):
    after = put(SCENE, (40, 120, 100, 190))
    assert compared(SCENE, marked(after, where)) == ["add"]


def test_it_is_known_by_what_shows_through_it():
    written = marked(SCENE, "across")
    found = lone_watermark(SCENE, written, EVERY)
    assert found[(written != SCENE).any(-1)].mean() > 0.9
    assert found[writing("across") == 0].mean() < 0.15
    opaque = np.where(writing("across")[..., None] > 128, np.uint8(255), SCENE)
    assert not lone_watermark(SCENE, opaque, EVERY).any()


def test_a_thing_and_a_shadow_are_none():
    for after in (put(SCENE, (40, 60, 140, 190)), np.where(np.arange(WIDTH)[None, :, None] < 90, SCENE // 2, SCENE)):
        assert not lone_watermark(SCENE, after.astype(np.uint8), EVERY).any()
