"""The network: trunk with a feature pyramid, anchor-free region proposals, and heads on RoI-aligned features.

After Ren et al. 2015 (Faster R-CNN), Lin et al. 2017 (feature pyramids), Tian et al. 2019 (FCOS, whose head proposes
regions here).  Small enough for one picture in some tens of milliseconds on two cores.  Everything up to the boxes'
scores, RoIAlign and suppression included, exports to ONNX.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torchvision.ops import nms, roi_align

from detectors.rcnn.vocabulary import HEADS, SHAPES

STRIDE = 8
"""Pixels between neighbouring proposal points."""


def conv(inputs: int, outputs: int, kernel: int = 3, stride: int = 1) -> nn.Sequential:
    """Convolution, batch norm, ReLU."""
    layers = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False)
    return nn.Sequential(layers, nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


class Residual(nn.Module):
    """Two 3x3 convolutions around a shortcut (He et al. 2016)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = conv(width, width)
        self.second = nn.Sequential(nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width))

    def forward(self, x: Tensor) -> Tensor:
        """Same shape out as in."""
        return F.relu(x + self.second(self.first(x)))


class Trunk(nn.Module):
    """Picture ``(n, 3, h, w)`` to fine features at stride 4, pyramid features at stride 8, and a vector a picture."""

    def __init__(self, fine: int = 32, width: int = 80) -> None:
        super().__init__()
        self.stem = nn.Sequential(conv(3, 24, stride=2), conv(24, fine, stride=2), Residual(fine))
        self.stage8 = nn.Sequential(conv(fine, 64, stride=2), Residual(64), Residual(64))
        self.stage16 = nn.Sequential(conv(64, 128, stride=2), Residual(128), Residual(128))
        self.stage32 = nn.Sequential(conv(128, 192, stride=2), Residual(192))
        self.lateral8, self.lateral16, self.lateral32 = (nn.Conv2d(c, width, 1) for c in (64, 128, 192))
        self.smooth = conv(width, width)
        self.whole = nn.Sequential(nn.Linear(2 * 192, 64), nn.ReLU(inplace=True))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Fine features, pyramid features, whole-picture vector ``(n, 64)``."""
        fine = self.stem(x)
        c8 = self.stage8(fine)
        c16 = self.stage16(c8)
        c32 = self.stage32(c16)
        whole = self.whole(torch.cat([c32.mean((2, 3)), c32.amax((2, 3))], 1))
        p16 = self.lateral16(c16) + F.interpolate(self.lateral32(c32), scale_factor=2.0, mode="nearest")
        p8 = self.lateral8(c8) + F.interpolate(p16, scale_factor=2.0, mode="nearest")
        return fine, self.smooth(p8), whole


class Proposals(nn.Module):
    """Objectness and box distances at every point of the pyramid features."""

    def __init__(self, width: int = 80) -> None:
        super().__init__()
        self.shared = conv(width, width, kernel=1)
        self.objectness = nn.Conv2d(width, 1, 1)
        self.sides = nn.Conv2d(width, 4, 1)
        for layer, bias in ((self.objectness, -4.0), (self.sides, 1.0)):
            assert layer.bias is not None
            nn.init.constant_(layer.bias, bias)
        nn.init.normal_(self.sides.weight, std=0.01)

    def forward(self, pyramid: Tensor) -> tuple[Tensor, Tensor]:
        """Objectness logits ``(n, p)`` and boxes ``(n, p, 4)`` in pixels, p points in row-major order."""
        shared = self.shared(pyramid)
        logits = self.objectness(shared).flatten(1)
        sides = self.sides(shared).clamp(max=5.0).exp().flatten(2).transpose(1, 2) * STRIDE
        points = grid(pyramid)
        return logits, torch.cat([points - sides[..., :2], points + sides[..., 2:]], -1)


def grid(pyramid: Tensor) -> Tensor:
    """Pixel coordinates ``(p, 2)`` of the proposal points."""
    rows = torch.arange(pyramid.shape[2], device=pyramid.device)
    columns = torch.arange(pyramid.shape[3], device=pyramid.device)
    y, x = torch.meshgrid(rows, columns, indexing="ij")
    return (torch.stack([x.flatten(), y.flatten()], -1).to(pyramid.dtype) + 0.5) * STRIDE


def extent(pyramid: Tensor) -> Tensor:
    """Width and height of the picture in pixels, shape ``(2,)``; a tensor, so that an export keeps it open."""
    return grid(pyramid)[-1] + STRIDE / 2


@dataclass
class HeadOutput:
    """What the heads say of ``r`` regions; every tensor has ``r`` rows.

    ``classes`` has background first; ``box`` are the refined boxes; ``center`` is in pixels, ``scale`` the logarithm
    of pixels per world unit, ``visibility`` a logit, ``feature`` the region's vector.
    """

    classes: Tensor
    size: Tensor
    color: Tensor
    material: Tensor
    box: Tensor
    center: Tensor
    scale: Tensor
    visibility: Tensor
    feature: Tensor


class Heads(nn.Module):
    """Class, attribute and geometry heads on features cropped by RoIAlign from a widened box."""

    def __init__(self, fine: int = 32, width: int = 80, hidden: int = 256, margin: float = 0.15) -> None:
        super().__init__()
        self.margin = margin
        self.crop = nn.Sequential(conv(fine + width, 80), conv(80, 128, stride=2))
        self.flat = nn.Sequential(nn.Linear(128 * 16, hidden), nn.ReLU(inplace=True), nn.Dropout(0.1))
        self.place = nn.Sequential(nn.Linear(6 + 64, 64), nn.ReLU(inplace=True))
        self.joint = nn.Sequential(nn.Linear(hidden + 64, hidden), nn.ReLU(inplace=True))
        self.classes = nn.Linear(hidden, 1 + len(SHAPES))
        self.attributes = nn.ModuleDict({name: nn.Linear(hidden, len(values)) for name, values in HEADS.items()})
        self.geometry = nn.Linear(hidden, 8)
        nn.init.normal_(self.geometry.weight, std=0.01)
        nn.init.zeros_(self.geometry.bias)

    def forward(self, fine: Tensor, pyramid: Tensor, whole: Tensor, boxes: Tensor, picture: Tensor) -> HeadOutput:
        """``boxes`` ``(r, 4)`` in pixels; ``picture`` ``(r,)`` says which picture of the batch each belongs to."""
        size = boxes[:, 2:] - boxes[:, :2]
        middle = (boxes[:, 2:] + boxes[:, :2]) / 2
        wide = torch.cat([boxes[:, :2] - self.margin * size, boxes[:, 2:] + self.margin * size], 1)
        rois = torch.cat([picture.to(wide.dtype)[:, None], wide], 1)
        crops = torch.cat(
            [
                roi_align(fine, rois, (7, 7), 1 / 4, sampling_ratio=2, aligned=True),
                roi_align(pyramid, rois, (7, 7), 1 / STRIDE, sampling_ratio=2, aligned=True),
            ],
            1,
        )
        look = self.flat(self.crop(crops).flatten(1))
        half = extent(pyramid) / 2
        logs = torch.log(size.clamp(min=1.0) / 64)
        where = torch.cat([(middle - half) / 240, logs, (boxes[:, 2:] - half) / 240], 1)
        place = self.place(torch.cat([where, whole[picture.long()]], 1))
        feature = self.joint(torch.cat([look, place], 1))
        g = self.geometry(feature)
        moved, grown = g[:, :2] * size + middle, size * g[:, 2:4].clamp(-2, 2).exp()
        return HeadOutput(
            classes=self.classes(feature),
            size=self.attributes["size"](feature),
            color=self.attributes["color"](feature),
            material=self.attributes["material"](feature),
            box=torch.cat([moved - grown / 2, moved + grown / 2], 1),
            center=middle + g[:, 4:6] * size,
            scale=g[:, 6] + 4.0,
            visibility=g[:, 7],
            feature=feature,
        )


class RCNN(nn.Module):
    """Trunk, proposals and heads.  Pictures are RGB in 0..1, sides divisible by 32."""

    def __init__(self, keep: int = 40, pool: int = 160, overlap: float = 0.7) -> None:
        super().__init__()
        self.keep, self.pool, self.overlap = keep, pool, overlap
        self.trunk, self.proposals, self.heads = Trunk(), Proposals(), Heads()

    def propose(self, picture: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """One picture ``(1, 3, h, w)`` to its features and at most ``keep`` boxes ``(k, 4)`` and scores, best first."""
        fine, pyramid, whole = self.trunk(picture * 2 - 1)
        logits, boxes = self.proposals(pyramid)
        scores, order = torch.topk(logits[0], self.pool)
        chosen = boxes[0][order]
        chosen = torch.minimum(chosen.clamp(min=0), extent(pyramid).repeat(2))
        kept = nms(chosen, scores, self.overlap)[: self.keep]
        return fine, pyramid, whole, chosen[kept], scores[kept].sigmoid()
