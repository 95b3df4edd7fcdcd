import numpy as np
import pytest

from detectors.look_again import crops, look_closer, look_in_tiles, merge, tiles
from pipeline.core.types import SceneObject


def thing(label, score, *box):
    return SceneObject(np.array(box, float), label, score)


def test_the_parts_are_squares_around_the_places_inside_the_picture():
    ((x0, y0, x1, y1),) = crops(np.array([[100, 50, 120, 90]]), 320, 240, margin=0.75)
    assert (x1 - x0, y1 - y0) == (100, 100)
    assert x0 <= 100 and x1 >= 120 and y0 <= 50 and y1 >= 90
    ((x0, y0, x1, y1),) = crops(np.array([[300, 200, 320, 240]]), 320, 240, margin=0.75)
    assert (x1, y1) == (320, 240)


def test_what_a_part_shows_is_told_in_pixels_of_the_picture():
    picture = np.zeros((240, 320, 3), np.uint8)
    found = look_closer(
        lambda part: [thing("cat", 0.6, 30, 30, 60, 60)], picture, np.array([[100, 50, 120, 90]]), [], overlap=0.5
    )
    assert [(one.label, one.box.tolist()) for one in found] == [("cat", [90, 50, 120, 80])]


def test_an_object_cut_off_by_the_part_is_left_to_the_whole_picture():
    picture = np.zeros((240, 320, 3), np.uint8)
    known = [thing("bus", 0.9, 20, 20, 300, 200)]
    found = look_closer(
        lambda part: [thing("bus", 0.95, 0, 0, *part.shape[1::-1])], picture, np.array([[100, 50, 120, 90]]), known, 0.5
    )
    assert found == known


def test_merging_keeps_the_better_of_two_and_no_piece_of_a_better_one():
    better, worse = thing("dog", 0.9, 10, 10, 50, 50), thing("dog", 0.5, 12, 11, 52, 50)
    piece, other = thing("dog", 0.3, 12, 12, 40, 48), thing("cat", 0.4, 12, 12, 40, 48)
    assert merge([worse, other, better, piece], 0.5) == [better, other]
    assert merge([], 0.5) == []


@pytest.mark.parametrize(
    ("width", "height", "side", "count"), [(320, 240, 160, 6), (640, 480, 320, 6), (300, 90, 160, 3)]
)
def test_tiles_cover_the_picture_and_overlap_by_a_quarter(width, height, side, count):
    made = tiles(width, height, side)
    assert len(made) == count
    covered = np.zeros((height, width), int)
    for x0, y0, x1, y1 in made.astype(int):
        assert 0 <= x0 < x1 <= width and 0 <= y0 < y1 <= height
        covered[y0:y1, x0:x1] += 1
    assert covered.min() >= 1
    for low, high in ((0, 2), (1, 3)):
        starts, ends = np.unique(made[:, low]), np.unique(made[:, high])
        assert (ends[:-1] - starts[1:] >= side / 4 - 1).all()


def test_tiles_add_what_is_too_small_for_the_whole_picture():
    picture = np.zeros((240, 320, 3), np.uint8)
    picture[190:215, 250:260] = 1
    large = thing("bus", 0.9, 20, 20, 300, 200)

    def detect(part):
        if part.shape == picture.shape:
            return [large]
        rows, columns = np.nonzero(part[..., 0])
        if len(rows) < 250:
            return []
        return [thing("person", 0.6, columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)]

    found = look_in_tiles(detect, picture, 160, 0.5)
    assert [(one.label, one.box.tolist()) for one in found] == [
        ("bus", [20, 20, 300, 200]),
        ("person", [250, 190, 260, 215]),
    ]
    assert look_in_tiles(detect, picture, 400, 0.5) == [large]
