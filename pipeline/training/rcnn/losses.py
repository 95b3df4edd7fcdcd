"""Losses of the proposals and of the heads."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F
from torchvision.ops import generalized_box_iou_loss

from detectors.rcnn.network import HeadOutput
from detectors.rcnn.vocabulary import HEADS

WEIGHTS = {
    "objectness": 1.0,
    "proposal": 1.0,
    "classes": 1.0,
    "box": 1.0,
    "size": 0.6,
    "color": 0.6,
    "material": 1.0,
    "center": 1.0,
    "scale": 1.0,
    "visibility": 0.3,
}


def proposal_losses(logits: Tensor, boxes: Tensor, owner: Tensor, ignored: Tensor, truth: Tensor) -> dict[str, Tensor]:
    """Of all points of a batch, flattened: ``truth`` ``(p, 4)`` is the box of each point's object.

    Objectness is taught the overlap that the point's own box reaches (generalised focal loss, Li et al. 2020).
    """
    mine = owner >= 0
    distance = generalized_box_iou_loss(boxes[mine], truth[mine], reduction="none")
    quality = torch.zeros_like(logits)
    quality[mine] = (1 - distance.detach()).clamp(0.05, 1)
    count = mine.sum().clamp(min=1)
    plain = F.binary_cross_entropy_with_logits(logits, quality, reduction="none")
    focus = (quality - logits.sigmoid()).abs() ** 2
    return {
        "objectness": (plain * focus * ~ignored).sum() / count,
        "proposal": distance.sum() / count,
    }


def head_losses(output: HeadOutput, owner: Tensor, truth: dict[str, Tensor], side: Tensor) -> dict[str, Tensor]:
    """``truth`` holds a row for each region, meaningless where ``owner`` is -1; ``side`` is the region's size."""
    mine = owner >= 0
    count = mine.sum().clamp(min=1)
    classes = torch.where(mine, truth["shape"] + 1, 0)
    losses = {"classes": F.cross_entropy(output.classes, classes, label_smoothing=0.01)}
    for name in HEADS:
        scores = getattr(output, name)[mine]
        losses[name] = F.cross_entropy(scores, truth[name][mine], label_smoothing=0.01, reduction="sum") / count
    losses["box"] = generalized_box_iou_loss(output.box[mine], truth["box"][mine], reduction="sum") / count
    offset = (output.center - truth["center"])[mine] / side[mine].mean(1, keepdim=True).clamp(min=8) * 4
    losses["center"] = F.smooth_l1_loss(offset, torch.zeros_like(offset), beta=0.1, reduction="sum") / count
    ratio = (output.scale - truth["scale"])[mine] * 4
    losses["scale"] = F.smooth_l1_loss(ratio, torch.zeros_like(ratio), beta=0.1, reduction="sum") / count
    share = F.binary_cross_entropy_with_logits(output.visibility[mine], truth["visibility"][mine], reduction="sum")
    return losses | {"visibility": share / count}


def total(losses: dict[str, Tensor]) -> Tensor:
    """The weighted sum."""
    return torch.stack([WEIGHTS[name] * value for name, value in losses.items()]).sum()
