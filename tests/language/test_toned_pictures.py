"""A black and white picture that was toned is in no colours."""

import numpy as np
import pytest

from language.photo.light import nothing_but_light
from language.photo.words import COLORED, NO_CHANGE

ROWS, COLUMNS = np.mgrid[:60, :80]
GREY = np.clip(120 + 80 * np.sin(ROWS / 9) * np.cos(COLUMNS / 13), 0, 255)[..., None] * np.ones(3)
TINTS = np.stack([ROWS / 60, COLUMNS / 80, 1 - ROWS / 60], -1)


@pytest.mark.parametrize("tone", [(1.0, 0.85, 0.65), (0.8, 0.95, 1.05)])
def test_a_toned_picture_is_not_said_to_be_in_color(tone):
    assert nothing_but_light(GREY.astype(np.uint8), np.clip(GREY * tone, 0, 255).astype(np.uint8)) != COLORED


def test_a_picture_of_many_colours_is():
    colored = np.clip(GREY * (0.5 + TINTS), 0, 255).astype(np.uint8)
    assert nothing_but_light(GREY.astype(np.uint8), colored) == COLORED
    assert nothing_but_light(colored, colored) == NO_CHANGE
