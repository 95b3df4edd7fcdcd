"""A thing that moved by less than its own size has moved, although one region holds both of its places."""

import numpy as np
import pytest
from photo_scene import scene, seen
from PIL import Image, ImageDraw

pytest.importorskip("cv2")

from pipeline.core.places import Direction
from pipeline.diff.pixels.differ import AlignedDiffer
from pipeline.register.keypoints import KeypointRegistrar

SCENE = scene()
PLAIN = np.tile(np.linspace(150, 200, 320).astype(np.uint8)[None, :, None], (240, 1, 3))


def walker(ground, x, y=60):
    picture = Image.fromarray(ground)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((x + 14, y, x + 36, y + 24), fill=(220, 180, 150))
    pen.rectangle((x + 4, y + 24, x + 46, y + 80), fill=(180, 40, 40))
    pen.rectangle((x + 10, y + 80, x + 40, y + 140), fill=(30, 40, 90))
    return np.asarray(picture)


def changes(before, after):
    graphs = seen(), seen()
    return AlignedDiffer().diff(*graphs, KeypointRegistrar().register(*graphs, before, after)).changes


@pytest.mark.parametrize("ground", [SCENE, PLAIN], ids=["scene", "plain"])
@pytest.mark.parametrize(
    ("by", "direction"),
    [((26, 0), Direction.RIGHT), ((-20, 0), Direction.LEFT), ((0, 34), Direction.DOWN), ((15, 10), Direction.RIGHT)],
)
def test_a_short_move_is_one(ground, by, direction):
    after = walker(ground, 130 + by[0], 60 + by[1])
    (change,) = changes(walker(ground, 130), after)
    assert (change.kind, change.direction) == ("move", direction)
    assert np.abs(change.box_before - [134, 60, 177, 201]).max() <= 8
    assert np.abs(change.box_after - change.box_before - [*by, *by]).max() <= 6


@pytest.mark.parametrize("back", [False, True])
def test_what_came_to_a_place_has_not_moved_within_it(back):
    pair = (SCENE, walker(SCENE, 130))
    (change,) = changes(*(pair[::-1] if back else pair))
    assert change.kind == ("drop" if back else "add")


def test_a_head_that_is_taken_for_a_ball_is_no_ball_that_went():
    before, after = walker(SCENE, 40), walker(SCENE, 220)
    graphs = seen(("sports ball", (54, 60, 77, 84)), ("car", (0, 0, 30, 20))), seen(("car", (0, 0, 30, 20)))
    motion = KeypointRegistrar().register(*graphs, before, after)
    (change,) = AlignedDiffer(shapes=["sports ball"]).diff(*graphs, motion).changes
    assert (change.kind, change.label) == ("move", "object")
