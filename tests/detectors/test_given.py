"""Anyone's detections: read from COCO, from our own graphs and from supervision, and written to them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from detectors.given import GivenDetector, objects_from
from pipeline import Captioner
from pipeline.core.errors import SpotItError
from pipeline.core.images import load_picture
from pipeline.core.types import ObjectGraph, SceneObject
from pipeline.output.as_coco import coco, to_supervision

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
SIZE = (160, 120)
THINGS = [
    SceneObject(np.array([20.0, 40, 50, 70]), "cube", 0.75, {"color": "red"}, {"color": {"red": 1.0}}),
    SceneObject(np.array([100.0, 20, 120, 60]), "cylinder", 0.5, {"color": "green"}, {"color": {"green": 1.0}}),
]


def same(found, expected=THINGS):
    return [(list(one.box), one.label, one.score, one.attributes) for one in found] == [
        (list(one.box), one.label, one.score, one.attributes) for one in expected
    ]


def test_what_is_written_as_coco_is_read_back(tmp_path):
    written = coco(ObjectGraph.of(THINGS, *SIZE), "a.png")
    assert written["annotations"][0]["bbox"] == [20, 40, 30, 30]
    assert [one["name"] for one in written["categories"]] == ["cube", "cylinder"]
    (tmp_path / "a.json").write_text(json.dumps(written))
    assert same(objects_from(written, SIZE)) and same(objects_from(tmp_path / "a.json", SIZE))


def test_a_data_set_of_many_pictures_is_asked_for_the_one_by_its_name():
    written = coco(ObjectGraph.of(THINGS, *SIZE), "folder/a.png")
    written["images"].append({"id": 2, "file_name": "b.png"})
    assert same(objects_from(written, SIZE, "/elsewhere/a.png"))
    assert objects_from(written, SIZE, "b.png") == []
    with pytest.raises(SpotItError, match=r"it has 0 pictures with the file name 'c\.png'"):
        objects_from(written, SIZE, "c.png")


def test_results_without_names_and_scores_beyond_the_picture_are_taken():
    (one,) = objects_from([{"image_id": 7, "category_id": 3, "bbox": [150, 100, 40, 40], "score": 1.5}], SIZE)
    assert (list(one.box), one.label, one.score) == ([150, 100, 160, 120], "3", 1.0)


def test_supervision_in_and_out():
    pytest.importorskip("supervision")
    found = objects_from(to_supervision(ObjectGraph.of(THINGS, *SIZE)), SIZE)
    assert [(list(one.box), one.label, one.score) for one in found] == [
        (list(one.box), one.label, one.score) for one in THINGS
    ]
    assert objects_from(to_supervision(ObjectGraph.of([], *SIZE)), SIZE) == []


class Detections:
    """As supervision's, of a model without names and scores."""

    xyxy = np.array([[20.0, 40, 50, 70]], np.float32)
    confidence = None
    class_id = np.array([5])
    data: dict = {}  # noqa: RUF012


def test_detections_without_names_have_their_numbers():
    (one,) = objects_from(Detections(), SIZE)
    assert (one.label, one.score, list(one.box)) == ("5", 1.0, [20, 40, 50, 70])


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ({}, "there is no 'images'"),
        ({"nodes": [{}]}, "there is no 'attribute_scores'"),
        ([{"bbox": [1, 2, 3], "category_id": 1}], "not enough values"),
        ([{"bbox": [1, 2, float("nan"), 3], "category_id": 1}], "a box is not four numbers"),
        ("missing.json", "missing.json"),
        (3, "what is given cannot be read as objects"),
    ],
)
def test_what_are_no_objects_is_said_in_one_line(source, words):
    with pytest.raises(SpotItError, match="cannot be read as objects") as failure:
        objects_from(source, SIZE)
    assert words in str(failure.value) and "\n" not in str(failure.value)


def test_a_picture_for_which_nothing_is_given_is_an_error():
    blank = np.zeros((20, 20, 3), np.uint8)
    assert GivenDetector([(blank, [])]).detect(blank.copy()) == []
    with pytest.raises(SpotItError, match="detector=given has no objects of this picture"):
        GivenDetector([(blank, [])]).detect(blank + 1)


def test_it_brings_what_its_objects_have():
    blank = np.zeros((20, 20, 3), np.uint8)
    assert GivenDetector().writes == ()
    assert GivenDetector([(blank, THINGS)]).writes == ("attributes",)
    with pytest.raises(SpotItError, match="registrar=objects cannot work without 'centers', which detector=Given"):
        Captioner.from_pack("blocks").replace(detector=GivenDetector([(blank, THINGS)]))


def test_auto_answers_in_a_world_that_can_work_with_given_objects():
    pytest.importorskip("cv2")
    pair = [load_picture(GOLDEN / f"color_{side}.jpg") for side in ("before", "after")]  # of blocks, by their looks
    assert Captioner.from_pack().describe(*pair, objects=(THINGS[:1], THINGS)).pack == "photo"


def test_the_differ_and_the_language_work_on_anyones_detections(flat_world, pair, tmp_path, pipeline):
    files = [tmp_path / "before.json", tmp_path / "after.json"]
    for picture, file in zip(pair, files, strict=True):
        assert pipeline("inspect", picture, "--pack", "flat", "--format", "coco", "-o", file) == (0, "", "")
    options = ("--pack", "flat", "--set", "detector.flat.palette=gone", "--objects-before", files[0])
    status, out, err = pipeline("run", *pair, *options, "--objects-after", files[1], "--json")
    assert (status, err) == (0, "")
    (change,) = json.loads(out)["changes"]
    assert (change["kind"], change["old"], change["new"]) == ("color", "red", "blue")
    assert "name both" in pipeline("run", *pair, *options)[2]
    captioner = Captioner.from_pack("flat")
    answer = captioner.describe(*pair, objects=tuple(map(str, files)))
    assert answer.caption == json.loads(out)["caption"] and answer.before == str(pair[0])
    empty = captioner.describe(*pair, objects=([], captioner.inspect(load_picture(pair[1])).objects))
    assert [one.kind for one in empty.changes] == ["add", "add"]
