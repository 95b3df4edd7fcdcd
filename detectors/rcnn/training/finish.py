"""From averaged weights to the files of a pack."""

from __future__ import annotations

import json
from pathlib import Path

import torch

from detectors.rcnn.network import RCNN
from detectors.rcnn.training.calibrate import calibrate
from detectors.rcnn.training.export import export
from detectors.rcnn.training.samples import RenderedSamples


def finish(weights: Path, held_out: list[Path], pack: Path) -> dict[str, float]:
    """Calibrate on the held-out folders, export into ``pack`` and return the temperatures."""
    network = RCNN()
    network.load_state_dict(torch.load(weights, weights_only=True))
    temperatures = calibrate(network, RenderedSamples(held_out))
    pack.mkdir(parents=True, exist_ok=True)
    export(network, pack)
    (pack / "calibration.json").write_text(json.dumps(temperatures, indent=1) + "\n")
    return temperatures
