"""What lies over the picture is no object: clocks that run on, logos that stand while the camera moves."""

import numpy as np
import pytest
from photo_scene import HEIGHT, jpeg, put, scene, seen
from PIL import Image, ImageDraw

pytest.importorskip("cv2")

from pipeline.diff.pixels.differ import AlignedDiffer
from pipeline.diff.pixels.overlays import overlay_mask
from pipeline.register.keypoints import KeypointRegistrar
from pipeline.register.shared_view import SharedView

SCENE = np.clip((scene().astype(float) - 120) * 1.6 + 120, 0, 255).astype(np.uint8)
TIMES = ("2024-03-11 08:14:59", "2024-03-12 23:52:47")


def clock(picture, text, size=22, at="top", ground=None):
    made = Image.fromarray(picture)
    pen = ImageDraw.Draw(made)
    place = (8, 6 if at == "top" else HEIGHT - size - 10)
    box = pen.textbbox(place, text, font_size=size)
    if ground:
        pen.rectangle((box[0] - 4, box[1] - 3, box[2] + 4, box[3] + 3), fill=ground)
    pen.text(place, text, fill="white", font_size=size, stroke_width=0 if ground else 2, stroke_fill="black")
    return np.asarray(made)


def logo(picture):
    made = Image.fromarray(picture)
    pen = ImageDraw.Draw(made)
    pen.ellipse((250, 180, 300, 230), fill="#c83232")
    pen.rectangle((262, 196, 288, 204), fill="white")
    return np.asarray(made)


def compared(before, after):
    graphs = seen(), seen()
    found = AlignedDiffer().diff(*graphs, KeypointRegistrar().register(*graphs, before, after))
    return [change.kind for change in found.changes], {reason.kind for reason in found.reasons}


@pytest.mark.parametrize("size", [14, 22, 26])
@pytest.mark.parametrize("ground", [None, "black", "#141460"])
@pytest.mark.parametrize("at", ["top", "bottom"])
def test_a_clock_of_any_size_that_runs_on_is_no_object(size, ground, at):
    before, after = (jpeg(clock(SCENE, text, size, at, ground), 85) for text in TIMES)
    kinds, reasons = compared(before, after)
    assert kinds == []
    assert "overlay" in reasons or size == 14


@pytest.mark.parametrize("at", ["top", "bottom"])
@pytest.mark.parametrize("ground", [None, "#141460"])
@pytest.mark.parametrize("second", ["2024-03-11 08:15:00", "2024-03-11 08:14:07", "2024-03-11 09:02:31"])
def test_a_clock_that_runs_on_while_the_camera_moves_is_no_object(second, ground, at):
    wide = np.pad(SCENE, ((0, 4), (0, 6), (0, 0)), mode="reflect")
    before, after = clock(SCENE, TIMES[0], 20, at, ground), clock(wide[4:, 6:], second, 20, at, ground)
    assert compared(jpeg(before, 85), jpeg(after, 85))[0] == []


def test_something_that_comes_beside_the_clock_is_told():
    before, after = (clock(SCENE, text) for text in TIMES)
    kinds, reasons = compared(before, put(after, (60, 80, 110, 150)))
    assert kinds == ["add"]
    assert "overlay" in reasons


def test_a_thing_where_clocks_use_to_be_is_told():
    assert compared(SCENE, put(SCENE, (200, 4, 240, 40)))[0] == ["add"]


def test_a_logo_stands_while_the_camera_moves():
    wide = np.pad(SCENE, ((0, 5), (0, 7), (0, 0)), mode="reflect")
    before, after = (jpeg(logo(image), 90) for image in (SCENE, wide[5:, 7:]))
    kinds, reasons = compared(before, after)
    assert kinds == []
    assert "overlay" in reasons


def test_a_roof_with_a_dark_edge_seen_from_above_is_no_lettering():
    rng = np.random.default_rng(5)
    ground = np.clip(np.array([95, 125, 75]) + rng.normal(0, 9, (240, 320, 1)), 0, 255).astype(np.uint8)
    for x, y in ((30, 20), (80, 16), (150, 24), (190, 18), (245, 22)):  # dark trees on the same line
        ground[y : y + 16, x : x + 12] = (45, 60, 40)
    roof = ground.copy()
    roof[19:43, 105:143] = (47, 57, 40)
    roof[18:40, 104:140] = (120, 118, 124)
    roof[18:29, 104:140] = (100, 98, 104)
    assert not overlay_mask(SharedView(ground, roof, np.eye(3))).any()
