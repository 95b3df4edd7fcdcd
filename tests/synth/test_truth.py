"""The truth of a view is what the ideal shapes say."""

from dataclasses import replace

import numpy as np
import pytest

from pipeline.synth import sample, truth
from pipeline.synth.scene import Camera, Surroundings, Thing, View

CAMERA = Camera((7.48, -6.51, 5.34), (0.0, 0.0, 0.0))


def thing(shape: str, x: float, y: float, size: str = "large", turn: float = 0.3) -> Thing:
    return Thing(size, "red", "rubber", shape, x, y, turn, (0.5, 0.1, 0.1), (0.6, 0.2, 0.1), 0.08, False)


def view(*things: Thing, camera: Camera = CAMERA) -> View:
    about = Surroundings((0.4, 0.4, 0.4), 0.9, 50.0, 0.0, 0.0, 1.0)
    return View(tuple(things), camera, (), 0.4, (0.0, 0.0, 0.0), about, 1, False, 0)


def test_the_camera_looks_at_its_target():
    u, v, depth = CAMERA.project(np.zeros((1, 3)))[0]
    assert (u, v) == pytest.approx((240, 160))
    assert depth == pytest.approx(np.linalg.norm(CAMERA.position))


def test_a_sphere_is_seen_as_large_as_it_is():
    (record,) = truth.describe(view(thing("sphere", 0, 0)))
    depth = record["pixel_coords"][2]
    radius = CAMERA.focal * 0.7 / np.sqrt(depth**2 - 0.7**2)
    assert record["pixels"] == pytest.approx(np.pi * radius**2, rel=0.04)
    x0, y0, x1, y1 = record["bbox"]
    assert (x1 - x0, y1 - y0) == pytest.approx((2 * radius, 2 * radius), abs=2.5)


@pytest.mark.parametrize("shape", ["cube", "sphere", "cylinder"])
def test_corners_of_the_shape_lie_in_its_box(shape):
    item = thing(shape, 1.0, -0.5)
    (record,) = truth.describe(view(item))
    c, s = np.cos(item.turn), np.sin(item.turn)
    flat = {"cube": [(1, 1), (1, -1), (-1, 1), (-1, -1)], "sphere": [], "cylinder": [(1, 0), (0, 1), (-1, 0), (0, -1)]}
    points = [(c * x - s * y, s * x + c * y, z) for x, y in flat[shape] for z in (-1, 1)] + [(0, 0, 1), (0, 0, -1)]
    pixels = CAMERA.project(np.array(points) * item.radius + item.center)
    x0, y0, x1, y1 = record["bbox"]
    assert pixels[:, 0].min() > x0 - 1.5 and pixels[:, 0].max() < x1 + 1.5
    assert pixels[:, 1].min() > y0 - 1.5 and pixels[:, 1].max() < y1 + 1.5


def test_an_object_in_front_hides_one_behind():
    direction = np.array([-7.48, 6.51]) / np.hypot(7.48, 6.51)
    hidden = thing("sphere", *(0.9 * direction), size="small")
    alone, front = thing("sphere", *(0.9 * direction), size="small"), thing("cube", *(-0.9 * direction))
    assert truth.describe(view(alone))[0]["visibility"] == pytest.approx(1.0)
    covered, whole = truth.describe(view(hidden, front))
    assert covered["visibility"] < 0.6
    assert whole["visibility"] == pytest.approx(1.0)


def test_what_lies_outside_the_frame_is_not_visible():
    aside = replace(CAMERA, target=(6.0, 4.0, 0.0))
    record = truth.describe(view(thing("cube", -3, -3), camera=aside))[0]
    assert record["bbox"] is None and record["pixels"] == 0


def test_relations_are_relative_to_the_camera():
    table = truth.relations((thing("cube", 0, 0), thing("cube", -1, 1), thing("cube", 1, 1)), CAMERA)
    assert table["behind"][0] == [1]
    assert table["front"][1] == [0, 2]
    assert table["right"][0] == [2]
    assert all(i in table["left"][j] for i in range(3) for j in table["right"][i])


def test_relations_agree_with_the_places_in_the_picture():
    compared = 0
    for number in range(20):
        scene = sample.pair(11, number, ("none",), 1, sample.Recipe(pans=0)).before
        seen = scene.camera.project(np.array([t.center for t in scene.things]))
        table = truth.relations(scene.things, scene.camera)
        for i, rights in enumerate(table["right"]):
            same_depth = [j for j in rights if abs(seen[j, 2] - seen[i, 2]) < 0.5]
            assert all(seen[j, 0] > seen[i, 0] for j in same_depth)
            compared += len(same_depth)
    assert compared > 20
