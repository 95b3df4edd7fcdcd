"""``pipeline train templates`` and ``pipeline train ranker``."""

import json
import shutil

import pytest

from pipeline.worlds.finder import find_world
from pipeline.worlds.world import load_world

pytest.importorskip("spacy", reason="training needs spaCy (pip install 'spot-it[language]')")

CONFIG = """
[pack]
name = "words"
summary = "words alone"
trained_on = "nothing yet"
node_score = 0.5

[stages]
generator = ["templates", "ngram"]
ranker = "learned"

[generator.ngram]
language_model_file = "language.arpa"

[ranker.lm]
language_model_file = "language.arpa"

[ranker.learned]
weights_file = "ranker.json"
language_model_file = "language.arpa"
"""


def test_a_pack_gains_a_ranker_and_is_sealed(tmp_path, pipeline):
    (tmp_path / "config.toml").write_text(CONFIG)
    shutil.copy(find_world("blocks").folder / "language.arpa", tmp_path)
    status, out, err = pipeline("train", "ranker", tmp_path, "--scenes", 14)
    assert (status, err) == (0, "")
    assert {"scenes", "candidates", "chosen", "best"} == {line.split()[0] for line in out.splitlines()}
    assert load_world(tmp_path).arguments("ranker", "learned")["weights"].is_file()


def test_templates_from_a_file_of_captions(tmp_path, pipeline):
    (tmp_path / "captions.txt").write_text("The red cube was painted blue.\n" * 5)
    out_file = tmp_path / "templates.json"
    status, out, _ = pipeline("train", "templates", out_file, "--captions", tmp_path / "captions.txt")
    assert status == 0 and out.split()[:2] == ["frames", "1"]
    assert json.loads(out_file.read_text())["frames"] == {"color": {"{object} was painted {new}": 5.0}}


def test_pairs_without_truth_are_one_clear_line(tmp_path, pipeline):
    (tmp_path / "config.toml").write_text(CONFIG)
    shutil.copy(find_world("blocks").folder / "language.arpa", tmp_path)
    (tmp_path / "pairs.jsonl").write_text('{"id": "a", "before": "a.png", "after": "b.png"}\n')
    status, out, err = pipeline("train", "ranker", tmp_path, "--pairs", tmp_path)
    assert (status, out) == (2, "") and "truth" in err and not (tmp_path / "ranker.json").exists()


def test_the_language_model_of_every_world_comes_from_one_command(tmp_path, pipeline):
    said = {"blocks": "cube", "photo": "giraffe"}
    for world, word in said.items():
        out_file = tmp_path / f"{world}.arpa"
        status, out, err = pipeline("train", "language", out_file, "--world", world, "--sentences", 3000)
        assert (status, err) == (0, "")
        measured = dict(line.split() for line in out.splitlines())
        assert measured["sentences"] == "3000"
        assert int(measured["bytes"]) == out_file.stat().st_size
        words = {
            line.split("\t")[1] for line in out_file.read_text().split("\\2-grams:")[0].splitlines() if "\t" in line
        }
        assert {other for other in said.values() if other in words} == {word}


def test_things_may_be_called_as_a_file_says(tmp_path, pipeline):
    (tmp_path / "labels.txt").write_text("excavator\ncrane\n")
    command = ("train", "language", tmp_path / "out.arpa", "--labels", tmp_path / "labels.txt", "--sentences", 500)
    assert pipeline(*command, "--world", "photo")[0] == 0
    assert "\texcavator\t" in (tmp_path / "out.arpa").read_text()
    status, out, err = pipeline(*command, "--world", "blocks")
    assert (status, out) == (2, "") and "leave out --labels" in err and err.count("\n") == 1


def test_a_file_without_labels_is_said_in_one_line(tmp_path, pipeline):
    (tmp_path / "labels.txt").write_text("\n")
    for name in ("labels.txt", "absent.txt"):
        status, _, err = pipeline("train", "language", tmp_path / "o", "--world", "photo", "--labels", tmp_path / name)
        assert status == 2 and f"{name} cannot be read as labels" in err
        assert not (tmp_path / "o").exists()
