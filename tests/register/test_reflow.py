"""Screenshots are aligned block by block."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import screen_page as page

from pipeline.core.types import ObjectGraph, SceneObject
from pipeline.register.reflow import ReflowRegistrar
from pipeline.register.reflow_shifts import vertical_shifts


def registered(before, after):
    graph = ObjectGraph.of([], page.WIDTH, page.HEIGHT)
    return ReflowRegistrar().register(graph, graph, before, after)


def lowered(by):
    return tuple(replace(line, y=line.y + by) for line in page.MENU)


def test_what_lies_below_an_inserted_line_is_one_shift():
    notice = page.Line("Maintenance on Sunday", 40, 100)
    motion = registered(page.drawn(page.PAGE), page.drawn((*page.HEADER, *page.BUTTON, notice, *lowered(30))))
    assert (0, 30) in motion.shifts
    last = SceneObject(np.array([40, 210, 100, 226]), "text", 1.0)
    assert motion.project([last], "after")[0].tolist() == [40, 240, 100, 256]
    assert motion.project([replace(last, box=last.box + np.array([0, 30, 0, 30]))], "before")[0].tolist() == [
        40,
        210,
        100,
        226,
    ]


def test_the_residual_is_the_inserted_line_alone():
    notice = page.Line("Maintenance on Sunday", 40, 100)
    motion = registered(page.drawn(page.PAGE), page.drawn((*page.HEADER, *page.BUTTON, notice, *lowered(30))))
    rows = np.flatnonzero(motion.labels[1].residual.any(1))
    assert rows.min() >= 96
    assert rows.max() <= 122


@pytest.mark.parametrize(
    "disturbed",
    [
        lambda image: np.clip(255 * (image / 255.0) ** 0.93, 0, 255).astype(np.uint8),  # gamma
        lambda image: np.clip(image.astype(int) - 6, 0, 255).astype(np.uint8),  # brightness
        lambda image: np.roll(image, 1, axis=0),  # scrolled by a pixel
    ],
)
def test_rendering_leaves_no_residual(disturbed):
    image = page.drawn(page.PAGE)
    motion = registered(image, disturbed(image))
    assert motion.labels[0].residual[2:-2].sum() == 0
    assert motion.labels[1].residual[2:-2].sum() == 0


def test_pictures_of_other_sizes_are_aligned():
    motion = registered(page.drawn(page.PAGE), page.drawn(page.PAGE, height=page.HEIGHT + 60))
    assert motion.labels[0].residual.sum() == 0
    assert motion.labels[1].shift.shape == (page.HEIGHT + 60, page.WIDTH)


def test_blocks_that_all_look_alike_went_as_far_as_the_line_among_them_is_high():
    def page_of(*tops):
        blocks = [[page.Line("Themes", 16, y, size=24), page.Line("Small, fast and easy", 16, y + 40)] for y in tops]
        return [line for block in blocks for line in block]

    notice = page.Line("Networks", 16, 166)
    before = page.drawn(page_of(10, 100, 190, 280, 370, 460), 560)
    after = page.drawn([*page_of(10, 100, 214, 304, 394, 484), notice], 560)
    motion = registered(before, after)
    assert motion.shifts == ((0, 0), (0, 24))
    assert motion.labels[1].residual[:160].max() == motion.labels[1].residual[190:].max() == 0


def test_what_covers_some_of_many_equal_things_moved_none_of_them():
    dots = [page.Box(x, y, x + 24, y + 14, "#d0d8e0") for x in range(0, 480, 50) for y in range(10, 540, 26)]
    card = (page.Box(120, 114, 380, 270, "#ffffff"), page.Line("Saved", 220, 180))
    before, after = page.drawn(dots, 560), page.drawn([*dots, *card], 560)
    assert not vertical_shifts(before, after, (before != after).any(2), 6, 4, in_order=True)
