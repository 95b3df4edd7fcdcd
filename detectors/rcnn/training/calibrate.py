"""Temperatures that make the heads' probabilities honest (Guo et al. 2017), from pictures not trained on."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from detectors.rcnn.network import RCNN
from detectors.rcnn.training.samples import RenderedSamples
from detectors.rcnn.training.targets import sample_regions
from detectors.rcnn.vocabulary import HEADS

GRID = np.exp(np.linspace(np.log(0.4), np.log(4.0), 60))


def calibrate(network: RCNN, samples: RenderedSamples, seed: int = 0) -> dict[str, float]:
    """The temperature of each head with the least cross-entropy on augmented pictures."""
    network.eval()
    rng = np.random.default_rng(seed)
    logits: dict[str, list[Tensor]] = {name: [] for name in ("classes", *HEADS)}
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
        logits["classes"].append(output.classes)
        truths["classes"].append(shape)
        for name in HEADS:
            logits[name].append(getattr(output, name)[mine])
            truths[name].append(torch.from_numpy(sample.labels[name])[owner])
    return {name: _best(torch.cat(logits[name]), torch.cat(truths[name])) for name in logits}


def _best(logits: Tensor, truth: Tensor) -> float:
    losses = [float(F.cross_entropy(logits / t, truth)) for t in GRID]
    return round(float(GRID[int(np.argmin(losses))]), 4)
