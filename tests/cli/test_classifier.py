"""Names for what the detector has no name for, from a classifier that --classifier names."""

from __future__ import annotations

import json

import numpy as np
import pytest
from classifier_export import export
from photo_scene import HEIGHT, WIDTH, put, scene
from PIL import Image

pytest.importorskip("cv2")

from pipeline.core.types import ObjectGraph, SceneObject
from pipeline.output.as_coco import coco

DOG, RED = 207, (90, -45, -45)


@pytest.fixture
def asked(tmp_path):
    """The arguments of `run` for a pair with something red in it that the detector, which saw a chair, has not seen."""
    chair = ObjectGraph.of([SceneObject(np.array([250.0, 20, 300, 70]), "chair", 0.8)], WIDTH, HEIGHT)
    for name, picture in (("before", scene()), ("after", put(scene(), (60, 80, 110, 150)))):
        Image.fromarray(picture).save(tmp_path / f"{name}.png")
        (tmp_path / f"{name}.json").write_text(json.dumps(coco(chair, f"{name}.png")))
    given = ("--objects-before", tmp_path / "before.json", "--objects-after", tmp_path / "after.json")
    return tmp_path / "before.png", tmp_path / "after.png", *given, "--pack", "photo", "--style", "full"


def test_a_thing_without_a_name_is_named_by_the_classifier(asked, tmp_path, pipeline):
    status, out, _ = pipeline("run", *asked)
    assert status == 0 and "dog" not in out
    status, out, _ = pipeline("run", *asked, "--classifier", export(tmp_path / "names.onnx", {DOG: RED}))
    assert status == 0 and "red dog" in out
    kinds = dict.fromkeys((DOG, 281, 345), RED)  # a dog, a cat or an ox
    status, out, _ = pipeline("run", *asked, "--classifier", export(tmp_path / "names.onnx", kinds))
    assert status == 0 and "red animal" in out and "dog" not in out


def test_what_is_no_classifier_is_said_before_anything_is_looked_at(asked, tmp_path, pipeline):
    (tmp_path / "text.onnx").write_text("no model")
    for file in (tmp_path / "none.onnx", tmp_path / "text.onnx", export(tmp_path / "80.onnx", {}, classes=80)):
        status, out, err = pipeline("run", asked[0], asked[0], "--classifier", file)
        assert (status, out, err.count("\n")) == (2, "", 1) and str(file) in err


def test_a_pack_that_asks_no_classifier_says_so(asked, tmp_path, pipeline):
    file = export(tmp_path / "names.onnx", {DOG: RED})
    status, out, err = pipeline("run", *asked[:2], "--pack", "blocks", "--classifier", file)
    assert (status, out) == (2, "") and "takes no --classifier" in err


def test_results_of_another_classifier_are_done_again(asked, tmp_path, pipeline):
    manifest, results = tmp_path / "pairs.jsonl", tmp_path / "results.jsonl"
    manifest.write_text(json.dumps({"id": "a", "before": "before.png", "after": "after.png"}) + "\n")
    file = tmp_path / "names.onnx"
    options = ("--stage", "detector=none", "--pack", "photo", "--workers", 1, "--classifier", file, "-o", results)
    marks = []
    for rows in ({DOG: RED}, {DOG: RED}, {281: RED}):
        export(file, rows)
        assert pipeline("batch", manifest, *options, *(("--resume",) if marks else ()))[0] == 0
        marks.append(json.loads(results.read_text())["fingerprint"]["settings"])
    assert marks[0] == marks[1] != marks[2]
