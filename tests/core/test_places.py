import numpy as np
import pytest

from pipeline.core.places import Place


@pytest.mark.parametrize(
    ("middle", "place"),
    [
        ((1, 1), Place.UPPER_LEFT),
        ((150, 10), Place.TOP),
        ((299, 1), Place.UPPER_RIGHT),
        ((10, 100), Place.LEFT),
        ((150, 100), Place.MIDDLE),
        ((290, 100), Place.RIGHT),
        ((99, 140), Place.LOWER_LEFT),
        ((101, 140), Place.BOTTOM),
        ((300, 200), Place.LOWER_RIGHT),  # in the very corner
        ((-50, 900), Place.LOWER_LEFT),  # outside of the picture
    ],
)
def test_the_middle_of_a_box_says_its_place(middle, place):
    box = np.array([*np.subtract(middle, 8), *np.add(middle, 8)], float)
    assert Place.of(box, (300, 200)) is place


def test_rows_and_columns_count_from_the_upper_left():
    assert [Place.at(row, column) for row in range(3) for column in range(3)] == list(Place)
    assert Place.at(0, 2).value == "at the upper right"


def test_a_picture_without_pixels_has_a_place_too():
    assert Place.of(np.zeros(4), (0, 0)) is Place.UPPER_LEFT
