"""A rectangle of a picture that became darker or lighter from one pixel to the next was made so; no light falls so."""

import numpy as np
import pytest
from photo_scene import HEIGHT, WIDTH, jpeg, scene, seen

pytest.importorskip("cv2")

from pipeline.diff.pixels.differ import AlignedDiffer
from pipeline.register.keypoints import KeypointRegistrar

ROWS, COLUMNS = np.mgrid[:HEIGHT, :WIDTH]


def told(before, after):
    graphs = seen(), seen()
    motion = KeypointRegistrar().register(*graphs, before, after)
    return AlignedDiffer().diff(*graphs, motion)


def lit(mask, gain, picture=None):
    """The scene, or a picture, with a ``mask`` of it in another light; the mask may be soft."""
    base = scene() if picture is None else picture
    return np.clip(base * (1 + (gain - 1) * np.asarray(mask, float)[..., None]), 0, 255).astype(np.uint8)


def window(rows, columns):
    mask = np.zeros((HEIGHT, WIDTH))
    mask[rows, columns] = 1
    return mask


@pytest.mark.parametrize("kept", [lambda picture: picture, lambda picture: jpeg(picture, 90)], ids=["as it is", "jpeg"])
@pytest.mark.parametrize(("gain", "shade"), [(0.5, "darker"), (1.5, "lighter")])
@pytest.mark.parametrize(
    "part",
    [
        window(np.s_[60:150], np.s_[80:200]),
        window(np.s_[:], np.s_[WIDTH // 2 :]),
        window(np.s_[: HEIGHT // 2], np.s_[:]),
    ],
    ids=["box", "right half", "upper half"],
)
def test_a_rectangle_of_a_scene_in_another_light_is_told(part, gain, shade, kept):
    found = told(kept(scene()), kept(lit(part, gain)))
    (change,) = found.changes
    assert (change.kind, change.new, change.label) == ("color", shade, "object")
    rows, columns = np.flatnonzero(part.any(1)), np.flatnonzero(part.any(0))
    assert np.abs(change.box_after - [columns[0], rows[0], columns[-1] + 1, rows[-1] + 1]).max() <= 6
    assert not [reason for reason in found.reasons if reason.kind == "shadow"]


@pytest.mark.parametrize("gain", [0.5, 1.5])
@pytest.mark.parametrize(
    "part",
    [
        COLUMNS + 0.5 * ROWS > 220,
        1 / (1 + np.exp((150 - COLUMNS) / 6)),
        np.hypot(COLUMNS - 150, ROWS - 120) < 60,
    ],
    ids=["aslant", "soft", "round"],
)
def test_a_shadow_or_a_lamp_is_not(part, gain):
    assert not told(scene(), lit(part, gain)).changes


@pytest.mark.parametrize("gain", [0.7, 1.4])
def test_black_that_stays_black_in_another_light_is_no_border(gain):
    night = scene()
    night[: HEIGHT // 2] = 3
    assert not told(night, lit(np.ones((HEIGHT, WIDTH)), gain, night)).changes


@pytest.mark.parametrize("color", ["#c03030", "#303030"])
def test_an_even_rectangle_that_comes_before_an_even_ground_has_come_and_is_no_other_colour(color):
    before = scene()
    before[40:200, 60:260] = (200, 196, 190)
    after = before.copy()
    after[90:150, 120:180] = [int(color[i : i + 2], 16) for i in (1, 3, 5)]
    (change,) = told(before, after).changes
    assert change.kind == "add"
