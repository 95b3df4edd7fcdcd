"""The picture of a training run, and the log that it is drawn from."""

from __future__ import annotations

import io
import json

import numpy as np
import pytest
from PIL import Image

from pipeline.training.learning_curve import learning_curve, read_log, save_learning_curve

POINTS = [{"done": i / 10, "loss": 1 / (i + 1), **({"held out": i} if i % 2 else {})} for i in range(10)]


def test_a_resumed_run_replaces_what_it_logged_again(tmp_path):
    path = tmp_path / "log.jsonl"
    logged = [{"done": 0.0, "loss": 9}, {"done": 0.2, "loss": 8}, {"done": 0.1, "loss": 5}, {"done": 0.2, "loss": 4}]
    path.write_text("".join(json.dumps(point) + "\n" for point in logged))
    assert [point["loss"] for point in read_log(path)] == [9, 5, 4]
    assert read_log(tmp_path / "none") == []


def test_every_value_has_a_panel_with_its_own_curve():
    pytest.importorskip("matplotlib")

    def drawn(points):
        return np.asarray(Image.open(io.BytesIO(learning_curve(points))).convert("L"))

    both, one = drawn(POINTS), drawn([{"done": p["done"], "loss": p["loss"]} for p in POINTS])
    assert both.shape[0] > one.shape[0] + 100 and both.shape[1] == one.shape[1] == 700
    other = drawn([{"done": p["done"], "loss": -p["loss"]} for p in POINTS])
    assert (one != other).any()


def test_without_matplotlib_a_finished_training_is_not_lost(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("pipeline.training.learning_curve.find_spec", lambda name: None)
    save_learning_curve(POINTS, tmp_path / "curve.png")
    assert not (tmp_path / "curve.png").exists()
    assert "matplotlib" in capsys.readouterr().err
