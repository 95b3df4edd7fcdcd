"""What is drawn otherwise is told for what it is: lines and bars of a chart, and the ground of a page."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

pytest.importorskip("cv2")

from pipeline.core.types import ObjectGraph
from pipeline.diff.screen.differ import ScreenDiffer
from pipeline.register.reflow import ReflowRegistrar

WIDTH, HEIGHT = 480, 320
RUNS = np.random.default_rng(4).uniform(0.1, 0.9, (3, 8))
OTHER = np.random.default_rng(9).uniform(0.1, 0.9, 8)
BLUES = ("#4e79a7", "#4e79a7", "#4e79a7")


def lines(runs=RUNS, colors=BLUES, ground="#f5f5f5"):
    picture = Image.new("RGB", (WIDTH, HEIGHT), ground)
    pen = ImageDraw.Draw(picture)
    pen.line((40, 290, 450, 290), fill="#808080")
    pen.line((40, 20, 40, 290), fill="#808080")
    for run, color in zip(runs, colors, strict=True):
        pen.line([(48 + 58 * i, 285 - 220 * value) for i, value in enumerate(run)], fill=color, width=3)
    return np.asarray(picture)


def bars(heights, ground="#f5f5f5"):
    picture = Image.new("RGB", (WIDTH, HEIGHT), ground)
    pen = ImageDraw.Draw(picture)
    pen.line((40, 290, 450, 290), fill="#808080", width=2)
    for i, high in enumerate(heights):
        pen.rectangle((60 + 90 * i, 288 - high, 115 + 90 * i, 288), fill="#4e79a7")
    return np.asarray(picture)


def told(before, after):
    graphs = [ObjectGraph.of([], WIDTH, HEIGHT) for _ in range(2)]
    motion = ReflowRegistrar().register(*graphs, before, after)
    return ScreenDiffer(reader="none").diff(*graphs, motion).changes


@pytest.mark.parametrize("ground", ["#f5f5f5", "#202024"])
def test_a_line_that_runs_otherwise_is_told(ground):
    changes = told(lines(ground=ground), lines(np.array([OTHER, *RUNS[1:]]), ground=ground))
    assert changes
    assert {change.kind for change in changes} <= {"replace", "move", "add", "drop"}


@pytest.mark.parametrize("ground", ["#f5f5f5", "#202024"])
@pytest.mark.parametrize("color", ["#d04040", "#40d0e0"])
def test_a_line_of_another_colour_is_told(ground, color):
    assert told(lines(ground=ground), lines(colors=(*BLUES[:2], color), ground=ground))


@pytest.mark.parametrize("ground", ["#f5f5f5", "#202024"])
@pytest.mark.parametrize(("high", "size"), [(90, "smaller"), (250, "larger")])
def test_a_bar_that_grew_or_shrank_is_neither_gone_nor_new(ground, high, size):
    (change,) = told(bars((120, 200, 170, 60), ground), bars((120, 200, high, 60), ground))
    assert (change.kind, change.new) == ("resize", size)
    assert change.box_before[2:] == pytest.approx([296, 289], abs=2)


def test_a_bar_that_is_gone_is_gone():
    (change,) = told(bars((120, 200, 170, 60)), bars((120, 200, 0, 60)))
    assert change.kind in ("drop", "resize")


def on_ground(ground, text="#e0e0e0", dim=0):
    picture = Image.new("RGB", (WIDTH, HEIGHT), ground)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, WIDTH, 30), fill="#20406a")
    pen.rectangle((330, 80, 440, 110), fill="#3060d0")
    for i in range(7):
        pen.text((20, 60 + 24 * i), f"Line {i} of a page with some words on it", fill=text)
    return np.clip(np.asarray(picture).astype(int) - dim, 0, 255).astype(np.uint8)


@pytest.mark.parametrize(("old", "new"), [("#1a1a1a", "#000000"), ("#000000", "#1e1e1e"), ("#ffffff", "#e8e8e8")])
def test_another_shade_of_the_ground_is_told_of_the_page_and_of_nothing_on_it(old, new):
    text = "#202020" if old == "#ffffff" else "#e0e0e0"
    (change,) = told(on_ground(old, text), on_ground(new, text))
    assert (change.kind, change.label, change.box_after.tolist()) == ("theme", "page", [0, 0, WIDTH, HEIGHT])


def test_a_picture_that_is_darker_as_a_whole_has_no_other_ground():
    assert "theme" not in {change.kind for change in told(on_ground("#404040"), on_ground("#404040", dim=20))}
