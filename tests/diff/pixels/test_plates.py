"""A logo that one picture alone bears in a corner is no object; a thing of one colour there is one."""

import numpy as np
import pytest
from photo_scene import HEIGHT, WIDTH, jpeg, scene, seen
from PIL import Image, ImageDraw

pytest.importorskip("cv2")

from pipeline.diff.pixels.differ import AlignedDiffer
from pipeline.register.keypoints import KeypointRegistrar

SCENE = scene()


def plate(picture, at, color="#cd2828", letters="NW", radius=6, size=40):
    made = Image.fromarray(picture)
    pen = ImageDraw.Draw(made)
    x = 6 if "left" in at else WIDTH - size - 6 if "right" in at else WIDTH // 2
    y = 6 if "top" in at else HEIGHT - size - 6
    pen.rounded_rectangle((x, y, x + size, y + size), radius=radius, fill=color)
    pen.text((x + 8, y + 11), letters, fill="white", font_size=15)
    return np.asarray(made)


def compared(before, after):
    graphs = seen(), seen()
    found = AlignedDiffer().diff(*graphs, KeypointRegistrar().register(*graphs, before, after))
    return [change.kind for change in found.changes], {reason.kind for reason in found.reasons}


@pytest.mark.parametrize("at", ["top left", "top right", "bottom left", "bottom right"])
@pytest.mark.parametrize("quality", [None, 85])
def test_a_logo_in_a_corner_of_one_picture_is_no_object(at, quality):
    bare, bears = SCENE, plate(SCENE, at)
    if quality:
        bare, bears = jpeg(bare, quality), jpeg(bears, quality)
    for pair in ((bare, bears), (bears, bare)):
        assert compared(*pair) == ([], {"overlay"} | (compared(*pair)[1] - {"overlay"}))


def test_without_letters_or_away_from_the_corners_it_is_an_object():
    assert compared(SCENE, plate(SCENE, "top left", letters=""))[0] == ["add"]
    assert compared(SCENE, plate(SCENE, "top middle"))[0] == ["add"]


def test_what_light_shades_is_an_object():
    shaded = plate(SCENE, "top left").astype(float)
    shaded[6:47, 6:47] *= np.linspace(0.7, 1.1, 41)[:, None, None]
    assert compared(SCENE, np.clip(shaded, 0, 255).astype(np.uint8))[0] == ["add"]
