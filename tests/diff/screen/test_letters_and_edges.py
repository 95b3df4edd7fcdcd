"""What is a part of a line or of an edge, and no thing of its own."""

from __future__ import annotations

import numpy as np
import pytest
import screen_page as page
from test_screen_differ import overlap, told

from pipeline.diff.screen.finding import Finding
from pipeline.diff.screen.relations import covered
from pipeline.diff.screen.stretched import _one_size


@pytest.mark.parametrize(("first", "second"), [("Chapter 9", "Chapter 7"), ("Platform K", "Platform X")])
def test_a_number_or_letter_of_its_own_at_the_end_of_a_line_is_a_part_of_its_text(first, second):
    rows = [page.Line(word, 60, 150 + 36 * i, size=16) for i, word in enumerate(("Track 4", first, "Seat 12"))]
    other = [*rows[:1], page.Line(second, 60, 186, size=16), *rows[2:]]
    (change,) = told(page.drawn((*page.HEADER, *rows)), page.drawn((*page.HEADER, *other)))
    assert change.kind == "text"
    assert change.box_after[0] <= 62


LINE = Finding("text", np.array([40, 100, 400, 140]), np.array([40, 100, 300, 140]))


@pytest.mark.parametrize(
    ("box", "left"),
    [((90, 104, 116, 136), False), ((90, 130, 116, 170), True), ((90, 104, 180, 136), True)],
    ids=["letter", "below", "word"],
)
@pytest.mark.parametrize("kind", ["add", "drop"])
def test_a_letter_of_a_line_that_reads_otherwise_did_not_come_or_go(kind, box, left):
    one = Finding(kind, *((None, np.array(box)) if kind == "add" else (np.array(box), None)))
    assert (one in covered([LINE, one])) is left


def test_the_inner_edge_of_a_field_did_not_grow_into_its_outer_one():
    outer, inner = np.array([848, 707, 1023, 750]), np.array([850, 710, 1021, 748])
    grown = np.array([848, 707, 1063, 750])
    assert _one_size(np.array([outer, inner]), np.array([outer])).tolist() == [[True], [True]]
    assert _one_size(np.array([outer, inner]), np.array([inner])).tolist() == [[True], [True]]
    assert not _one_size(np.array([outer, inner]), np.array([grown])).any()


def test_a_field_that_became_wider_with_both_of_its_edges_did_grow():
    def shown(right):
        edges = page.Box(60, 200, right, 240, "#b0b0b0"), page.Box(61, 201, right - 1, 239, "#ffffff")
        inner = page.Box(63, 203, right - 3, 237, "#808080"), page.Box(64, 204, right - 4, 236, "#f8f8ff")
        return page.drawn((*page.HEADER, *edges, *inner, page.Line("Lisbon", 76, 212)))

    (change,) = told(shown(220), shown(260))
    assert (change.kind, change.new) == ("resize", "larger")
    assert overlap(change.box_after, [60, 200, 260, 240]) > 0.8
