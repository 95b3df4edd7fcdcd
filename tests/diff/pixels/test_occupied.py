"""A thing in both pictures where something changed, or a thing in one and the ground in the other."""

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("cv2")

from photo_scene import HEIGHT, WIDTH, scene

from pipeline.core.labels import UNNAMED
from pipeline.core.types import ObjectGraph, SceneObject
from pipeline.diff.pixels.differ import AlignedDiffer
from pipeline.register.keypoints import KeypointRegistrar

WIDE, HIGH = (120, 96, 182, 140), (133, 86, 169, 146)


def standing(picture: np.ndarray, box: tuple[int, int, int, int], seed: int) -> np.ndarray:
    """The picture with a thing of its own pattern in it, round, and lighter or darker than the scene."""
    drawn = picture.copy()
    x0, y0, x1, y1 = box
    tones = (150, 256) if seed % 2 else (0, 90)
    coarse = np.random.default_rng(seed).integers(*tones, (6, 6, 3)).astype(np.uint8)
    thing = np.asarray(Image.fromarray(coarse).resize((x1 - x0, y1 - y0), Image.Resampling.BICUBIC))
    rows, columns = np.mgrid[y0:y1, x0:x1]
    inside = np.hypot((2 * columns - x0 - x1) / (x1 - x0), (2 * rows - y0 - y1) / (y1 - y0)) < 1
    drawn[y0:y1, x0:x1][inside] = thing[inside]
    return drawn


def graph(label: str, box: tuple[int, int, int, int], score: float) -> ObjectGraph:
    """What is detected: a node where that is sure, otherwise faint."""
    one = SceneObject(np.array(box, float), label, score)
    return ObjectGraph.of([one] if score >= 0.5 else [], WIDTH, HEIGHT, faint=[one] if score < 0.5 else [])


def facts(before, after, graph_before, graph_after):
    motion = KeypointRegistrar().register(graph_before, graph_after, before, after)
    return AlignedDiffer().diff(graph_before, graph_after, motion).changes


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize(("score", "named"), [(0.15, UNNAMED), (0.32, "dog")])
def test_what_gave_way_to_a_thing_that_is_hardly_recognised_was_replaced(number, score, named):
    place = scene(number)
    before, after = standing(place, HIGH, 1), standing(place, WIDE, 2)
    (change,) = facts(before, after, graph("person", HIGH, 0.8), graph("dog", WIDE, score))
    assert (change.kind, change.label, change.newcomer.label) == ("replace", "person", named)


@pytest.mark.parametrize("number", range(4))
def test_what_replaced_a_thing_that_was_hardly_recognised_is_told_as_that(number):
    place = scene(number)
    before, after = standing(place, WIDE, 2), standing(place, HIGH, 1)
    (change,) = facts(before, after, graph("cow", WIDE, 0.06), graph("person", HIGH, 0.8))
    assert (change.kind, change.label, change.newcomer.label) == ("replace", UNNAMED, "person")


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("fancied", [0.0, 0.1])
def test_the_ground_replaces_nothing_whatever_is_fancied_there(number, fancied):
    place = scene(number)
    before, after = standing(place, HIGH, 1), place
    (change,) = facts(before, after, graph("person", HIGH, 0.8), graph("kite", HIGH, fancied))
    assert change.kind == "drop"
