"""The state of a training in torch as arrays and JSON values, and back: weights, optimiser, schedule, chance."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler

from pipeline.core.checkpoint import State

Weights = dict[str, Tensor]


def pack(network: nn.Module, kept: Weights, optimizer: Optimizer, schedule: LRScheduler, **values: Any) -> State:
    """Everything as one state.

    Parameters
    ----------
    kept
        Weights that the run would end with: those of the best epoch so far, or the mean of recent ones.
    values
        Whatever else the loop needs, as JSON can hold it.
    """
    arrays = {f"network.{name}": value for name, value in network.state_dict().items()}
    arrays |= {f"kept.{name}": value for name, value in kept.items()}
    held = optimizer.state_dict()
    arrays |= {f"optimizer.{place}.{name}": v for place, one in held["state"].items() for name, v in one.items()}
    arrays["chance"] = torch.get_rng_state()
    values |= {"groups": held["param_groups"], "schedule": schedule.state_dict()}
    return State({name: value.numpy().copy() for name, value in arrays.items()}, values)


def unpack(state: State, network: nn.Module, optimizer: Optimizer, schedule: LRScheduler) -> Weights:
    """Put everything back into its place, the random generator's state too; returns the kept weights."""
    network.load_state_dict(_under(state, "network"))
    weights = [weight for group in optimizer.param_groups for weight in group["params"]]
    moments: dict[int, dict[str, Tensor]] = {}
    for name, value in _under(state, "optimizer").items():
        place, _, moment = name.partition(".")
        moments.setdefault(int(place), {})[moment] = _laid_out(value, weights[int(place)])
    optimizer.load_state_dict({"state": moments, "param_groups": state.values["groups"]})
    schedule.load_state_dict(state.values["schedule"])
    torch.set_rng_state(torch.from_numpy(state.arrays["chance"]))
    return _under(state, "kept")


def _laid_out(value: Tensor, like: Tensor) -> Tensor:
    """The same values in the memory order of the weight they belong to, which fused optimisers take for granted."""
    return torch.empty_like(like, requires_grad=False).copy_(value) if value.shape == like.shape else value


def _under(state: State, prefix: str) -> Weights:
    start = f"{prefix}."
    arrays = state.arrays.items()
    return {name[len(start) :]: torch.from_numpy(value.copy()) for name, value in arrays if name.startswith(start)}
