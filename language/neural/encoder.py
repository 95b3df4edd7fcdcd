"""From the features of both pictures to what changed: objects, places, the kind, and one vector of all of it.

Every part answers a question of its own, so that training may teach each from the truth of rendered pairs: from
captions alone a network learns the grammar long before it learns to see.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from language.lexicon import ATTRIBUTE_VALUES
from language.neural import feed
from language.neural.matching import Matcher, Matches

ROWS, COLUMNS = feed.ROWS // 2, feed.COLUMNS // 2
PLACES = ROWS * COLUMNS
"""Places of the network, and the number of the place that is none."""
KINDS = ("none", "add", "drop", "move", "replace", "color", "material")
READINGS = sum(map(len, ATTRIBUTE_VALUES.values()))
"""Logits that say what an object looks like: all values of all attributes."""
LOUD = 3.0
"""What probabilities are multiplied by, so that they weigh beside the hundreds of numbers of the vector."""
OBJECTS = 10
"""Of each picture, that the decoder may attend to."""


@dataclass(frozen=True, eq=False)
class Seen:
    """What the encoder makes of ``n`` pairs; all are logits but ``matches``, ``vector`` and ``attended``.

    ``objects`` ``(n, 2, 1 + READINGS, PLACES)``: whether the middle of an object is there, and its looks; ``place``
    ``(n, 2, PLACES + 1)``: where in each picture the changed object is, or nowhere; ``kind`` ``(n, len(KINDS))``;
    ``looks`` ``(n, 2, READINGS)``: of the changed object in each picture; ``vector`` ``(n, size)`` and ``attended``
    ``(n, 2 * OBJECTS + 2, width)``: what the decoder begins with, which ends with what kind and looks say in plain
    numbers (high-level concepts as in Wu et al. 2016), and what it attends to.
    """

    matches: Matches
    objects: Tensor
    place: Tensor
    kind: Tensor
    looks: Tensor
    vector: Tensor
    attended: Tensor


def conv(before: int, after: int, kernel: int = 3, stride: int = 1) -> nn.Sequential:
    """Convolution, batch normalisation, ReLU."""
    layer = nn.Conv2d(before, after, kernel, stride, kernel // 2, bias=False)
    return nn.Sequential(layer, nn.BatchNorm2d(after), nn.ReLU())


class Residual(nn.Module):
    """Two convolutions past which a shortcut leads (He et al. 2016)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = conv(width, width)
        self.second = nn.Sequential(nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width))

    def forward(self, values: Tensor) -> Tensor:
        """Same shape out as in."""
        return functional.relu(values + self.second(self.first(values)))


class Encoder(nn.Module):
    """Each picture alone, each beside what the other shows at the same place, and the changed object of each."""

    grid: Tensor

    def __init__(self, width: int, vector: int) -> None:
        super().__init__()
        self.alone = nn.Sequential(conv(feed.CHANNELS, width, stride=2), Residual(width))
        self.object = nn.Conv2d(width, 1 + READINGS, 1)
        self.matcher = Matcher(width, ROWS, COLUMNS)
        own, both = 3 * width + 3 + 1 + 2, 2 * width
        self.beside = nn.Sequential(conv(own, width, 1), Residual(width), Residual(width))
        self.changed = nn.Conv2d(width, 1, 1)
        self.nowhere = nn.Linear(both, 1)
        self.absent = nn.Parameter(torch.zeros(both))
        self.vector = nn.Sequential(nn.Linear(2 * (both + 1 + width), vector), nn.ReLU(), nn.Dropout(0.1))
        self.size = vector + len(KINDS) + 2 * READINGS
        self.kind = nn.Linear(vector, len(KINDS))
        self.looks = nn.ModuleList(nn.Linear(both, READINGS) for _ in range(2))
        self.stand = nn.Linear(4, width)
        self.of_changed = nn.Linear(both, width)
        down, right = torch.meshgrid(torch.linspace(-1, 1, ROWS), torch.linspace(-1, 1, COLUMNS), indexing="ij")
        self.register_buffer("grid", torch.stack([right, down], dim=-1).flatten(0, 1), persistent=False)

    def forward(self, pairs: Tensor) -> Seen:
        """``pairs`` ``(n, 2, CHANNELS, ROWS, COLUMNS)``, features as :mod:`language.neural.feed` makes them."""
        alone = self.alone((pairs.flatten(0, 1) * feed.STEP).to(memory_format=torch.channels_last))
        objects = self.object(alone).float().flatten(2).unflatten(0, (-1, 2))
        matches = self.matcher(alone.unflatten(0, (-1, 2)))
        own = _tokens(alone)
        beside = _tokens(self.beside(self._compared(own, matches)))
        place, standing = self._place(beside)
        shares = torch.softmax(place, dim=-1)
        whole = torch.cat([beside, own], dim=-1)
        there = torch.einsum("nkp,nkpc->nkc", shares[..., :-1].to(whole.dtype), whole).float()
        there = there + shares[..., -1:] * self.absent
        vector = self.vector(torch.cat([there, shares[..., -1:], standing], dim=-1).flatten(1))
        looks = torch.stack([head(there[:, side]) for side, head in enumerate(self.looks)], dim=1)
        attended = torch.cat([self._objects(objects[:, :, 0], beside + own), self.of_changed(there)], dim=1)
        kind = self.kind(vector)
        return Seen(matches, objects, place, kind, looks, torch.cat([vector, _told(kind, looks)], dim=1), attended)

    def _compared(self, own: Tensor, matches: Matches) -> Tensor:
        """Each place of both pictures, what the other shows there, and which of the pictures it is."""
        pairs = len(own)
        side = own.new_tensor([1.0, -1.0])[None, :, None, None].expand(pairs, 2, PLACES, 1)
        grid = self.grid.to(own.dtype).expand(pairs, 2, PLACES, 2)
        told = torch.cat([own, matches.found, own - matches.found, matches.signs, side, grid], dim=-1)
        return told.flatten(0, 1).unflatten(1, (ROWS, COLUMNS)).permute(0, 3, 1, 2)

    def _place(self, beside: Tensor) -> tuple[Tensor, Tensor]:
        """Logits of the changed object's place, the last of none, and what stands out most in each picture."""
        map_ = beside.transpose(2, 3).flatten(0, 1).unflatten(2, (ROWS, COLUMNS))
        places = self.changed(map_).float().flatten(1).unflatten(0, (-1, 2))
        standing = beside.amax(dim=2).float()
        nowhere = self.nowhere(torch.cat([beside.mean(dim=2).float(), standing], dim=-1)).float()
        return torch.cat([places, nowhere], dim=-1), standing

    def _objects(self, scores: Tensor, values: Tensor) -> Tensor:
        """The likeliest objects of both pictures, with where they stand, ``(n, 2 * OBJECTS, width)``."""
        flat = scores.detach().flatten(0, 1)
        around = functional.max_pool2d(flat.unflatten(1, (1, ROWS, COLUMNS)), 3, 1, 1).flatten(1)
        best, places = torch.where(around == flat, flat, flat - 20).topk(OBJECTS, dim=1)
        rows = torch.arange(len(flat))[:, None]
        side = (rows % 2).expand(-1, OBJECTS)
        stand = torch.cat([self.grid[places], torch.stack([side, best.sigmoid()], dim=-1)], dim=-1)
        chosen = values.flatten(0, 1)[rows, places].float() + self.stand(stand).float()
        return chosen.unflatten(0, (-1, 2)).flatten(1, 2)


def _told(kind: Tensor, looks: Tensor) -> Tensor:
    """The probabilities of the kinds, and of what the changed object looks like in both pictures."""
    parts = looks.float().split([len(values) for values in ATTRIBUTE_VALUES.values()], dim=-1)
    chances = [torch.softmax(part, dim=-1).flatten(1) for part in (kind.float(), *parts)]
    return LOUD * torch.cat(chances, dim=1)


def _tokens(maps: Tensor) -> Tensor:
    """Maps of both pictures ``(2 n, channels, rows, columns)`` to ``(n, 2, places, channels)``."""
    return maps.flatten(2).transpose(1, 2).unflatten(0, (-1, 2))
