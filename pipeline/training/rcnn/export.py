"""Writes trained weights as a pack's files: safetensors, and two ONNX graphs with the same answers."""

from __future__ import annotations

import warnings
from pathlib import Path

import torch
from torch import Tensor, nn

from detectors.rcnn.decode import OUTPUTS
from detectors.rcnn.network import RCNN
from detectors.rcnn.weights import save_weights

OPSET = 17


class _Trunk(nn.Module):
    def __init__(self, network: RCNN) -> None:
        super().__init__()
        self.network = network

    def forward(self, picture: Tensor) -> tuple[Tensor, ...]:
        return self.network.propose(picture)


class _Heads(nn.Module):
    def __init__(self, network: RCNN) -> None:
        super().__init__()
        self.heads = network.heads

    def forward(self, fine: Tensor, pyramid: Tensor, whole: Tensor, boxes: Tensor) -> tuple[Tensor, ...]:
        output = self.heads(fine, pyramid, whole, boxes, torch.zeros_like(boxes[:, 0]))
        return tuple(getattr(output, name) for name in OUTPUTS)


def export(network: RCNN, folder: Path) -> None:
    """Write ``rcnn.safetensors``, ``trunk.onnx`` and ``heads.onnx`` into ``folder``."""
    network = network.eval().to(memory_format=torch.contiguous_format)
    save_weights(network, folder / "rcnn.safetensors")
    picture = torch.rand(1, 3, 320, 480)
    with torch.no_grad():
        fine, pyramid, whole, boxes, _ = network.propose(picture)
    if len(boxes) < 2:
        boxes = torch.tensor([[10.0, 10, 60, 60], [80, 90, 130, 150]])
    features = {"fine": fine, "pyramid": pyramid, "whole": whole}
    _write(
        _Trunk(network),
        (picture,),
        folder / "trunk.onnx",
        ["picture"],
        [*features, "boxes", "scores"],
        {"picture": {2: "h", 3: "w"}, "fine": {2: "h4", 3: "w4"}, "pyramid": {2: "h8", 3: "w8"}, "boxes": {0: "k"}},
    )
    _write(
        _Heads(network),
        (*features.values(), boxes),
        folder / "heads.onnx",
        [*features, "boxes"],
        list(OUTPUTS),
        {"fine": {2: "h4", 3: "w4"}, "pyramid": {2: "h8", 3: "w8"}, "boxes": {0: "r"}} | {n: {0: "r"} for n in OUTPUTS},
    )


def _write(
    module: nn.Module, inputs: tuple[Tensor, ...], path: Path, names: list[str], outputs: list[str], axes: dict
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module.eval(),
            inputs,
            str(path),
            input_names=names,
            output_names=outputs,
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )
