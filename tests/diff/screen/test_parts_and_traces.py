"""What belongs to one change: parts of what came or went, traces of what moved, boxes around what changed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import screen_page as page
from screen_page import MENU
from test_screen_differ import overlap, told
from test_unseen_pages import sides

from detectors.screen.layout import LayoutProposer
from pipeline.diff.screen.blocks import Block, came_from_elsewhere
from pipeline.diff.screen.finding import Finding
from pipeline.diff.screen.judgement import Judgement
from pipeline.diff.screen.nudged import not_nudged
from pipeline.diff.screen.relations import retyped
from pipeline.diff.screen.seams import at_seams
from pipeline.diff.screen.side import Side
from pipeline.register.reflow_labels import Labels
from pipeline.register.reflow_likeness import Tolerance
from pipeline.register.reflow_motion import ReflowMotion


def grained(image: np.ndarray, seed: int = 3) -> np.ndarray:
    """The page on paper: a pattern of some levels that repeats."""
    drawn = np.random.default_rng(seed)
    tile = drawn.integers(0, 3, (40, 50, 1))
    for y, x in drawn.integers(0, 38, (12, 2)):
        tile[y : y + 2, x : x + 2] = 7  # a fibre
    pattern = np.tile(tile, (image.shape[0] // 40 + 1, image.shape[1] // 50 + 1, 1))
    return (image - np.minimum(pattern[: image.shape[0], : image.shape[1]], image)).astype(np.uint8)


def button(x: int, word: str, wide: int = 80, ink: str = "#202020", fill: str = "#e0e0e0") -> tuple:
    return page.Box(x, 120, x + wide, 150, fill), page.Line(word, x + 22, 127, ink)


def test_a_list_that_went_with_its_headings_is_one_loss():
    rows = [("Buttons", 18), ("Primary", 13), ("Outline", 13), ("Tables", 18), ("Striped", 13), ("Bordered", 13)]
    items = tuple(
        page.Line(word, 60 + 16 * (size == 13), 90 + 28 * i, size=size) for i, (word, size) in enumerate(rows)
    )
    text = page.Line("Documentation of all components", 200, 60)
    (change,) = told(page.drawn((*page.HEADER, text, *items)), page.drawn((*page.HEADER, text)))
    assert change.kind == "drop"
    assert overlap(change.box_before, [60, 92, 140, 250]) > 0.7


def test_a_label_and_its_field_that_went_are_one_row():
    field = page.Box(200, 100, 320, 126, "#d8e4f0")
    row = (page.Line("Line style", 40, 106), field, page.Line("dashed", 210, 105))
    (change,) = told(
        page.drawn((*page.HEADER, *row, page.Line("Colour", 40, 160))),
        page.drawn((*page.HEADER, page.Line("Colour", 40, 160))),
    )
    assert change.kind == "drop"
    assert overlap(change.box_before, [40, 100, 320, 126]) > 0.8


@pytest.mark.parametrize("back", [False, True])
def test_a_button_that_came_right_beside_another_is_told_and_not_its_neighbour(back):
    first = (*button(40, "Next"), *button(124, "Done"))
    second = (*button(40, "Next"), *button(120, "Video"), *button(204, "Done"))
    pair = page.drawn((*page.HEADER, *first)), page.drawn((*page.HEADER, *second))
    (change,) = told(*(pair[::-1] if back else pair))
    assert change.kind == ("drop" if back else "add")
    assert overlap(change.box_before if back else change.box_after, [120, 120, 200, 150]) > 0.8


def test_a_button_that_moved_over_another_is_one_move_of_all_of_it():
    under = button(150, "Next", 90, fill="#d0d8e0")
    pair = [page.drawn((*page.HEADER, *under, *button(x, "Previous", 110))) for x in (30, 90)]
    (change,) = told(*pair)
    assert change.kind == "move"
    assert overlap(change.box_before, [30, 120, 140, 150]) > 0.9
    assert overlap(change.box_after, [90, 120, 200, 150]) > 0.9


def test_a_button_does_not_move_where_its_words_became_shorter():
    words = [("Download (1.7.14)", 170), ("Download (2)", 130)]
    pair = [page.drawn((*page.HEADER, *button(60, word, wide, "white", "#309040"))) for word, wide in words]
    assert "move" not in [one.kind for one in told(*pair)]


@pytest.mark.parametrize("share", [0.5, 0.3])
def test_a_large_button_that_was_made_translucent_is_disabled(share):
    box, words = page.Box(60, 80, 140, 230, "#e8e8ec"), page.Line("New task", 72, 200, "#101014")
    plus = (page.Box(97, 100, 103, 150, "#101014"), page.Box(77, 122, 123, 128, "#101014"))
    before = page.drawn((*page.HEADER, box, *plus, words))
    after = before.copy()
    after[80:230, 60:140] = np.round(share * before[80:230, 60:140] + (1 - share) * 255.0)
    (change,) = told(before, after)
    assert (change.kind, change.new) == ("state", "disabled")
    (change,) = told(after, before)
    assert (change.kind, change.new) == ("state", "enabled")


def test_bold_words_that_pale_have_another_colour_and_are_no_button():
    pair = [page.drawn((*page.PAGE, page.Line("95.48%", 60, 280, ink, 24))) for ink in ("#202020", "#a0a0a0")]
    (change,) = told(*pair)
    assert change.kind == "color"


def test_a_link_whose_line_keeps_its_colour_has_another_one():
    def link(ink: str) -> np.ndarray:
        return page.drawn(
            (*page.PAGE, page.Line("Grouped photo", 60, 280, ink, 14), page.Box(60, 298, 156, 300, "#4080e0"))
        )

    (change,) = told(link("#4070e0"), link("#8028c0"))
    assert (change.kind, change.old, change.new) == ("color", "blue", "purple")


def test_the_grain_of_paper_is_nothing_that_stands_on_it():
    lines = [page.Line("Themes of the library", 60, 80, size=20), page.Line("default", 60, 140)]
    image = grained(page.drawn(lines))
    layout = LayoutProposer().layout(image)
    words = layout.boxes[layout.of_kind("word", "phrase")]
    assert (words[:, 3] < 170).all()
    assert (words[:, 1] > 75).all()
    (change,) = told(image, grained(page.drawn(lines[:1])))
    assert change.kind == "drop"
    assert overlap(change.box_before, [60, 143, 106, 154]) > 0.5


def test_words_that_went_and_came_where_their_lines_went_read_otherwise():
    gone = Finding("drop", np.array([90, 120, 169, 129]), None, "text")
    come = Finding("add", None, np.array([90, 152, 196, 161]), "text")
    (one,) = retyped([gone, come], ((0, 0), (0, 32)))
    assert one.kind == "text"
    assert retyped([gone, come], ((0, 0), (0, 20))) == [gone, come]
    elsewhere = replace(come, after=come.after + np.array([200, 0, 200, 0]))
    assert retyped([gone, elsewhere], ((0, 0), (0, 32))) == [gone, elsewhere]


def test_a_button_beside_one_that_grew_only_made_room():
    small, large = page.Box(60, 120, 120, 140, "#c02020"), page.Box(60, 120, 140, 148, "#c02020")
    beside = [
        (page.Box(x, y, x + 60, y + 20, "#4060a0"), page.Line("Info", x + 16, y + 2, "white", 13))
        for x, y in ((130, 120), (150, 124))
    ]
    first = (*page.HEADER, small, page.Line("Warn", 70, 122, "white", 13), *beside[0])
    second = (*page.HEADER, large, page.Line("Warn", 74, 124, "white", 17), *beside[1])
    assert {one.kind for one in told(page.drawn(first), page.drawn(second))} == {"resize"}


def test_words_that_moved_over_an_edge_moved_and_read_as_before():
    pair = [page.drawn((*page.PAGE, page.Line("Customers", x, 280))) for x in (page.WIDTH - 70, page.WIDTH - 40)]
    for both in (pair, pair[::-1]):
        (change,) = told(*both)
        assert change.kind == "move"


def test_one_of_a_kind_that_another_row_has_has_not_moved_there():
    image = page.drawn(page.PAGE)
    shape = image.shape[:2]
    labels = Labels(np.full(shape, 1, np.uint8), np.zeros(shape, np.uint8), np.zeros(shape, np.uint8))
    motion = ReflowMotion(
        (image, image), (labels, labels), ((0, 0), (0, -30), (0, -90)), Tolerance(3.0), (), (None, None)
    )
    here = np.array([40, 150, 110, 165])  # all of it came from 30 pixels below, and not from 90

    def went(by: int) -> bool:
        way = np.array([0, by, 0, by])
        return came_from_elsewhere(Block(0, by, here - way, here, 100), Side("after", motion))

    assert went(-90)
    assert not went(-30)


def test_a_button_that_stands_a_little_lower_beside_one_that_grew_has_no_new_edge():
    def row(y: int, wide: int, high: int, size: int) -> np.ndarray:
        cancel = page.Box(20, y, 90, y + 22, "#dcdcdc"), page.Line("Cancel", 32, y + 4, size=13)
        post = page.Box(100, 120, 100 + wide, 120 + high, "#dcdcdc"), page.Line("Post status", 112, 122, size=size)
        return page.drawn((*page.HEADER, *cancel, *post, page.Line("More below", 20, 140 + high)))

    pair = sides(row(120, 100, 22, 13), row(123, 130, 28, 17))
    grown = Finding("resize", np.array([100, 120, 200, 142]), np.array([100, 120, 230, 148]), "box", "", "larger")
    edge = Finding("add", None, np.array([20, 140, 90, 145]), "text")
    elsewhere = Finding("add", None, np.array([20, 170, 90, 180]), "text")
    assert not_nudged([grown, edge, elsewhere], *pair, Judgement()) == [grown, elsewhere]


def test_the_line_above_a_small_thing_that_moved_is_no_new_one():
    def link(y: int) -> np.ndarray:
        things = (page.Box(20, y, 400, y + 1, "#c0c0c0"), page.Line("Quick links", 300, y + 6, "#808080"))
        return page.drawn((*page.HEADER, page.Line("Attributes of all lists", 20, 80), *things))

    pair = sides(link(150), link(176))
    block = Block(0, 26, np.array([300, 158, 372, 170]), np.array([300, 184, 372, 196]), 300)
    assert at_seams([], [block], *pair) == []


def test_a_banner_is_no_part_of_what_came_below_it():
    banner = page.Box(0, 44, page.WIDTH, 80, "#fff3cd"), page.Line("Read this first", 16, 54)
    heading = page.Line("A new heading", 60, 96, size=20)
    before, after = page.drawn((*page.HEADER, *MENU)), page.drawn((*page.HEADER, *banner, heading, *MENU))
    kinds = [one.kind for one in told(before, after)]
    assert kinds == ["add", "add"]
