"""Tiny ONNX classifiers whose answer depends on the mean colour of what they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest


def export(path: Path, rows: Mapping[int, tuple[float, float, float]], classes: int = 1000, channels: int = 3) -> Path:
    """Write a classifier: the logit of each class in ``rows`` is these numbers times the mean of each channel."""
    onnx = pytest.importorskip("onnx")
    from onnx import TensorProto, helper, numpy_helper

    table = np.zeros((channels, classes), np.float32)
    for number, row in rows.items():
        table[:, number] = row
    nodes = [
        helper.make_node("GlobalAveragePool", ["image"], ["mean"]),
        helper.make_node("Flatten", ["mean"], ["flat"]),
        helper.make_node("MatMul", ["flat", "table"], ["logits"]),
    ]
    graph = helper.make_graph(
        nodes,
        "by colour",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, ["n", channels, 16, 16])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["n", classes])],
        [numpy_helper.from_array(table, "table")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, path)
    return path
