"""Writes the trained network as the pack's files: safetensors, and an ONNX graph with the same answers."""

from __future__ import annotations

import warnings
from pathlib import Path

import torch

from detectors.rcnn.weights import load_weights, save_weights
from detectors.screen.crops import HIGH, WIDE
from detectors.screen.geometry import LENGTH
from detectors.screen.network import OUTPUTS, RoleNetwork

OPSET = 17


def export(weights: Path, folder: Path) -> None:
    """``roles.safetensors`` and ``roles.onnx`` in ``folder``."""
    network = RoleNetwork()
    load_weights(network, weights, "name the network.safetensors of a run")
    save_weights(network, folder / "roles.safetensors")
    example = (torch.zeros(2, 2, HIGH, WIDE, 3), torch.zeros(2, LENGTH))
    names = ["views", "geometry"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network.eval(),
            example,
            str(folder / "roles.onnx"),
            input_names=names,
            output_names=list(OUTPUTS),
            dynamic_axes={name: {0: "n"} for name in (*names, *OUTPUTS)},
            opset_version=OPSET,
            dynamo=False,
        )
