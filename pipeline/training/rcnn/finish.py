"""From averaged weights to the files of a pack."""

from __future__ import annotations

from pathlib import Path

from detectors.rcnn.calibration import Calibration, write_calibration
from detectors.rcnn.network import RCNN
from detectors.rcnn.weights import load_weights
from pipeline.training.rcnn.calibrate import calibrate, refine
from pipeline.training.rcnn.export import export
from pipeline.training.rcnn.loop import NAME_WEIGHTS
from pipeline.training.rcnn.quantise import quantise
from pipeline.training.rcnn.samples import RenderedSamples

CALIBRATING = 64
"""Held-out pictures whose activations say how the trunk is quantised: extremes hardly grow with more."""


def finish(weights: Path, held_out: RenderedSamples, pack: Path) -> dict[str, Calibration]:
    """Export into ``pack``, calibrate on the held-out pictures and return the calibration of each head."""
    network = RCNN()
    load_weights(network, weights, NAME_WEIGHTS)
    pack.mkdir(parents=True, exist_ok=True)
    export(network, pack)
    quantise(pack, (held_out.plain(index).picture for index in range(min(CALIBRATING, len(held_out)))))
    heads = refine(pack, calibrate(network, held_out), held_out)
    write_calibration(pack / "calibration.json", heads)
    return heads
