import numpy as np
import pytest
from classifier_export import export
from photo_scene import HEIGHT, WIDTH, put, scene

pytest.importorskip("cv2")

from pipeline.core.types import ObjectGraph, SceneObject
from pipeline.diff.pixels.differ import AlignedDiffer
from pipeline.register.keypoints import KeypointRegistrar

SCENE = scene()
HERE = (60, 80, 110, 150)
DOG, CAT, PLANE = 207, 281, 404
RED = (90, -45, -45)


def graph(*objects):
    found = [SceneObject(np.array(box, float), label, score) for label, box, score in objects]
    nodes, faint = [one for one in found if one.score >= 0.3], [one for one in found if one.score < 0.3]
    return ObjectGraph.of(nodes, WIDTH, HEIGHT, faint)


CHAIR = ("chair", (250, 20, 300, 70), 0.8)


def label(tmp_path, rows, before=SCENE, after=None, graphs=None):
    after = put(SCENE, HERE) if after is None else after
    graphs = graphs or (graph(CHAIR), graph(CHAIR))
    motion = KeypointRegistrar().register(*graphs, before, after)
    weights = export(tmp_path / "classifier.onnx", rows)
    (change,) = AlignedDiffer(classifier=weights).diff(*graphs, motion).changes
    return change.label


def test_what_the_detector_has_no_name_for_is_named_by_what_its_crop_shows(tmp_path):
    assert label(tmp_path, {DOG: RED}) == "dog"
    assert label(tmp_path, {DOG: RED}, put(SCENE, HERE), SCENE) == "dog"


def test_what_may_be_a_dog_or_a_cat_is_an_animal(tmp_path):
    assert label(tmp_path, {DOG: RED, CAT: RED}) == "animal"


def test_what_may_be_anything_keeps_no_name(tmp_path):
    assert label(tmp_path, {DOG: RED, PLANE: RED}) == "object"


def test_a_name_for_what_the_place_shows_without_the_thing_is_none_of_it(tmp_path):
    always = (9, 9, 9)  # the scene is grey, the thing red: a class that both are taken for
    graphs = graph(CHAIR), graph(CHAIR)
    before, after = SCENE // 2 + 120, put(SCENE // 2 + 120, HERE, "#d0d0d0")
    motion = KeypointRegistrar().register(*graphs, before, after)
    weights = export(tmp_path / "classifier.onnx", {DOG: always})
    plain = AlignedDiffer(classifier=weights, name_slope=1.0, behind_slope=-1.0, least_name=0.9)
    assert {change.label for change in plain.diff(*graphs, motion).changes} == {"object"}


def test_somebody_seen_faintly_is_no_animal(tmp_path):
    graphs = graph(CHAIR), graph(CHAIR, ("person", HERE, 0.06))
    assert label(tmp_path, {DOG: RED}, graphs=graphs) == "object"


def test_where_no_detector_knows_people_nobody_is_taken_for_an_animal(tmp_path):
    assert label(tmp_path, {DOG: RED}, graphs=(graph(), graph())) == "object"
