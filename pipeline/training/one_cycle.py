"""The rate of learning over a run: it rises, and falls for longer (Smith and Topin 2018)."""

from __future__ import annotations

from torch.optim import Optimizer
from torch.optim.lr_scheduler import OneCycleLR

LEAST_RISE = 1.001
"""Steps: a rise of exactly one takes no time by torch's count, which then divides by it."""


def one_cycle(optimizer: Optimizer, rate: float, steps: int, rise: float) -> OneCycleLR:
    """Up to ``rate`` within the share ``rise`` of so many steps, and down again; one step at least."""
    total = max(steps, 1) + 1
    return OneCycleLR(optimizer, rate, total_steps=total, pct_start=max(rise, LEAST_RISE / total))
