import numpy as np
import pytest

from pipeline.core.boxes import Letterbox, area, clip, gap, intersection, iou, nms, nms_by_class, union

SQUARE = [0, 0, 10, 10]


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        (SQUARE, 1.0),  # itself
        ([5, 0, 15, 10], 1 / 3),  # half over
        ([10, 0, 20, 10], 0.0),  # touching
        ([30, 30, 40, 40], 0.0),  # apart
        ([2, 2, 4, 4], 0.04),  # inside
        ([5, 5, 5, 5], 0.0),  # a point
        ([8, 8, 2, 2], 0.0),  # inside out
    ],
)
def test_iou(box, expected):
    assert iou([SQUARE], [box])[0, 0] == pytest.approx(expected)
    assert iou([box], [SQUARE])[0, 0] == pytest.approx(expected)


def test_every_function_takes_no_boxes_at_all():
    none = np.zeros((0, 4))
    assert area(none).shape == (0,)
    assert iou(none, [SQUARE]).shape == (0, 1)
    assert intersection([SQUARE], none).shape == (1, 0)
    assert gap([SQUARE], none).shape == (1, 0)
    assert nms(none, np.zeros(0), 0.5).shape == (0,)
    assert nms_by_class(none, np.zeros(0), np.zeros(0), 0.5).shape == (0,)
    assert clip(none, 5, 5).shape == (0, 4)


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        (SQUARE, 0),  # itself
        ([4, 4, 30, 30], 0),  # overlapping
        ([2, 2, 4, 4], 0),  # inside
        ([10, 0, 20, 10], 0),  # touching
        ([17, 0, 20, 10], 7),  # beside
        ([0, -9, 10, -4], 4),  # above
        ([13, 14, 20, 20], 5),  # from corner to corner
    ],
)
def test_gap_is_the_distance_of_the_nearest_points(box, expected):
    assert gap([SQUARE], [box])[0, 0] == gap([box], [SQUARE])[0, 0] == expected


def test_gap_has_a_row_for_each_first_and_a_column_for_each_second_box():
    assert gap([SQUARE, [20, 0, 30, 10]], [[12, 0, 14, 10]]).tolist() == [[2], [6]]


def test_union_holds_all_boxes_and_is_no_larger():
    assert union([SQUARE]).tolist() == SQUARE
    assert union([[5, 2, 7, 30], SQUARE, [-4, 3, 0, 4]]).tolist() == [-4, 0, 10, 30]


def test_nms_keeps_the_best_of_each_cluster_in_order_of_score():
    boxes = [[0, 0, 10, 10], [1, 0, 11, 10], [50, 50, 60, 60], [0, 1, 10, 11]]
    assert nms(boxes, [0.5, 0.9, 0.7, 0.8], 0.5).tolist() == [1, 2]


def test_nms_keeps_a_box_that_only_overlaps_a_suppressed_one():
    boxes = [[0, 0, 10, 10], [4, 0, 14, 10], [8, 0, 18, 10]]
    assert nms(boxes, [0.9, 0.8, 0.7], 0.3).tolist() == [0, 2]


def test_nms_keeps_a_box_that_overlaps_just_as_much_as_is_allowed():
    assert nms([[0, 0, 10, 10], [0, 0, 10, 5]], [0.9, 0.8], 0.5).tolist() == [0, 1]
    assert nms([[0, 0, 10, 10], [0, 0, 10, 5]], [0.9, 0.8], 0.49).tolist() == [0]


def test_nms_keeps_equal_scores_in_the_order_given():
    boxes = [[0, 0, 10, 10], [50, 0, 60, 10], [0, 0, 10, 10]]
    assert nms(boxes, [0.5, 0.5, 0.5], 0.5).tolist() == [0, 1]


def test_nms_by_class_lets_classes_overlap():
    boxes = [SQUARE, SQUARE, SQUARE]
    assert nms_by_class(boxes, [0.2, 0.9, 0.5], [7, 7, 3], 0.5).tolist() == [1, 2]


def test_clip_cuts_boxes_at_the_picture():
    assert clip([[-5, 2, 30, 40]], 20, 10).tolist() == [[0, 2, 20, 10]]


@pytest.mark.parametrize("size", [(480, 320), (320, 480), (100, 100), (1000, 3)])
def test_letterbox_fills_the_canvas_along_the_longer_side(size):
    letterbox = Letterbox.fit(size, (416, 416))
    right, bottom = size[0] * 416 / max(size), size[1] * 416 / max(size)
    assert letterbox.to_picture([[0, 0, right, bottom]]) == pytest.approx(np.array([[0, 0, *size]]))
