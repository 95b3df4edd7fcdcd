"""Models that are whole as files but hold nonsense: one clear line, and never a crash."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from detectors.rcnn.calibration import read_calibration
from detectors.rcnn.onnx_detector import open_session
from detectors.screen.detector import ScreenDetector
from language.wording import Wording
from pipeline.core.errors import SpotItError
from pipeline.core.ngram.model import NgramModel
from pipeline.core.ngram.scorer import Scorer
from pipeline.core.onnx_weights import has_finite_weights
from pipeline.core.tensors import as_bytes, read_tensors
from pipeline.worlds import finder
from ranker.alignment.model import load as load_aligner
from ranker.learned import load as load_ranker

BLOCKS = Path(finder.__file__).parent / "blocks"
DEEP = "[" * 100_000


def refused(read, path: Path) -> None:
    with pytest.raises(SpotItError) as failure:
        read(path)
    assert "\n" not in str(failure.value) and path.name in str(failure.value)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_torch_weights_that_are_no_numbers_are_refused_before_they_reach_roi_align(tmp_path, value):
    pytest.importorskip("torch", reason="reading the network's own weights needs torch")
    from safetensors.numpy import load_file, save_file

    from detectors.rcnn.network import RCNN
    from detectors.rcnn.weights import load_weights

    weights = load_file(BLOCKS / "rcnn.safetensors")
    name = next(name for name, array in weights.items() if array.ndim == 4)
    weights[name] = weights[name].copy()
    weights[name][0, 0, 0, 0] = value
    save_file(weights, tmp_path / "weights.safetensors")
    refused(lambda path: load_weights(RCNN(), path, "install the pack again"), tmp_path / "weights.safetensors")
    weights[name] = np.ones((1, 2, 3, 4), np.float32)
    save_file(weights, tmp_path / "weights.safetensors")
    refused(lambda path: load_weights(RCNN(), path, "install the pack again"), tmp_path / "weights.safetensors")


@pytest.mark.parametrize("part", ["trunk", "heads"])
def test_onnx_weights_that_are_no_numbers_and_graphs_of_other_names_are_refused(tmp_path, part):
    content = (BLOCKS / f"{part}.onnx").read_bytes()
    assert has_finite_weights(content)
    assert open_session(BLOCKS / f"{part}.onnx", part, 1)
    refused(lambda path: open_session(path, "heads" if part == "trunk" else "trunk", 1), BLOCKS / f"{part}.onnx")
    onnx = pytest.importorskip("onnx", reason="writing graphs needs onnx")
    model = onnx.load_from_string(content)
    tensor = next(one for one in model.graph.initializer if one.data_type == 1 and len(one.dims) == 4)
    array = onnx.numpy_helper.to_array(tensor).copy()
    array.flat[0] = np.nan
    tensor.CopyFrom(onnx.numpy_helper.from_array(array, tensor.name))
    (tmp_path / "bad.onnx").write_bytes(model.SerializeToString())
    refused(lambda path: open_session(path, part, 1), tmp_path / "bad.onnx")
    for size in (0, 10, len(content) // 2):
        (tmp_path / "cut.onnx").write_bytes(content[:size])
        refused(lambda path: open_session(path, part, 1), tmp_path / "cut.onnx")


def test_weights_of_the_detector_of_pages_that_are_no_numbers_are_refused(tmp_path):
    onnx = pytest.importorskip("onnx", reason="writing graphs needs onnx")
    model = onnx.load(BLOCKS.parent / "screen" / "roles.onnx")
    tensor = next(one for one in model.graph.initializer if one.data_type == 1 and len(one.dims) == 4)
    array = np.full_like(onnx.numpy_helper.to_array(tensor), np.inf)
    tensor.CopyFrom(onnx.numpy_helper.from_array(array, tensor.name))
    (tmp_path / "bad.onnx").write_bytes(model.SerializeToString())
    refused(lambda path: ScreenDetector(weights=path)._session, tmp_path / "bad.onnx")


def aligner(tmp_path: Path, change) -> Path:
    arrays, about = read_tensors(BLOCKS / "aligner.safetensors")
    change(arrays, about)
    path = tmp_path / "aligner.safetensors"
    path.write_bytes(as_bytes(arrays, "spot-it aligner 1", about))
    return path


@pytest.mark.parametrize(
    "change",
    [
        lambda arrays, _: arrays.pop("leave.bias"),
        lambda arrays, _: arrays.update({"enter.weight": np.ones((3, 5), np.float16)}),
        lambda arrays, _: arrays.update({"scale": arrays["scale"][:-1]}),
        lambda arrays, _: arrays.update({"scale": arrays["scale"] * np.float16(np.nan)}),
        lambda _, about: about.update(features=10**15),
        lambda _, about: about.update(features="many"),
        lambda _, about: about.update(words=7),
        lambda _, about: about.update(words=["the"]),
        lambda _, about: about.update(attributes={"color": 3}),
        lambda _, about: about.pop("nouns"),
        lambda _, about: about.update(leak=[]),
    ],
)
def test_aligners_that_do_not_fit_are_refused(tmp_path, change):
    load_aligner(aligner(tmp_path, lambda *_: None))
    refused(load_aligner, aligner(tmp_path, change))


GOOD = {"weights": {"lm": 1.0}, "documents": 3, "frequency": {"a b": 2}}


@pytest.mark.parametrize(
    "text",
    [
        DEEP,
        "7",
        "",
        json.dumps(GOOD | {"documents": float("inf")}),
        json.dumps(GOOD | {"documents": -1}),
        json.dumps(GOOD | {"weights": {"lm": float("nan")}}),
        json.dumps(GOOD | {"weights": []}),
        json.dumps(GOOD | {"frequency": {"a": [1]}}),
    ],
)
def test_rankers_that_are_none_are_refused(tmp_path, text):
    (tmp_path / "ranker.json").write_text(text)
    refused(load_ranker, tmp_path / "ranker.json")


@pytest.mark.parametrize(
    "text",
    [
        DEEP,
        "[]",
        '{"classes": 7}',
        '{"classes": {"temperature": Infinity, "bias": []}}',
        '{"classes": {"temperature": 1, "bias": [1]}}',
        '{"colour": {"temperature": 1, "bias": []}}',
        "\udc80",
    ],
)
def test_calibrations_that_are_none_are_refused(tmp_path, text):
    (tmp_path / "calibration.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    refused(read_calibration, tmp_path / "calibration.json")


def templates(**changes: object) -> str:
    return json.dumps({"frames": {}, "words": {}, "links": {}, "expressions": {}} | changes)


@pytest.mark.parametrize(
    "text",
    [
        DEEP,
        templates(frames=[]),
        templates(frames={"add": {"{object} came": float("inf")}}),
        templates(frames={"add": {"{object} came": -2}}),
        templates(frames={"add": {"{creature} came": 2}}),
        templates(frames={"none": {"{object} is there": 2}}),
        templates(words={"red": 3}),
    ],
)
def test_templates_that_are_none_are_refused(tmp_path, text):
    (tmp_path / "templates.json").write_text(text)
    refused(Wording.read, tmp_path / "templates.json")


ARPA = "\\data\\\nngram 1=3\n\n\\1-grams:\n-1\t<s>\t0\n-1\t</s>\n-1\ta\n\n\\end\\\n"


@pytest.mark.parametrize(
    "text",
    ["", "garbage", ARPA[:-30], ARPA.replace("1=3", "1=9"), ARPA.replace("-1\ta", "nan\ta"), ARPA.replace("-1\ta", "a"),
     ARPA.replace("1=3", "1=" + "9" * 5000), "\\data\\\nngram 1=Infinity\n", "\x00" * 500, "\udc80" * 9],
)  # fmt: skip
def test_language_models_that_are_none_are_refused(tmp_path, text):
    (tmp_path / "words.arpa").write_bytes(text.encode("utf-8", "surrogateescape"))
    refused(NgramModel.read, tmp_path / "words.arpa")
    refused(Scorer, tmp_path / "words.arpa")


def test_weights_that_are_numbers_but_give_none_end_in_one_line_and_not_in_a_crash(tmp_path):
    pytest.importorskip("torch", reason="reading the network's own weights needs torch")
    from safetensors.numpy import load_file, save_file

    from detectors.rcnn.torch_detector import TorchRCNN

    weights = load_file(BLOCKS / "rcnn.safetensors")
    for name, array in weights.items():
        if name.startswith("trunk") and array.ndim == 4:
            weights[name] = array * np.float32(1e30)
    save_file(weights, tmp_path / "weights.safetensors")
    with pytest.raises(SpotItError, match="give no numbers"):
        TorchRCNN(tmp_path / "weights.safetensors").examine(np.full((64, 96, 3), 90, np.uint8))
