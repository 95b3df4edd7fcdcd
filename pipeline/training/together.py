"""Several processes that hold the same weights and take the same steps: ``torchrun`` starts them, gloo joins them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import torch
from torch import distributed, nn

from pipeline.training.launched import ALONE, Seat, launched

PATIENCE = timedelta(hours=6)
"""How long processes wait for one that prepares what all need, as the features of a data set."""


@contextmanager
def together() -> Iterator[Seat]:
    """Join the processes that ``torchrun`` has started; the seat of one that was started by itself is ``ALONE``."""
    seat = launched()
    if seat is None:
        yield ALONE
        return
    distributed.init_process_group(
        "gloo", init_method=seat.meeting, rank=seat.rank, world_size=seat.count, timeout=PATIENCE
    )
    try:
        yield seat
        distributed.barrier()  # nobody looks for what the first one writes before it is there
    finally:
        distributed.destroy_process_group()


@contextmanager
def first_goes_ahead(seat: Seat) -> Iterator[None]:
    """The first process does what stands inside, and then all others, who find its files."""
    if not seat.first:
        distributed.barrier()
    yield
    if seat.first and seat.count > 1:
        distributed.barrier()


def average_gradients(network: nn.Module) -> None:
    """Replace every gradient by its mean over the processes, if there are several."""
    if not distributed.is_initialized():
        return
    gradients = [p.grad for p in network.parameters() if p.grad is not None]
    flat = torch.cat([g.flatten() for g in gradients])
    distributed.all_reduce(flat)
    flat /= distributed.get_world_size()
    for gradient, mean in zip(gradients, flat.split([g.numel() for g in gradients]), strict=True):
        gradient.copy_(mean.view_as(gradient))


def told_by_first(seat: Seat, measure: Callable[[], float]) -> float:
    """What the first process measures; all others wait for it, so that they decide alike."""
    if seat.count == 1:
        return measure()
    value = torch.tensor([measure() if seat.first else 0.0], dtype=torch.float64)
    distributed.broadcast(value, 0)
    return float(value)


def seed_of(seat: Seat, *numbers: int) -> int:
    """A seed for the chance of one process, its dropout's; the first one's is that of a process by itself."""
    first, *rest = numbers
    for number in rest:
        first = first * 100_003 + number
    return first + 7_919 * seat.rank
