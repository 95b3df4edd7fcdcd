"""The colour of the clothes of a person who came: that of what differs from the ground, if that is enough of them."""

from types import SimpleNamespace

import numpy as np
import pytest

from detectors.light import Light
from pipeline.diff.pixels.judgement import Judgement
from pipeline.diff.pixels.traits import color_of

BLACK, WHITE, ROAD = (16, 16, 16), (240, 240, 240), (154, 154, 154)


def color(paint, shown):
    """Of a person of whose trunk the columns ``shown``, painted, differ from the road behind it."""
    image = np.full((100, 60, 3), ROAD, np.uint8)
    image[:10] = 255
    image[20:80, shown] = paint
    strength = np.zeros((100, 60))
    strength[20:80, shown] = 9.0
    pair = SimpleNamespace(
        view=SimpleNamespace(colorless=False),
        judgement=Judgement(),
        sight=SimpleNamespace(mask=strength > 0, change=SimpleNamespace(strength=strength)),
        light={"after": Light.of(image)},
        rendered=lambda picture, window: image[window],
    )
    box = np.array([15.0, 20, 45, 80])
    return color_of(pair, SimpleNamespace(picture="after", box=box, label="person", mask=np.ones(0)))


@pytest.mark.parametrize(
    ("paint", "shown", "said"),
    [
        (BLACK, slice(21, 39), "black"),
        (BLACK, slice(27, 31), None),  # a bag, on a shirt as gray as the road
        (WHITE, slice(27, 31), "white"),
    ],
)
def test_black_clothes_have_to_be_more_than_a_part_that_stands_out(paint, shown, said):
    assert color(paint, shown) == said
