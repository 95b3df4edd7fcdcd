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
