"""From averaged weights to the files of a pack."""

from __future__ import annotations

import json
from pathlib import Path

from detectors.rcnn.network import RCNN
from detectors.rcnn.training.calibrate import calibrate
from detectors.rcnn.training.export import export
from detectors.rcnn.training.loop import NAME_WEIGHTS
from detectors.rcnn.training.samples import RenderedSamples
from detectors.rcnn.weights import load_weights


def finish(weights: Path, held_out: RenderedSamples, pack: Path) -> dict[str, float]:
    """Calibrate on the held-out pictures, export into ``pack`` and return the temperatures."""
    network = RCNN()
    load_weights(network, weights, NAME_WEIGHTS)
    temperatures = calibrate(network, held_out)
    pack.mkdir(parents=True, exist_ok=True)
    export(network, pack)
    (pack / "calibration.json").write_text(json.dumps(temperatures, indent=1) + "\n")
    return temperatures
