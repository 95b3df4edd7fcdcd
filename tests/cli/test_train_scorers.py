"""``pipeline train aligner`` and ``pipeline train embedding``: from seen pictures to a file that scores sentences."""

import shutil
from random import Random

import pytest
from abstract_world import world
from seen_world import seen

from pipeline.cli.main import main
from pipeline.core.types import Candidate
from pipeline.worlds.finder import find_world
from pipeline.worlds.world import load_world
from ranker.alignment.scorer import AlignmentScorer
from ranker.brnn import BrnnGrounder
from ranker.embedding.scorer import EmbeddingScorer

pytest.importorskip("torch", reason="training needs torch (pip install 'spot-it[train]')")
pytest.importorskip("spacy", reason="sentences are judged by the parser, which needs spaCy")
pytest.importorskip("sklearn", reason="text features need scikit-learn")


@pytest.fixture
def pack(tmp_path):
    """A copy of the pack to train into."""
    folder = tmp_path / "pack"
    shutil.copytree(find_world("blocks").folder, folder)
    return folder


@pytest.mark.parametrize(
    ("part", "scorer"), [("aligner", AlignmentScorer), ("embedding", EmbeddingScorer)], ids=["aligner", "embedding"]
)
def test_a_trained_scorer_is_sealed_into_the_pack(part, scorer, pack, tmp_path, monkeypatch, capsys):
    rng = Random(3)
    pictures = [seen(rng) for _ in range(14)]
    monkeypatch.setattr("pipeline.training.alignment.pictures.look", lambda *_: pictures)
    out = tmp_path / "run"
    command = ["train", part, str(tmp_path), "--pack", str(pack), "--pairs", "6", "--epochs", "1", "--out", str(out)]
    command += ["--force"]
    assert main(command) == 0
    printed = capsys.readouterr().out
    assert "held out" in printed
    assert {path.name for path in out.iterdir()} >= {"checkpoint.safetensors", "log.jsonl"}
    assert main([*command, "--resume"]) == 0
    assert capsys.readouterr().out == printed
    assert main(command) == 2
    assert "--resume" in capsys.readouterr().err
    load_world(pack)
    sentences = ["The cube has disappeared.", "The ball has disappeared."]
    analysis = world("drop", 2)
    scores = scorer(pack / f"{part}.safetensors").score(analysis, sentences)
    assert scores.shape == (2,)
    assert scores[0] != scores[1]
    if part == "aligner":
        (found,) = BrnnGrounder(pack / "aligner.safetensors").ground(Candidate(sentences[0], "test"), analysis)
        assert found.phrase == "cube"
        assert 0 < found.score <= 1


def test_a_folder_without_pictures_is_said_in_one_line(pack, tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    assert main(["train", "aligner", str(tmp_path / "empty"), "--pack", str(pack), "--force"]) == 2
    message = capsys.readouterr().err.strip()
    assert "pipeline synth --single" in message
    assert "Traceback" not in message


def test_a_run_to_resume_needs_a_folder(pack, tmp_path, capsys):
    assert main(["train", "aligner", str(tmp_path), "--pack", str(pack), "--resume", "--force"]) == 2
    assert "--out" in capsys.readouterr().err
