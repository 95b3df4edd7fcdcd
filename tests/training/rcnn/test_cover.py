"""An object put in front of another hides it, and the truth says so."""

import numpy as np
import pytest

from pipeline.synth import records, sample
from pipeline.training.rcnn.cover import HIDDEN, cover, masks
from pipeline.training.rcnn.sample import Sample

SCENE = records.single(0, sample.single(7, 0, sample.RECIPES["clevr"]))
"""Objects with truth; its picture is noise, so that a pixel that is still the same was not covered."""


@pytest.fixture
def rendered():
    """The scene as a training sample, and its masks."""
    objects = [one for one in SCENE["objects"] if one["bbox"]]
    visible = masks(SCENE)
    count = len(objects)
    return Sample(
        np.random.default_rng(0).integers(0, 256, (*visible.shape[1:], 3), dtype=np.uint8),
        np.array([one["bbox"] for one in objects], np.float32),
        np.ones(count, bool),
        {"shape": np.arange(count)},
        np.zeros((count, 2), np.float32),
        np.arange(count, dtype=np.float32),
        np.array([one["visibility"] for one in objects], np.float32),
    ), visible


def test_masks_are_the_recorded_objects():
    objects = [one for one in SCENE["objects"] if one["bbox"]]
    for mask, record in zip(masks(SCENE), objects, strict=True):
        xs, ys = np.flatnonzero(mask.any(0)), np.flatnonzero(mask.any(1))
        assert np.abs(np.subtract([xs[0], ys[0], xs[-1] + 1, ys[-1] + 1], record["bbox"])).max() <= 1
        assert abs(int(mask.sum()) - record["pixels"]) <= 5, "no more than what the record's rounding costs"


@pytest.mark.parametrize("seed", range(8))
def test_what_is_covered_is_told_by_its_remaining_pixels(rendered, seed):
    made, visible = rendered
    before, picture, count = made.visibility.copy(), made.picture, len(visible)
    untouched = picture.copy()
    cover(made, visible, np.random.default_rng(seed))
    assert (picture == untouched).all(), "the rendered picture itself must stay as it was"
    assert len(made.box) == count + 1
    assert not made.wanted[count]
    kept = made.visibility[:count] / before
    assert kept.min() <= 1 - HIDDEN[0]
    still = (made.picture == picture).all(-1)
    for i in range(count):
        left = still & visible[i]
        assert abs(left.sum() / visible[i].sum() - kept[i]) < 0.08, "the soft edge of the copy is all that may differ"
        x0, y0, x1, y1 = made.box[i].astype(int)
        assert kept[i] == 0 or left[y0:y1, x0:x1].sum() >= 0.97 * left.sum()


def test_a_lone_object_is_left_alone(rendered):
    made, visible = rendered
    made.box, made.wanted, made.visibility = made.box[:1], made.wanted[:1], made.visibility[:1]
    picture = made.picture.copy()
    cover(made, visible[:1], np.random.default_rng(0))
    assert (made.picture == picture).all()
    assert len(made.box) == 1
