"""A part of a photograph that takes another colour is told, whatever is in it and however much of the picture it is."""

import numpy as np
import pytest
from photo_scene import HEIGHT, WIDTH, jpeg, scene, seen

pytest.importorskip("cv2")

from pipeline.diff.pixels.differ import AlignedDiffer
from pipeline.register.colorless import one_lost_its_colors
from pipeline.register.keypoints import KeypointRegistrar

ROWS, COLUMNS = np.mgrid[:HEIGHT, :WIDTH] / HEIGHT


def dusk():
    """A sky without structure over water that mirrors it."""
    shade = 90 + 120 * np.minimum(ROWS, 1.1 - ROWS)
    return np.clip(shade[..., None] * [0.75, 0.7, 1.05], 0, 255).astype(np.uint8)


def fog():
    """Shades of a single blue, as a camera that lost its colours might have them."""
    return tinted((110 + 70 * np.sin(3 * ROWS) + 20 * np.sin(9 * COLUMNS))[..., None])


def tinted(picture):
    """The picture in shades of a blue."""
    return np.clip(picture.mean(-1, keepdims=True) * [0.45, 0.8, 1.1], 0, 255).astype(np.uint8)


def lawn():
    """A green ground with blades."""
    return np.clip(scene() * [0.5, 1.1, 0.4], 0, 255).astype(np.uint8)


def recoloured(picture, window):
    after = picture.copy()
    after[window] = picture[window][..., [2, 0, 1]]
    return after


def facts(before, after):
    graphs = seen(), seen()
    motion = KeypointRegistrar().register(*graphs, before, after)
    return AlignedDiffer().diff(*graphs, motion).changes


HALVES = [np.s_[: HEIGHT // 2], np.s_[HEIGHT // 2 :], np.s_[:, : WIDTH // 2], np.s_[:, WIDTH // 2 :]]


@pytest.mark.parametrize("window", HALVES, ids=["upper", "lower", "left", "right"])
def test_half_of_a_picture_without_structure_is_told_in_another_colour(window):
    (change,) = facts(dusk(), jpeg(recoloured(dusk(), window), 90))
    told = np.zeros((HEIGHT, WIDTH), bool)
    x0, y0, x1, y1 = np.rint(change.box_after).astype(int)
    told[y0:y1, x0:x1] = True
    right = np.zeros_like(told)
    right[window] = True
    assert (told & right).sum() > 0.9 * (told | right).sum()


@pytest.mark.parametrize("window", HALVES, ids=["upper", "lower", "left", "right"])
def test_half_of_a_picture_of_one_tint_that_took_another_lost_no_colours(window):
    valid = np.ones((HEIGHT, WIDTH), bool)
    assert not one_lost_its_colors(fog(), recoloured(fog(), window), valid)
    assert one_lost_its_colors(tinted(np.roll(lawn(), 100, 2)), np.roll(lawn(), 100, 2), valid)


@pytest.mark.parametrize("window", [np.s_[20:80, 90:160], np.s_[120:200, 200:300]])
def test_a_patch_of_a_lawn_in_another_colour_is_told(window):
    (change,) = facts(lawn(), recoloured(lawn(), window))
    assert change.kind in ("add", "color")
    rows, columns = window
    assert np.abs(change.box_after - [columns.start, rows.start, columns.stop, rows.stop]).max() <= 3


@pytest.mark.parametrize("picture", [dusk(), fog(), lawn()], ids=["dusk", "fog", "lawn"])
def test_another_white_balance_of_the_whole_picture_is_told_as_no_part_of_it(picture):
    warmer = np.clip(picture * [1.12, 1.0, 0.85], 0, 255).astype(np.uint8)
    assert facts(picture, jpeg(warmer, 80)) == ()


@pytest.mark.parametrize("kept", [lambda picture: picture, lambda picture: jpeg(picture, 85)], ids=["as it is", "jpeg"])
@pytest.mark.parametrize("colours", [((200, 190, 240), (150, 60, 60)), ((110, 40, 150), (240, 130, 180))])
def test_a_panel_that_was_lighter_than_its_page_and_is_darker_now_changed_its_colour(colours, kept):
    pages = [np.full((HEIGHT, WIDTH, 3), 150, np.uint8) for _ in colours]
    for page, colour in zip(pages, colours, strict=True):
        page[90:190, 100:220] = colour
    (change,) = facts(*(kept(page) for page in pages))
    assert (change.kind, change.box_after.round(-1).tolist()) == ("color", [100, 90, 220, 190])


def roof(exposure):
    """A lawn before a blue roof with ribs, which burns out where there is much light."""
    light = lawn().astype(float)
    ribs = np.where(np.arange(120) % 12 < 3, 0.45, 1.0)[:, None]
    light[40:90, 100:220] = [215, 280, 340] * ribs
    return jpeg(np.clip(light * exposure, 0, 255).astype(np.uint8), 90)


@pytest.mark.parametrize("exposures", [(1.2, 0.6), (0.6, 1.2)], ids=["darker", "brighter"])
def test_what_is_burnt_out_in_more_light_is_of_no_other_colour_in_less(exposures):
    assert facts(*map(roof, exposures)) == ()


def test_a_white_panel_that_was_painted_in_the_same_light_changed_its_colour():
    before, after = roof(1.2).copy(), roof(1.2).copy()
    before[40:90, 100:220], after[40:90, 100:220] = 250, (60, 90, 200)
    (change,) = facts(before, after)
    assert (change.kind, change.new) == ("color", "blue")
