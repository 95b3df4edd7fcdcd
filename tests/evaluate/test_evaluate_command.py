"""`pipeline evaluate`: every measure that the files allow, by kind, and one line for what cannot be."""

from __future__ import annotations

import json
import sys

import flat_world as flat
import numpy as np
import pytest
from evaluation_data import CAPTIONS, KINDS, REFERENCES, answers, pairs, scene_row, write_lines

QUICK = ("--without", "METEOR", "--without", "SPICE")


@pytest.fixture
def without_java(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))


def figures(pipeline, *arguments):
    status, out, err = pipeline("evaluate", *arguments, *QUICK, "--format", "json", "--resamples", 50)
    assert status == 0, err
    return json.loads(out)


def test_words_are_scored_by_kind(without_java, tmp_path, pipeline):
    pytest.importorskip("pycocoevalcap")
    found = figures(pipeline, pairs(tmp_path), answers(tmp_path))
    assert found["groups"] == {"all": 4, "changed": 3, "color": 1, "drop": 1, "move": 1, "none": 1}
    bleu, cider = found["figures"]["BLEU-1"], found["figures"]["CIDEr-D"]
    assert set(bleu) == set(found["groups"]) and bleu["color"]["value"] == pytest.approx(100)
    assert bleu["all"]["interval"][0] < bleu["all"]["value"] <= bleu["all"]["interval"][1]
    assert set(cider) == {"all", "changed"}  # of a single pair it is 0 by construction, so it is not shown
    assert found["comparable_with_published"] is False and "tokenizer" in found["notes"][0]


def test_the_table_says_what_the_json_says(without_java, tmp_path, pipeline):
    pytest.importorskip("pycocoevalcap")
    status, out, _ = pipeline("evaluate", pairs(tmp_path), answers(tmp_path), *QUICK)
    lines = out.splitlines()
    assert status == 0 and lines[0].split()[-6:] == ["all", "changed", "color", "drop", "move", "none"]
    assert lines[1].split() == ["pairs", "4", "3", "1", "1", "1", "1"]
    row = next(line for line in lines if line.startswith("CIDEr-D"))
    assert row.split()[-4:] == ["-"] * 4
    assert "may not be compared with published ones" in out


def scene_results(folder, name, caption, changes, grounding=()):
    row = {"id": "s", "caption": caption, "changes": list(changes), "grounding": list(grounding)}
    return write_lines(folder / name, [row])


def test_facts_and_pointing_need_no_references(tmp_path, pipeline):
    pytest.importorskip("spacy")
    manifest = write_lines(tmp_path / "pairs.jsonl", [scene_row()])
    change = {"kind": "color", "label": "cube", "attributes": scene_row()["changes"][0]["attributes"], "new": "blue"}
    boxes = {"phrase": "small cube", "start": 4, "end": 14, "box_before": [0, 0, 20, 20], "box_after": [5, 0, 25, 20]}
    right = scene_results(tmp_path, "right.jsonl", "The small cube turned blue.", [change], [boxes])
    wrong = scene_results(tmp_path, "wrong.jsonl", "The large cube turned blue.", [change | {"new": "red"}])
    values = [
        {name: by_group["all"]["value"] for name, by_group in figures(pipeline, manifest, path)["figures"].items()}
        for path in (right, wrong)
    ]
    names = ["facts right", "first fact right", "sentence understood", "sentence true", "sentence true, one object"]
    names += ["pointing", "box of the change"]
    assert values[0] == dict.fromkeys(names, 100)
    assert values[1] == dict.fromkeys(names, 0) | {"sentence understood": 100}


def test_an_error_is_wrong_everywhere(tmp_path, pipeline):
    pytest.importorskip("spacy")
    rows = [scene_row("s"), scene_row("t")]
    change = {"kind": "color", "label": "cube", "attributes": scene_row()["changes"][0]["attributes"], "new": "blue"}
    good = {"id": "s", "caption": "The small cube turned blue.", "changes": [change], "grounding": []}
    results = write_lines(tmp_path / "r.jsonl", [good, {"id": "t", "error": "no picture"}])
    found = figures(pipeline, write_lines(tmp_path / "pairs.jsonl", rows), results)["figures"]
    for name in ("facts right", "sentence true", "sentence understood"):
        assert (found[name]["all"]["value"], found[name]["all"]["count"]) == (50, 2)


def test_a_data_set_is_scored_by_its_own_files_and_other_peoples_captions(without_java, tmp_path, pipeline):
    pytest.importorskip("pycocoevalcap")
    said = {"000000": ["the red cube moved", "the cube changed its location"], "000001": ["the ball has appeared"]}
    files = {
        "change_captions.json": {f"CLEVR_default_{n}.png": captions for n, captions in said.items()},
        "no_change_captions.json": {f"CLEVR_default_{n}.png": ["there is no change"] for n in said},
        "splits.json": {"test": [0, 1]},
        "type_mapping.json": {"move": ["000000.png"], "add": ["000001.png"]},
    }
    for name, content in files.items():
        (tmp_path / name).write_text(json.dumps(content))
    captions = {"000000.png": "the red cube moved", "000001.png": "the ball has appeared"}
    captions |= {f"{name}_n": "there is no change" for name in captions}
    results = tmp_path / "sc_results.json"
    results.write_text(json.dumps([{"image_id": name, "caption": text} for name, text in captions.items()]))
    out = tmp_path / "coco.json"
    found = figures(pipeline, "--dataset", "clevr_change", tmp_path, results, "--write-coco", out)
    assert found["groups"] == {"all": 4, "changed": 2, "add": 1, "move": 1, "none": 2}
    assert found["figures"]["BLEU-1"]["all"]["value"] == pytest.approx(100)
    assert {e["image_id"]: e["caption"] for e in json.loads(out.read_text())} == captions


def test_retrieval_is_scored_from_a_matrix(tmp_path, pipeline):
    tokens = [f"{name}.jpg#{i}\ttext {i}" for name in "ab" for i in range(2)]
    (tmp_path / "results_20130124.token").write_text("\n".join(tokens))
    (tmp_path / "test.txt").write_text("a\nb\n")
    scores = np.array([[0.9, 0.1, 0.2, 0.3], [0.5, 0.6, 0.4, 0.1]])
    np.savez(tmp_path / "scores.npz", scores=scores)
    np.savez(tmp_path / "turned.npz", scores=scores[::-1][:, [2, 3, 0, 1]], ids=["b.jpg", "a.jpg"])
    arguments = ("evaluate", tmp_path, "--dataset", "flickr30k", "--format", "json")
    status, out, _ = pipeline(*arguments, tmp_path / "scores.npz")
    assert status == 0
    found = json.loads(out)
    first, second = found["image to sentence"], found["sentence to image"]
    assert first["recall@1"] == {"value": 50, "interval": [0, 100], "count": 2}
    assert first["recall@5"] == {"value": 100, "interval": None, "count": 2}
    assert (first["median_rank"], second["median_rank"]) == (2, 1)
    assert (second["recall@1"]["value"], second["recall@1"]["count"]) == (50, 4)
    assert json.loads(pipeline(*arguments, tmp_path / "turned.npz")[1]) == found
    assert "recall@10" in pipeline("evaluate", tmp_path, "--dataset", "flickr30k", tmp_path / "scores.npz")[1]


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        ({"scores": np.zeros((2, 3))}, "shape (2, 3), not (2, 4)"),
        ({"scores": np.full((2, 4), np.nan)}, "not a finite number"),
        ({"other": np.zeros(1)}, "no array scores"),
        ({"scores": np.zeros((1, 2)), "ids": ["z.jpg"]}, "the first: 'z.jpg'"),
        ({"scores": np.zeros((2, 4)), "ids": ["a.jpg", "a.jpg"]}, "twice"),
    ],
)
def test_scores_of_something_else_are_refused(tmp_path, pipeline, arrays, words):
    (tmp_path / "results_20130124.token").write_text("\n".join(f"{n}.jpg#{i}\tx" for n in "ab" for i in range(2)))
    np.savez(tmp_path / "scores.npz", **arrays)
    status, _, err = pipeline("evaluate", tmp_path, tmp_path / "scores.npz", "--dataset", "flickr30k", "--split", "all")
    assert status == 2 and words in err and err.count("\n") == 1


def refused(pipeline, *arguments):
    status, out, err = pipeline("evaluate", *arguments, *QUICK)
    assert (status, out) == (2, "") and err.count("\n") == 1
    return err


def test_bad_input_is_one_line(tmp_path, pipeline):
    manifest, results = pairs(tmp_path), answers(tmp_path)
    assert "--dataset NAME" in refused(pipeline, tmp_path, results)
    assert "no such file" in refused(pipeline, tmp_path / "none.jsonl", results)
    assert "no such file" in refused(pipeline, manifest, tmp_path / "none.jsonl")
    few = answers(tmp_path, {"a": CAPTIONS["a"]}, "few.jsonl")
    assert "no answer for 3 of 4 pairs" in refused(pipeline, manifest, few)
    rows = [
        {"id": name, "captions": REFERENCES[name] if name != "b" else ["  "], "kind": KINDS[name]} for name in "abcd"
    ]
    assert "1 pairs have no reference captions (the first: 'b')" in refused(
        pipeline, write_lines(tmp_path / "silent.jsonl", rows), results
    )
    assert "invalid choice: 'clevr'" in refused(pipeline, tmp_path, results, "--dataset", "clevr")


def test_nothing_to_measure_is_said(tmp_path, pipeline, monkeypatch):
    manifest = write_lines(tmp_path / "p.jsonl", [{"id": "a"}])
    results = answers(tmp_path, {"a": "x"})
    assert "nothing can be measured" in refused(pipeline, manifest, results)
    monkeypatch.setitem(sys.modules, "pycocoevalcap", None)
    assert refused(pipeline, write_lines(tmp_path / "q.jsonl", [{"id": "a", "captions": ["a cat"]}]), results).count(
        "spot-it[evaluate]"
    )


def test_batch_answers_the_pairs_of_a_data_set_and_evaluate_scores_them(flat_world, tmp_path, pipeline):
    tile = flat.Tile("red", (20, 40, 50, 70))
    moved = flat.Tile("blue", (20, 40, 50, 70))
    (tmp_path / "resized_images").mkdir()
    for name, tiles in (("12", tile), ("12_2", moved)):
        flat.draw(tmp_path / "resized_images" / f"{name}.png", tiles)
    (tmp_path / "test.json").write_text(json.dumps([{"img_id": "12", "sentences": ["the red cube turned blue"]}]))
    results = tmp_path / "results.jsonl"
    dataset = ("--dataset", "spot_the_diff")
    assert pipeline("batch", tmp_path, "-o", results, *dataset, "--pack", "flat", "--workers", 1)[0] == 0
    assert json.loads(results.read_text())["changed"] is True
    assert figures(pipeline, tmp_path, results, *dataset)["groups"] == {"all": 1}
    (tmp_path / "captions_test.json").write_text(
        '{"images": [{"id": 1, "file_name": "a.jpg"}], "annotations": [{"image_id": 1, "caption": "A cat."}]}'
    )
    status, _, err = pipeline("batch", tmp_path, "-o", tmp_path / "r", "--dataset", "coco_captions")
    assert status == 2 and "single pictures" in err
