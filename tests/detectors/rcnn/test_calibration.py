"""Probabilities that mean what they say."""

import json

import numpy as np
import pytest

from detectors.rcnn.calibration import Calibration, read_calibration, softmax, write_calibration
from pipeline.core.errors import SpotItError

HEADS = {
    "classes": Calibration(0.9),
    "size": Calibration(0.7, (-0.25, 0.25)),
    "color": Calibration(1.2),
    "material": Calibration(0.5, (0.0, 1.5)),
}


def test_what_is_written_is_read(tmp_path):
    write_calibration(tmp_path / "calibration.json", HEADS)
    assert read_calibration(tmp_path / "calibration.json") == HEADS


def test_without_a_file_logits_are_taken_as_they_are():
    logits = np.array([[1.0, -2.0]])
    assert read_calibration(None)["material"].probabilities(logits) == pytest.approx(softmax(logits))


def test_temperature_and_bias():
    odds = np.divide(*HEADS["material"].probabilities(np.array([0.0, -1.0]))[::-1])
    assert np.log(odds) == pytest.approx(-1.0 / 0.5 + 1.5)


@pytest.mark.parametrize(
    "text",
    [
        "no json",
        "[]",
        json.dumps({"material": 0.9}),
        json.dumps({"material": {"temperature": 0.0, "bias": []}}),
        json.dumps({"material": {"temperature": float("nan"), "bias": []}}),
        json.dumps({"material": {"temperature": 1.0, "bias": [0.1]}}),
        json.dumps({"material": {"temperature": 1.0, "bias": [0.1, float("inf")]}}),
        json.dumps({"classes": {"temperature": 1.0, "bias": [0.1, 0.2]}}),
    ],
)
def test_what_is_no_calibration_is_refused_in_one_line(tmp_path, text):
    (tmp_path / "calibration.json").write_text(text)
    with pytest.raises(SpotItError, match=r"does not hold the detector's calibration") as refused:
        read_calibration(tmp_path / "calibration.json")
    assert "\n" not in str(refused.value)


def test_a_head_that_names_one_value_too_rarely_is_set_right():
    pytest.importorskip("torch", reason="training needs torch (pip install 'spot-it[train]')")
    from pipeline.training.rcnn.calibrate import fit_head

    rng = np.random.default_rng(0)
    true = Calibration(0.8, (-0.6, 0.6))
    logits = rng.normal(0, 2.5, (20_000, 1)) * [-0.5, 0.5]
    truth = (rng.random(len(logits)) < true.probabilities(logits)[:, 1]).astype(int)
    found = fit_head(softmax(logits), truth)
    assert found.temperature == pytest.approx(0.8, abs=0.05)
    assert found.bias == pytest.approx((-0.6, 0.6), abs=0.05)


def test_few_objects_speak_for_no_bias():
    pytest.importorskip("torch", reason="training needs torch (pip install 'spot-it[train]')")
    from pipeline.training.rcnn.calibrate import fit_head

    few = fit_head(softmax(np.array([[0.5, 0.0], [-2.0, 0.0], [-0.5, 0.0]])), np.array([1, 1, 1]))
    assert 0 < few.bias[1] < 0.5
