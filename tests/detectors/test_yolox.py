import json
import os

import numpy as np
import pytest
from PIL import Image

from detectors.coco import COCO_LABELS
from detectors.yolox import YoloxDetector, _letterboxed
from pipeline.core.boxes import Letterbox, iou
from pipeline.core.errors import SpotItError

LABELS = ("cat", "dog", "boat")


@pytest.fixture
def export(tmp_path):
    """Writes an ONNX detector of 64 x 64 input that answers with the cells given, whatever the picture."""
    onnx = pytest.importorskip("onnx")
    from onnx import TensorProto, helper, numpy_helper

    def write(cells, side=64):
        constant = numpy_helper.from_array(cells[None].astype(np.float32), "cells")
        zero = numpy_helper.from_array(np.zeros((), np.float32), "zero")
        nodes = [
            helper.make_node("ReduceMax", ["images"], ["most"], keepdims=0),
            helper.make_node("Mul", ["most", "zero"], ["nothing"]),
            helper.make_node("Add", ["cells", "nothing"], ["output"]),
        ]
        graph = helper.make_graph(
            nodes,
            "constant",
            [helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, 3, side, side])],
            [helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, *cells.shape])],
            [constant, zero],
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        path = tmp_path / "model.onnx"
        onnx.save(model, path)
        return path

    return write


def cells_of(*detections):
    """Raw cells of a 64 x 64 input; a detection is (cell, offset x, offset y, width, height, stride, scores)."""
    cells = np.zeros((64 + 16 + 4, 5 + len(LABELS)))
    for cell, x, y, width, height, stride, objectness, scores in detections:
        cells[cell] = [x, y, np.log(width / stride), np.log(height / stride), objectness, *scores]
    return cells


def test_cells_of_every_stride_become_boxes_of_the_picture(export):
    weights = export(
        cells_of(
            (8 * 2 + 3, 0.5, 0.25, 16, 8, 8, 0.9, (0.1, 0.8, 0.1)),  # row 2, column 3 of stride 8
            (64 + 4 * 1 + 2, 0.0, 0.0, 16, 16, 16, 1.0, (0.6, 0.0, 0.0)),  # row 1, column 2 of stride 16
            (80 + 2 * 1 + 1, 0.0, 0.0, 32, 8, 32, 0.5, (0.0, 0.0, 1.0)),  # row 1, column 1 of stride 32
        )
    )
    found = YoloxDetector(weights, labels=LABELS).detect(np.zeros((64, 128, 3), np.uint8))
    assert [one.label for one in found] == ["dog", "cat", "boat"]
    assert [one.score for one in found] == pytest.approx([0.72, 0.6, 0.5])
    boxes = [[20, 14, 36, 22], [24, 8, 40, 24], [16, 28, 48, 36]]  # on the canvas, which shows the picture at half size
    assert [one.box.tolist() for one in found] == pytest.approx(np.clip(2 * np.array(boxes), 0, [128, 64, 128, 64]))
    assert found[0].feature == pytest.approx([0.09, 0.72, 0.09])


def test_boxes_suppress_each_other_within_a_class_only(export):
    weights = export(
        cells_of(
            (0, 2.0, 2.0, 16, 16, 8, 1.0, (0.9, 0.0, 0.0)),
            (1, 1.0, 2.0, 16, 16, 8, 1.0, (0.8, 0.0, 0.0)),
            (2, 0.0, 2.0, 16, 16, 8, 1.0, (0.0, 0.7, 0.0)),
            (3, 0.0, 2.0, 16, 16, 8, 1.0, (0.0, 0.02, 0.0)),
        )
    )
    found = YoloxDetector(weights, labels=LABELS).detect(np.zeros((64, 64, 3), np.uint8))
    assert [(one.label, round(one.score, 2)) for one in found] == [("cat", 0.9), ("dog", 0.7)]


def test_letterbox_is_bgr_with_grey_below_and_right():
    canvas, letterbox = _letterboxed(np.full((20, 40, 3), (10, 20, 30), np.uint8), (80, 80))
    assert letterbox == Letterbox(2.0, 80, 80)
    assert canvas.shape == (3, 80, 80)
    assert canvas[:, 10, 10].tolist() == [30, 20, 10]
    assert canvas[:, 60, 10].tolist() == [114, 114, 114]


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 900, 3), (900, 1, 3)])
def test_thin_pictures_do_no_harm(export, shape):
    assert YoloxDetector(export(cells_of()), labels=LABELS).detect(np.zeros(shape, np.uint8)) == []


def test_without_weights_it_says_what_to_do():
    with pytest.raises(SpotItError, match="--weights"):
        YoloxDetector().detect(np.zeros((8, 8, 3), np.uint8))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(SpotItError, match="nowhere"):
        YoloxDetector(tmp_path / "nowhere.onnx").detect(np.zeros((8, 8, 3), np.uint8))


def test_a_file_that_is_no_model_is_named(tmp_path):
    (tmp_path / "text.onnx").write_text("not a model")
    with pytest.raises(SpotItError, match=r"text\.onnx is not a readable ONNX model"):
        YoloxDetector(tmp_path / "text.onnx").detect(np.zeros((8, 8, 3), np.uint8))


def test_a_pipe_is_no_file_of_weights(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path):
        with pytest.raises(SpotItError, match="no file of weights"):
            YoloxDetector(path).detect(np.zeros((8, 8, 3), np.uint8))


def test_weights_that_are_no_numbers_are_said(export):
    cells = cells_of()
    cells[..., 0] = np.nan
    with pytest.raises(SpotItError, match="weights that are no numbers"):
        YoloxDetector(export(cells)).detect(np.zeros((8, 8, 3), np.uint8))


def test_a_model_of_other_classes_is_refused(export):
    with pytest.raises(SpotItError, match="80 classes"):
        YoloxDetector(export(cells_of())).detect(np.zeros((8, 8, 3), np.uint8))


@pytest.mark.parametrize(
    ("kind", "shape"),
    [
        ("UINT8", [1, 3, 64, 64]),
        ("FLOAT", [1, 64, 64, 3]),
        ("FLOAT", [1, 3, 999_999, 999_999]),
        ("FLOAT", [4, 3, 64, 64]),
        ("FLOAT", [1, 3, 0, 64]),
    ],
)
def test_a_model_of_other_inputs_is_one_line(tmp_path, kind, shape):
    onnx = pytest.importorskip("onnx")
    from onnx import helper

    values = [helper.make_tensor_value_info(name, getattr(onnx.TensorProto, kind), shape) for name in ("in", "out")]
    graph = helper.make_graph([helper.make_node("Identity", ["in"], ["out"])], "same", values[:1], values[1:])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), tmp_path / "m.onnx")
    with pytest.raises(SpotItError, match="does not take one batch of pictures"):
        YoloxDetector(tmp_path / "m.onnx").detect(np.zeros((8, 8, 3), np.uint8))


def test_coco_has_eighty_labels():
    assert len(set(COCO_LABELS)) == 80
    assert COCO_LABELS.index("toothbrush") == 79


@pytest.mark.shared
def test_large_objects_of_photographs_are_found(shared_folder):
    folder = shared_folder / "data" / "coco_photos"
    detector = YoloxDetector(shared_folder / "weights" / "yolox_nano.onnx", threshold=0.3)
    found = total = 0
    for line in (folder / "photos.jsonl").read_text().splitlines()[:40]:
        photo = json.loads(line)
        seen = detector.detect(np.asarray(Image.open(folder / photo["image"]).convert("RGB")))
        for truth in photo["objects"]:
            x0, y0, x1, y1 = truth["box"]
            if (x1 - x0) * (y1 - y0) > 96**2:
                boxes = [one.box for one in seen if one.label == truth["label"]]
                found += bool(boxes) and iou([truth["box"]], boxes).max() >= 0.5
                total += 1
    assert found / total > 0.6
