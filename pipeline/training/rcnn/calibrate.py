"""Calibration of the heads on pictures not trained on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from scipy.optimize import minimize
from torch import Tensor
from torch.nn import functional as F

from detectors.rcnn.calibration import CLASSES, Calibration, write_calibration
from detectors.rcnn.network import RCNN
from detectors.rcnn.onnx_detector import OnnxRCNN
from detectors.rcnn.vocabulary import HEADS, VALUES
from pipeline.core.boxes import iou
from pipeline.core.types import SceneObject
from pipeline.training.rcnn.sample import Sample
from pipeline.training.rcnn.samples import RenderedSamples
from pipeline.training.rcnn.targets import sample_regions

GRID = np.exp(np.linspace(np.log(0.4), np.log(4.0), 60))
SCORE = 0.7
"""Score from which a detection counts; weaker ones are mostly not told of."""
OVERLAP = 0.5
"""IoU from which a detection is of an object."""
LIKELY_BIAS = 0.5
"""Standard deviation of the biases that are thought likely: only those that many objects speak for become larger."""
LEAST_ERRORS = 30
"""Misreadings that a fit takes: a few come from one or two pictures and say little of others."""

Progress = Callable[[int, int], None]


def calibrate(network: RCNN, samples: RenderedSamples, seed: int = 0) -> dict[str, Calibration]:
    """The temperature of each head with the least cross-entropy, on regions of augmented pictures."""
    network.eval()
    rng = np.random.default_rng(seed)
    logits: dict[str, list[Tensor]] = {name: [] for name in (CLASSES, *HEADS)}
    truths: dict[str, list[Tensor]] = {name: [] for name in logits}
    for index in range(len(samples)):
        sample = samples.augmented(index, rng)
        if not len(sample.box):
            continue
        picture = torch.from_numpy(sample.picture).permute(2, 0, 1)[None].float() / 255
        with torch.no_grad():
            *features, boxes, _ = network.propose(picture)
            regions = sample_regions(sample, boxes, rng)
            output = network.heads(*features, regions.boxes, torch.zeros(len(regions.boxes)))
        mine = regions.owner >= 0
        owner = regions.owner[mine]
        shape = torch.zeros(len(regions.boxes), dtype=torch.int64)
        shape[mine] = torch.from_numpy(sample.labels["shape"])[owner] + 1
        logits[CLASSES].append(output.classes)
        truths[CLASSES].append(shape)
        for name in HEADS:
            logits[name].append(getattr(output, name)[mine])
            truths[name].append(torch.from_numpy(sample.labels[name])[owner])
    return {name: _coolest(torch.cat(logits[name]), torch.cat(truths[name])) for name in logits}


def refine(
    pack: Path, heads: Mapping[str, Calibration], samples: RenderedSamples, progress: Progress | None = None
) -> dict[str, Calibration]:
    """The same heads, with temperature and biases for those attributes that are misread often enough to tell.

    They are fitted to what the exported detector finds in the pictures.
    """
    read: dict[str, list[list[float]]] = {name: [] for name in HEADS}
    true: dict[str, list[int]] = {name: [] for name in HEADS}
    with TemporaryDirectory() as folder:
        uncalibrated = Path(folder) / "calibration.json"
        write_calibration(uncalibrated, {CLASSES: heads[CLASSES]})
        detector = OnnxRCNN(pack / "trunk.onnx", pack / "heads.onnx", calibration=uncalibrated, unsure=0.0)
        for index in range(len(samples)):
            sample = samples.plain(index)
            for item, k in _owned(detector.detect(sample.picture), sample):
                for name in HEADS:
                    read[name].append([item.attribute_scores[name][value] for value in VALUES[name]])
                    true[name].append(int(sample.labels[name][k]))
            if progress is not None:
                progress(index + 1, len(samples))
    tables = {name: np.array(read[name]).reshape(-1, len(HEADS[name])) for name in HEADS}
    errors = {name: int((table.argmax(1) != true[name]).sum()) for name, table in tables.items()}
    often = [name for name in HEADS if errors[name] >= LEAST_ERRORS]
    return {**heads, **{name: fit_head(tables[name], np.array(true[name])) for name in often}}


def fit_head(probabilities: np.ndarray, truth: np.ndarray) -> Calibration:
    """The calibration under which ``truth``, shape ``(n,)``, is likeliest, of uncalibrated ``(n, values)``."""
    logits = np.log(np.clip(probabilities, 1e-9, 1))

    def unlikely(parameters: np.ndarray) -> float:
        scaled = logits * parameters[0] + parameters[1:]
        top = scaled.max(1)
        lost = top + np.log(np.exp(scaled - top[:, None]).sum(1)) - scaled[np.arange(len(truth)), truth]
        return float(lost.mean() + (parameters[1:] ** 2).sum() / (2 * LIKELY_BIAS**2 * len(truth)))

    sharpness, *bias = minimize(unlikely, [1.0, *np.zeros(logits.shape[1])], method="L-BFGS-B").x
    return Calibration(round(float(1 / sharpness), 4), tuple(round(float(b), 4) for b in bias))


def _coolest(logits: Tensor, truth: Tensor) -> Calibration:
    losses = [float(F.cross_entropy(logits / t, truth)) for t in GRID]
    return Calibration(round(float(GRID[int(np.argmin(losses))]), 4))


def _owned(found: list[SceneObject], sample: Sample) -> list[tuple[SceneObject, int]]:
    """Detections with the true object of each; an object has the surest one."""
    if not len(sample.box):
        return []
    pairs: dict[int, SceneObject] = {}
    for item in found:
        overlap = iou(item.box, sample.box)[0]
        k = int(overlap.argmax())
        if item.score >= SCORE and overlap[k] >= OVERLAP:
            pairs.setdefault(k, item)
    return [(item, k) for k, item in pairs.items()]
