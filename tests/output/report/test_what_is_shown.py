"""What a report makes of descriptions: layers, phrases with their facts, words for values and for the camera."""

from __future__ import annotations

import base64
import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipeline.core.types import Analysis, Change, Description, Grounding, Motion, ObjectGraph, SceneObject
from pipeline.flow.captioner import Captioner
from pipeline.output.report.camera import camera_view
from pipeline.output.report.facts import facts_of
from pipeline.output.report.layers import layers_of
from pipeline.output.report.named import names_of

GOLDEN = Path(__file__).resolve().parents[2] / "golden"
PLACES = [np.array([10.0 + 30 * k, 10, 30 + 30 * k, 40]) for k in range(3)]


def told(*changes: Change, phrases: tuple[int, ...] = ()) -> Description:
    """These changes, and a phrase for each of these places."""
    graph = ObjectGraph.of([], 100, 100)
    grounding = tuple(Grounding("thing", 0, 5, 1.0, PLACES[k], PLACES[k]) for k in phrases)
    return Description("", Analysis(graph, graph, changes), (), grounding, {}, "flat")


def change(kind: str, label: str, place: int, **values: str) -> Change:
    return Change(kind, label, {}, 0.9, box_before=PLACES[place], box_after=PLACES[place], **values)


def test_two_cameras_give_a_difference_of_what_they_saw_of_the_ground():
    pair = GOLDEN / "color_before.jpg", GOLDEN / "color_after.jpg"
    analysis = Captioner.from_pack("blocks", threads=1).diff(*pair)
    shown = layers_of(analysis)
    assert shown["by"] == "ground"
    grey = np.asarray(Image.open(io.BytesIO(base64.b64decode(shown["difference"].partition(",")[2]))).convert("L"))
    assert grey.shape == analysis.image_after.shape[:2]
    assert 0.005 < (grey > 100).mean() < 0.08, "of the pictures as they were taken 0.19 differ as much"


def test_a_phrase_lights_its_own_fact_alone():
    dog, cat = change("add", "dog", 0), change("add", "cat", 1)
    assert names_of(told(dog, cat, phrases=(1, 0)), [0, 1], (0, 1)) == {0: (1,), 1: (0,)}


def test_a_phrase_that_counts_several_lights_them_all_and_no_other():
    first, second, other = change("add", "button", 0), change("add", "button", 1), change("add", "link", 2)
    assert names_of(told(first, second, other, phrases=(0, 2)), [0, 1], (0, 1, 2)) == {0: (0, 1), 1: (2,)}


@pytest.mark.parametrize(
    "old, new, words",
    [
        ("red", "blue", "red → blue"),
        ("black", "black", "another shade of black"),  # two greys that have one name
    ],
)
def test_no_fact_goes_from_a_value_to_the_same(old, new, words):
    (fact,) = facts_of(told(change("color", "button", 0, old=old, new=new)), [])
    assert fact["step"] == words


class Spun(Motion):
    """Things go the same way in opposite directions, as about the middle of the picture."""

    def project(self, objects, to):
        return np.stack([one.box for one in objects]) + np.array([[9, 0, 9, 0], [-9, 0, -9, 0]])[: len(objects)]

    def displacement(self, before, after):
        return np.zeros((len(before), len(after)))


def test_a_camera_that_turned_about_the_middle_has_not_stood_still():
    objects = [SceneObject(box=PLACES[k], label="cube", score=1.0) for k in (0, 2)]
    graph = ObjectGraph.of(objects, 100, 100)
    words = camera_view(replace(Analysis(graph, graph, ()), motion=Spun()))["words"]
    assert "moved" in words and "9 px" in words
