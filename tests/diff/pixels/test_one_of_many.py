"""Of sixty equal things one that goes is gone; the others are no crowd that moved."""

import numpy as np
import pytest
from photo_scene import jpeg, scene
from PIL import Image, ImageDraw

pytest.importorskip("cv2")

from pipeline.core.types import ObjectGraph
from pipeline.diff.pixels.differ import AlignedDiffer
from pipeline.register.keypoints import KeypointRegistrar

WIDTH, HEIGHT, COLUMNS, SIDE = 640, 480, 10, 34


def place(number):
    """Upper left corner of a thing of the grid."""
    return 40 + number % COLUMNS * 58, 50 + number // COLUMNS * 66


def things(ground, shape, without=None, count=60):
    picture = Image.fromarray(ground)
    pen = ImageDraw.Draw(picture)
    for number in range(count):
        if number != without:
            x, y = place(number)
            getattr(pen, shape)((x, y, x + SIDE, y + SIDE), fill="#c03030", outline="#301010")
    return np.asarray(picture)


def grounds():
    photographed = np.asarray(Image.fromarray(scene()).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC))
    return {"page": np.full((HEIGHT, WIDTH, 3), 255, np.uint8), "scene": photographed}


def told(before, after):
    graphs = ObjectGraph.of([], WIDTH, HEIGHT), ObjectGraph.of([], WIDTH, HEIGHT)
    return AlignedDiffer().diff(*graphs, KeypointRegistrar().register(*graphs, before, after)).changes


@pytest.mark.parametrize(
    ("ground", "shape", "gone"), [("page", "ellipse", 23), ("page", "rectangle", 59), ("scene", "ellipse", 37)]
)
def test_one_of_sixty_equal_things_that_went_is_gone_where_it_was(ground, shape, gone):
    under = grounds()[ground]
    (change,) = told(jpeg(things(under, shape), 90), jpeg(things(under, shape, gone), 90))
    assert change.kind == "drop"
    middle = (np.array(change.box_before[:2]) + change.box_before[2:]) / 2
    assert np.abs(middle - np.array(place(gone)) - SIDE / 2).max() < SIDE / 2


def test_one_more_of_equal_things_has_come():
    under = grounds()["page"]
    (change,) = told(things(under, "ellipse", 23), things(under, "ellipse"))
    assert change.kind == "add"
