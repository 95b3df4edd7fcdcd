"""What the benchmarks beside other tools, and of growth, make of answers and points."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
import screen_page as page
from PIL import Image

from benchmarks.growth import exponent
from benchmarks.growth_plot import plot
from benchmarks.peer_pairs import DISTURBED, Pair
from benchmarks.peer_processes import Answer
from benchmarks.peers import figures

ROOT = Path(__file__).resolve().parents[2]


def answers(scores, least=0.5):
    return [Answer(score >= least, score, 0.1, 0.05) for score in scores]


def test_alarms_are_given_at_the_default_at_the_best_threshold_and_at_our_hits():
    pairs = [Pair(Path("a"), Path("b"), sort) for sort in (None, None, None, None, "light", "light", "noise", "noise")]
    told = {
        "ours": answers([0.9, 0.9, 0.9, 0.0, 0.0, 0.0, 0.0, 0.0]),
        "plain": answers([0.9, 0.8, 0.3, 0.1, 0.6, 0.7, 0.2, 0.0]),
    }
    found = figures("set", "plain", pairs, told, 2e6)
    assert (found.changed, found.unchanged, found.megabytes) == (4, 4, 2.0)
    assert (found.hits, found.false_alarms) == (0.5, 0.5)
    assert found.alarms_by_disturbance == {"light": 1.0, "noise": 0.0}
    assert (found.best_hits, found.best_false_alarms) == (0.5, 0.0)  # from 0.8 on
    assert found.alarms_at_our_hits == 0.5  # three of four, as ours: from 0.3 on
    assert figures("set", "ours", pairs, told, 0).false_alarms == 0
    assert figures("set", "resnet101", pairs, {"resnet101": answers([0.0] * 8)}, 0).hits is None


@pytest.mark.parametrize("sort", DISTURBED)
def test_a_disturbed_picture_is_another_one_of_the_same_size(sort):
    image = Image.fromarray(page.drawn(page.PAGE))
    other = DISTURBED[sort](image, np.random.default_rng(0))
    assert other.size == image.size
    away = np.abs(np.asarray(other, int) - np.asarray(image, int))
    assert 0 < away.mean() < 60


def test_a_tool_answers_lines(tmp_path):
    pytest.importorskip("cv2")
    for name, things in (("a", page.PAGE), ("b", page.MENU)):
        Image.fromarray(page.drawn(things)).save(tmp_path / f"{name}.png")
    files = [(tmp_path / "a.png", tmp_path / "b.png"), (tmp_path / "a.png", tmp_path / "a.png")]
    asked = "".join(json.dumps({"before": str(one), "after": str(other)}) + "\n" for one, other in files)
    command = [sys.executable, "-m", "benchmarks.peer_tools", "mog2", "1"]
    done = subprocess.run(command, input=asked + '{"memory": true}\n', cwd=ROOT, capture_output=True, text=True)
    ready, changed, same, memory = map(json.loads, done.stdout.splitlines())
    assert ready["ready"] and memory["memory"] > 1e6
    assert (changed["changed"], same["changed"], same["score"]) == (True, False, 0.0)


def test_the_exponent_of_what_is_quadratic_is_two():
    points = [{"at": at, "seconds": {"all": 0.01 * at**2}, "bytes": 1e8} for at in (3, 10, 30)]
    assert exponent(*points[1:]) == pytest.approx(2)
    drawn = ElementTree.fromstring(plot({"objects & more": points}))
    assert len(drawn.findall(".//{*}polyline")) == 2
