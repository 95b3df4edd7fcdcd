"""What was put down elsewhere as it was is told by its pixels, whatever the detector calls its two ends."""

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("cv2")

from photo_scene import HEIGHT, WIDTH, gamma, jpeg, scene, seen

from pipeline.core.labels import UNNAMED
from pipeline.core.places import Direction
from pipeline.core.types import ObjectGraph, SceneObject
from pipeline.diff.pixels.differ import AlignedDiffer
from pipeline.register.keypoints import KeypointRegistrar

HERE, THERE = (40, 60, 74, 112), (200, 130, 234, 182)


def thing(seed: int) -> np.ndarray:
    """A thing with a pattern of its own, ``(52, 34, 3)``."""
    coarse = np.random.default_rng(seed).integers(0, 256, (8, 5, 3)).astype(np.uint8)
    return np.asarray(Image.fromarray(coarse).resize((34, 52), Image.Resampling.BICUBIC))


def standing(picture: np.ndarray, box: tuple[int, int, int, int], seed: int = 1, light: float = 1.0) -> np.ndarray:
    """The picture with the thing in it, round as it is, in more or less light than elsewhere."""
    drawn = picture.copy()
    x0, y0, x1, y1 = box
    rows, columns = np.mgrid[y0:y1, x0:x1]
    inside = np.hypot((2 * columns - x0 - x1) / (x1 - x0), (2 * rows - y0 - y1) / (y1 - y0)) < 1
    drawn[y0:y1, x0:x1][inside] = np.clip(light * thing(seed), 0, 255)[inside]
    return drawn


def facts(before, after, graph_before, graph_after):
    motion = KeypointRegistrar().register(graph_before, graph_after, before, after)
    return AlignedDiffer().diff(graph_before, graph_after, motion).changes


def faint(label: str, box: tuple[int, int, int, int], score: float) -> ObjectGraph:
    return ObjectGraph.of([], WIDTH, HEIGHT, faint=[SceneObject(np.array(box, float), label, score)])


@pytest.mark.parametrize("light", [1.0, 0.6, 1.4])
@pytest.mark.parametrize(
    ("graph_before", "graph_after", "label"),
    [
        (seen(("dog", HERE)), seen(("fire hydrant", THERE), score=0.6), "dog"),
        (seen(("cup", HERE), score=0.55), seen(("bottle", THERE)), "bottle"),
        (seen(), seen(), UNNAMED),
        (faint("kite", HERE, 0.1), seen(), UNNAMED),
        (seen(), faint("kite", THERE, 0.2), UNNAMED),
    ],
    ids=["misread after", "misread before", "never seen", "hardly seen before", "hardly seen after"],
)
def test_what_is_carried_elsewhere_moved_whatever_it_is_taken_for(light, graph_before, graph_after, label):
    place = scene(1)
    after = standing(place, THERE, light=light)
    (change,) = facts(standing(place, HERE), after, graph_before, graph_after)
    assert (change.kind, change.label, change.direction) == ("move", label, Direction.RIGHT)
    assert np.abs(change.box_before - HERE).max() < 8
    assert np.abs(change.box_after - THERE).max() < 8


@pytest.mark.parametrize("disturbed", [jpeg, lambda picture: gamma(picture, 0.8)], ids=["compressed", "brighter"])
def test_it_is_known_again_in_a_disturbed_picture(disturbed):
    place = scene(4)
    after = disturbed(standing(place, THERE))
    (change,) = facts(standing(place, HERE), after, seen(("dog", HERE)), seen(("cat", THERE)))
    assert change.kind == "move"


def test_another_thing_of_its_size_is_not_it():
    place = scene(5)
    before, after = standing(place, HERE, 1), standing(place, THERE, 2)
    changes = facts(before, after, seen(("dog", HERE)), seen(("fire hydrant", THERE)))
    assert sorted(change.kind for change in changes) == ["add", "drop"]


def test_the_ground_that_it_laid_bare_was_not_carried():
    stripes = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    stripes[:] = np.where((np.arange(WIDTH) // 8 % 2)[None, :, None] == 0, 90, 140)
    rng = np.random.default_rng(7)
    place = np.clip(stripes + rng.integers(-6, 7, stripes.shape), 0, 255).astype(np.uint8)
    place[:, 140:180] = scene(7)[:, 140:180]
    before, after = standing(place, HERE, 1), standing(place, THERE, 2)
    changes = facts(before, after, seen(("dog", HERE)), seen(("fire hydrant", THERE)))
    assert "move" not in {change.kind for change in changes}
