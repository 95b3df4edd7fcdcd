import numpy as np

from detectors.object_color import with_colors
from pipeline.core.types import SceneObject

SKIN, BLUE, EARTH = (205, 150, 120), (40, 70, 190), (110, 85, 60)


def person(*bands):
    """A picture with a person of bands of colour from head to foot, and its box."""
    image = np.full((120, 160, 3), (60, 110, 60), np.uint8)
    image[:10] = 250
    box = np.array([60, 20, 80, 100])
    for (color, left, right), top in zip(bands, np.linspace(20, 100, len(bands) + 1)[:-1].astype(int), strict=True):
        image[top : top + 80 // len(bands), left:right] = color
    return image, box


def color(image, box):
    (found,) = with_colors(image, [SceneObject(box.astype(float), "person", 0.9)])
    return found.attributes.get("color")


def test_bare_arms_are_no_clothes():
    image, box = person((SKIN, 60, 80), (BLUE, 60, 80), (BLUE, 60, 80), (EARTH, 60, 80))
    image[40:60, 60:67] = image[40:60, 73:80] = SKIN
    assert color(image, box) == "blue"


def test_of_bare_skin_no_colour_is_told():
    image, box = person((SKIN, 60, 80), (SKIN, 60, 80), (EARTH, 60, 80), (EARTH, 60, 80))
    assert color(image, box) is None
