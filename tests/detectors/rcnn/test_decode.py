"""From what the heads say to objects."""

import numpy as np
import pytest

from detectors.rcnn.calibration import read_calibration
from detectors.rcnn.decode import decode
from detectors.rcnn.preprocess import fit
from detectors.rcnn.vocabulary import HEADS, SHAPES

CUBE = ("cube", "large", "blue", "rubber", [130.0, 150, 260, 295], 0.97)
BEHIND = ("cylinder", "small", "blue", "metal", [132.0, 151, 169, 181], 0.43)


def logit(p: float) -> float:
    return float(np.log(p / (1 - p)))


def decoded(*regions):
    """Objects of regions of (shape, size, color, material, box in the picture, visible share), all of them sure."""
    fitted = fit(np.zeros((320, 480, 3), np.uint8))
    shapes, sizes, colors, materials, boxes, shares = zip(*regions, strict=True)
    chosen = {"size": sizes, "color": colors, "material": materials}
    raw = {name: 8.0 * np.array([[v == own for v in HEADS[name]] for own in chosen[name]]) for name in HEADS}
    raw["classes"] = np.array([[0.0, *(8.0 * (s == shape) for s in SHAPES)] for shape in shapes])
    raw["box"] = fitted.to_input(np.array(boxes))
    raw["center"] = fitted.to_input(np.array([[(b[0] + b[2]) / 2, (b[1] + b[3]) / 2] for b in boxes]))
    raw["scale"], raw["visibility"] = np.zeros(len(boxes)), np.array([logit(share) for share in shares])
    raw["feature"] = np.zeros((len(boxes), 4), np.float32)
    return decode(raw, fitted, 480, 320, read_calibration(None), 0.1, 0.55)


def test_objects_are_where_and_what_the_heads_say():
    (found,) = decoded(CUBE)
    assert list(found.box) == pytest.approx(CUBE[4])
    assert found.attributes == {"size": "large", "color": "blue", "material": "rubber", "shape": "cube"}
    assert found.visibility == pytest.approx(0.97) and found.score > 0.99
    assert found.center == pytest.approx((195, 222.5))


def test_a_half_hidden_object_behind_one_of_its_colour_is_no_part_of_it():
    assert [found.label for found in decoded(CUBE, BEHIND)] == ["cube", "cylinder"]


@pytest.mark.parametrize(
    "part",
    [(*BEHIND[:5], 0.1), ("cylinder", "large", "blue", "rubber", *BEHIND[4:])],
    ids=["hardly seen", "of the same size and material"],
)
def test_a_part_of_an_object_is_no_object(part):
    assert [found.label for found in decoded(CUBE, part)] == ["cube"]
