"""What detectors' training loops share: which weights decay, how the rate falls, and the average of the weights."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

DECAY = 0.02
"""Of weights; biases and norms do not decay."""


def optimizer_of(network: nn.Module, rate: float) -> torch.optim.AdamW:
    """Takes the network's steps."""
    decay = [p for p in network.parameters() if p.ndim > 1]
    rest = [p for p in network.parameters() if p.ndim <= 1]
    groups = [{"params": decay, "weight_decay": DECAY}, {"params": rest, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=rate)


def share_of_rate(step: int, steps: int, warm: int) -> float:
    """Linear rise over ``warm`` steps, then a cosine down to a hundredth."""
    if step < warm:
        return (step + 1) / warm
    return 0.01 + 0.99 * 0.5 * (1 + float(np.cos(np.pi * (step - warm) / max(1, steps - warm))))


def follow(average: nn.Module, network: nn.Module, step: int) -> None:
    """Take the weights after a step into their average, which forgets fast at first."""
    blend(average, network, min(0.998, (step + 1) / (step + 20)))


def blend(average: nn.Module, network: nn.Module, keep: float) -> None:
    """Keep this share of ``average``, and take the rest from ``network``; what is no real number is taken whole."""
    with torch.no_grad():
        for old, new in zip(average.state_dict().values(), network.state_dict().values(), strict=True):
            if old.dtype.is_floating_point:
                old.lerp_(new, 1 - keep)
            else:
                old.copy_(new)
