"""Which detection shows which true object, case by case."""

from __future__ import annotations

import pytest

from pipeline.evaluate.shown import covers, overlap, owners, shown


def span(x, width=100):
    """A box of height 10; two of width 100 that lie 33.3 apart have an IoU of 0.5."""
    return [x, 0, x + width, 10]


@pytest.mark.parametrize(
    ("true", "found", "numbers"),
    [
        ([], [], []),
        ([span(0)], [], [None]),
        ([], [span(0)], []),
        ([span(0), span(500)], [span(501), span(2)], [1, 0]),
        ([span(0)], [span(33)], [0]),  # IoU 0.504
        ([span(0)], [span(34)], [None]),  # IoU 0.493
        ([None, span(0)], [span(0)], [None, 0]),  # what is not visible is not shown
        ([None], [span(0)], [None]),
        ([span(0)], [span(10), span(2)], [1]),  # a second detection shows nothing
        ([span(0), span(20)], [span(8)], [0, None]),  # one detection shows one object: that which it fits best
        ([span(0), span(20)], [span(12)], [None, 0]),
        ([span(0), span(20)], [span(18), span(2)], [1, 0]),  # neighbours that overlap
        # the better pair leaves the other object without a detection: two that are shown count for more than one
        ([span(0), span(30)], [span(15), span(-20)], [1, 0]),
        # pairs below the threshold, though their sum is larger, do not take part
        ([span(0), span(67)], [span(29), span(-38)], [0, None]),
    ],
)
def test_every_object_is_shown_by_one_detection(true, found, numbers):
    assert shown(true, found) == numbers
    mine = owners(true, found)
    assert [mine.index(k) if k in mine else None for k in range(len(true))] == numbers


def test_boxes_that_are_not_there_cover_nothing():
    assert overlap(span(0), None) == overlap(None, None) == 0.0
    assert covers(span(0), span(10))
    assert not covers(span(0), span(90))
    assert not covers(None, span(0))
