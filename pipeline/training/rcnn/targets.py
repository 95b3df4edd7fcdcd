"""What the network should have said: which proposal points and which regions belong to which object."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torchvision.ops import box_iou

from pipeline.training.rcnn.sample import Sample

POINTS_PER_OBJECT = 9
NEAR, FAR = 0.55, 0.5
"""Overlaps from which a region is an object's, and under which it is background: half of an object is no object."""
REGIONS = 28
"""Regions a picture that the heads are trained on."""


@dataclass
class Regions:
    """Sampled regions of one picture: boxes ``(r, 4)`` and the object of each, -1 for background."""

    boxes: Tensor
    owner: Tensor


def point_owners(sample: Sample, points: Tensor) -> tuple[Tensor, Tensor]:
    """The object each proposal point answers for, -1 for none, and which points do not count.

    An object is given the points nearest to its middle that lie inside its box; a point claimed by two goes to the
    object with the smaller box.  Points inside ignored objects do not count as background.
    """
    owner = torch.full((len(points),), -1)
    ignored = torch.zeros(len(points), dtype=torch.bool)
    boxes = torch.from_numpy(sample.box)
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    for i in torch.argsort(area, descending=True).tolist():
        inside = ((points > boxes[i, :2]) & (points < boxes[i, 2:])).all(1)
        if not sample.wanted[i]:
            ignored |= inside
            continue
        distance = (points - (boxes[i, :2] + boxes[i, 2:]) / 2).abs().amax(1)
        nearest = torch.topk(distance, POINTS_PER_OBJECT, largest=False).indices
        chosen = nearest[inside[nearest]]
        owner[chosen if len(chosen) else nearest[:1]] = i
    return owner, ignored & (owner < 0)


def sample_regions(sample: Sample, proposed: Tensor, rng: np.random.Generator) -> Regions:
    """Regions near objects (from the proposals and from jittered true boxes) and regions of background."""
    truth = torch.from_numpy(sample.box)
    wanted = torch.from_numpy(sample.wanted)
    real = truth[wanted]
    jitter = []
    for strength in (0.03, 0.08, 0.12):
        size = (real[:, 2:] - real[:, :2]).repeat(1, 2)
        jitter.append(real + size * torch.from_numpy(rng.normal(0, strength, size.shape).astype(np.float32)))
    boxes = torch.cat([proposed, *jitter])
    boxes = boxes[((boxes[:, 2:] - boxes[:, :2]) > 3).all(1)]
    if not len(truth):
        return Regions(boxes[:REGIONS], torch.full((min(len(boxes), REGIONS),), -1))
    overlap = box_iou(boxes, truth)
    best, owner = overlap.max(1)
    ignored = ~wanted[owner] & (best > 0.3)
    near = (best >= NEAR) & ~ignored
    far = torch.nonzero((best < FAR) & ~ignored)[:, 0]
    near = _balanced(torch.nonzero(near)[:, 0], owner, REGIONS * 3 // 4, rng)
    far = far[: 3 * REGIONS][torch.from_numpy(rng.permutation(min(len(far), 3 * REGIONS)))][: REGIONS - len(near)]
    chosen = torch.cat([near, far])
    owner = torch.where(best >= NEAR, owner, -1)
    return Regions(boxes[chosen].contiguous(), owner[chosen])


def _balanced(near: Tensor, owner: Tensor, most: int, rng: np.random.Generator) -> Tensor:
    """At most ``most`` regions, with every object given its share."""
    shuffled = near[torch.from_numpy(rng.permutation(len(near)))]
    seen: dict[int, int] = {}
    rank = []
    for index in owner[shuffled].tolist():
        seen[index] = seen.get(index, 0) + 1
        rank.append(seen[index])
    return shuffled[torch.argsort(torch.tensor(rank), stable=True)][:most] if len(shuffled) else shuffled
