"""Photographs with weights, with wrong ones, and without any."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "example"


@pytest.fixture
def no_weights(monkeypatch, tmp_path):
    monkeypatch.delenv("SPOT_IT_WEIGHTS", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def garden(tmp_path):
    """A busy picture, and the same with something red in it."""
    rng = np.random.default_rng(3)
    leaves = rng.integers(20, 200, (60, 90, 3)) * (0.4, 1.0, 0.3)
    before = Image.fromarray(leaves.astype(np.uint8)).resize((270, 180)).filter(ImageFilter.GaussianBlur(1))
    after = before.copy()
    after.paste((210, 30, 30), (180, 100, 230, 150))
    before.save(tmp_path / "before.png")
    after.save(tmp_path / "after.png")
    return tmp_path / "before.png", tmp_path / "after.png"


def test_without_weights_the_change_is_found_but_not_named(no_weights, garden, pipeline):
    cv2 = pytest.importorskip("cv2")
    if not hasattr(cv2, "ximgproc"):
        pytest.skip("OpenCV lacks its contributed modules")
    status, out, err = pipeline("run", *garden, "--json")
    answer = json.loads(out)
    assert status == 0 and answer["pack"] == "photo"
    assert err.count("\n") == 1 and "pipeline packs fetch photo" in err
    assert [change["label"] for change in answer["changes"]] == ["object"]
    x0, y0, x1, y1 = answer["changes"][0]["box_after"]
    assert x0 < 205 < x1 and y0 < 125 < y1
    assert "red" in answer["caption"]


def test_a_package_that_photographs_need_is_named_as_it_is_installed(no_weights, garden, pipeline, monkeypatch):
    monkeypatch.setitem(sys.modules, "cv2", None)
    for arguments in (("run", *garden), ("run", *garden, "--stage", "detector=regions")):
        status, out, err = pipeline(*arguments)
        assert (status, out) == (2, "") and "pip install 'spot-it[vision]'" in err
        assert "Traceback" not in err and "spot-it (" not in err


def test_equal_photographs_need_no_weights(no_weights, garden, pipeline):
    assert pipeline("run", garden[0], garden[0]) == (0, "Nothing has changed.\n", "")


@pytest.mark.parametrize("by", ["option", "variable"])
def test_weights_that_are_not_there_or_no_model_are_one_line(no_weights, garden, pipeline, monkeypatch, tmp_path, by):
    (tmp_path / "text.onnx").write_text("not a model")
    for name, words in (("none.onnx", "there is no weights file"), ("text.onnx", "is not a readable ONNX model")):
        option = ("--weights", tmp_path / name) if by == "option" else ()
        monkeypatch.setenv("SPOT_IT_WEIGHTS", str(tmp_path / name) if by == "variable" else "")
        status, out, err = pipeline("run", *garden, *option)
        assert (status, out) == (2, "") and words in err and err.count("\n") == 1


def test_weights_that_nothing_would_use_are_refused(garden, pipeline):
    for command in (("run", *garden), ("diff", *garden), ("inspect", garden[0])):
        status, _, err = pipeline(*command, "--pack", "blocks", "--weights", "some.onnx")
        assert status == 2 and "takes no --weights" in err and err.count("\n") == 1


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--min-size", "-1", "--min-size '-1' is not a number of pixels"),
        ("--min-size", "big", "--min-size 'big'"),
        ("--min-confidence", "1.5", "--min-confidence '1.5' is not a number from 0 to 1"),
        ("--min-confidence", "nan", "--min-confidence 'nan'"),
    ],
)
def test_bounds_that_are_no_bounds_are_one_line(flat_world, pair, pipeline, option, value, words):
    status, out, err = pipeline("run", *pair, "--pack", "flat", f"{option}={value}")
    assert (status, out) == (2, "") and words in err and err.count("\n") == 1


def test_small_and_unsure_changes_are_left_unsaid(flat_world, pair, pipeline):
    def changed(*options):
        return json.loads(pipeline("diff", *pair, "--pack", "flat", "--format", "json", *options)[1])["changed"]

    assert changed("--min-size", "30") and not changed("--min-size", "31")
    assert changed("--min-confidence", "0.5") and not changed("--min-confidence", "1")


def test_batch_takes_the_same_bounds(flat_world, pair, tmp_path, pipeline):
    manifest = tmp_path / "pairs.jsonl"
    manifest.write_text(json.dumps({"id": "1", "before": pair[0].name, "after": pair[1].name}) + "\n")
    for options, changed in (((), True), (("--min-size", "31"), False), (("--min-confidence", "1"), False)):
        results = tmp_path / "results.jsonl"
        assert pipeline("batch", manifest, "-o", results, "--force", "--pack", "flat", "--workers", 1, *options)[0] == 0
        assert json.loads(results.read_text())["changed"] is changed


def test_a_batch_of_both_worlds_chooses_for_each_pair_and_can_be_resumed(no_weights, garden, tmp_path, pipeline):
    pytest.importorskip("cv2")
    rows = [("blocks", EXAMPLE / "before.png", EXAMPLE / "after.png"), ("photo", garden[0], garden[0])]
    manifest, results = tmp_path / "pairs.jsonl", tmp_path / "results.jsonl"
    lines = [json.dumps({"id": name, "before": str(before), "after": str(after)}) for name, before, after in rows]
    manifest.write_text("\n".join(lines) + "\n")
    assert pipeline("batch", manifest, "-o", results, "--workers", 1)[0] == 0
    answers = [json.loads(line) for line in results.read_text().splitlines()]
    assert [answer["pack"] for answer in answers] == ["blocks", "photo"]
    status, _, err = pipeline("batch", manifest, "-o", results, "--workers", 1, "--resume")
    assert status == 0 and "2 results are there already" in err


def test_auto_on_blocks_imports_none_of_the_heavy_packages():
    script = (
        "import sys; from pipeline.cli.main import main; status = main(sys.argv[1:]);"
        "heavy = {'torch', 'torchvision', 'spacy', 'sklearn', 'cv2', 'tqdm', 'urllib.request'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    command = [sys.executable, "-c", script, "run", str(EXAMPLE / "before.png"), str(EXAMPLE / "after.png")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.stdout.splitlines()[-1] == "[]", done.stderr
