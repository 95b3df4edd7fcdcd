"""The network: two views of a proposal and its geometry to a role and states.

A small relative of R-CNN (Girshick et al. 2014): convolutions over warped crops, one tower for the close view, one for
the wide one.  Some 8 million multiplications a proposal.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from detectors.screen.geometry import LENGTH
from detectors.screen.roles import ROLES, STATES

OUTPUTS = ("roles", "states", "feature")


class Tower(nn.Module):
    """One view ``(n, 3, 24, 48)`` to a vector ``(n, 160)``."""

    def __init__(self, width: int = 160) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            _conv(3, 20, 5, 2), _conv(20, 40, 3, 2), _conv(40, 72, 3, 1), nn.MaxPool2d(2), _conv(72, 96, 3, 1),
            nn.Flatten(), nn.Linear(96 * 3 * 6, width), nn.ReLU(inplace=True),
        )  # fmt: skip

    def forward(self, view: Tensor) -> Tensor:
        """The vector."""
        return self.layers(view)


class RoleNetwork(nn.Module):
    """Close view, wide view and geometry to logits.

    ``roles`` ``(n, 1 + len(ROLES))`` has "no element" first; ``states`` ``(n, len(STATES))``; ``feature`` ``(n, 128)``.
    """

    def __init__(self) -> None:
        super().__init__()
        self.close, self.wide = Tower(), Tower()
        self.place = nn.Sequential(
            nn.Linear(LENGTH, 96), nn.ReLU(inplace=True), nn.Linear(96, 96), nn.ReLU(inplace=True)
        )
        self.joint = nn.Sequential(
            nn.Linear(160 * 2 + 96, 192), nn.ReLU(inplace=True), nn.Dropout(0.2), nn.Linear(192, 128)
        )
        self.roles = nn.Linear(128, 1 + len(ROLES))
        self.states = nn.Linear(128, len(STATES))

    def forward(self, views: Tensor, geometry: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """``views`` ``(n, 2, 24, 48, 3)`` in 0 to 255, ``geometry`` ``(n, LENGTH)``."""
        pixels = (views.permute(0, 1, 4, 2, 3) - 127.5) / 64
        feature = self.joint(torch.cat([self.close(pixels[:, 0]), self.wide(pixels[:, 1]), self.place(geometry)], 1))
        active = torch.relu(feature)
        return self.roles(active), self.states(active), feature


def _conv(inputs: int, outputs: int, kernel: int, stride: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )
