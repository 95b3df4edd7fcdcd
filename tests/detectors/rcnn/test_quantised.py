"""The trunk in 8 bits."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from detectors.rcnn import onnx_detector, processor
from detectors.rcnn.onnx_detector import OnnxRCNN
from detectors.rcnn.preprocess import fit
from pipeline.core.boxes import iou
from pipeline.core.images import load_picture
from pipeline.worlds.finder import find_world

GOLDEN = Path(__file__).resolve().parents[2] / "golden"


@pytest.mark.parametrize(
    "told, expected",
    [
        ("flags\t\t: fpu sse avx2 avx512f avx512_vnni\n", True),
        ("flags\t\t: fpu avx2 avx_vnni\n", True),
        ("Features\t: fp asimd asimddp\n", True),  # ARM
        ("flags\t\t: fpu sse avx2 avx512f\n", False),
        ("model name\t: avx512_vnni, so it says\n", False),
        (None, False),
    ],
)
def test_only_a_processor_that_says_so_multiplies_bytes(tmp_path, monkeypatch, told, expected):
    if told is not None:
        (tmp_path / "cpuinfo").write_text(told)
    monkeypatch.setattr(processor, "_CPUINFO", tmp_path / "cpuinfo")
    processor.multiplies_bytes.cache_clear()
    assert processor.multiplies_bytes() is expected
    processor.multiplies_bytes.cache_clear()


@pytest.fixture
def arguments():
    return find_world("blocks").arguments("detector", "rcnn") | {"threads": 1}


def found(detector, picture):
    return [(one.label, *one.attributes.values()) for one in detector.detect(picture) if one.score > 0.7]


@pytest.mark.parametrize("able", [True, False])
def test_the_fast_trunk_answers_where_the_processor_is_able_to(arguments, monkeypatch, able):
    monkeypatch.setattr(onnx_detector, "multiplies_bytes", lambda: able)
    unread = arguments | {"trunk" if able else "fast_trunk": "missing.onnx"}
    assert len(found(OnnxRCNN(**unread), load_picture(GOLDEN / "color_before.jpg"))) > 2


@pytest.fixture(scope="module")
def fast(tmp_path_factory):
    """A trunk that is quantised here."""
    pytest.importorskip("onnx")
    from pipeline.training.rcnn.quantise import quantise

    folder = tmp_path_factory.mktemp("pack")
    shutil.copy(find_world("blocks").arguments("detector", "rcnn")["trunk"], folder / "trunk.onnx")
    quantise(folder, [load_picture(GOLDEN / name) for name in ("color_before.jpg", "none_after.jpg")])
    return folder / "trunk_int8.onnx"


def test_quantising_changes_no_object(arguments, fast):
    picture = load_picture(GOLDEN / "drop_before.jpg")
    exact = found(OnnxRCNN(**arguments | {"fast_trunk": None}), picture)
    assert sorted(found(OnnxRCNN(**arguments | {"fast_trunk": fast}), picture)) == sorted(exact)


@pytest.mark.skipif(not processor.multiplies_bytes(), reason="this processor answers through the exact trunk")
def test_places_are_as_exact_as_before_quantising(arguments):
    """Eight bits hold no coordinates: two pixels a step, and none beyond the widest picture of those calibrated on."""
    picture = load_picture(GOLDEN / "color_before.jpg")
    plain = np.broadcast_to(picture[:, :1], (picture.shape[0], 480, 3))
    wide = np.concatenate([plain, picture], axis=1)
    exact, ships = OnnxRCNN(**arguments | {"fast_trunk": None}), OnnxRCNN(**arguments)
    assert sorted(found(ships, wide)) == sorted(found(exact, wide))
    proposed, known = (one.look(fit(picture))[3] for one in (ships, exact))
    assert np.median(iou(proposed, known).max(1)) > 0.98
