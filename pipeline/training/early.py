"""Epochs until what was held out is told no better: the loop of captioners, with its checkpoint."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler

from pipeline.core.checkpoint import Checkpoint
from pipeline.core.torch_state import pack, unpack
from pipeline.training.launched import ALONE, Seat
from pipeline.training.together import average_gradients, seed_of, told_by_first

Report = Callable[[dict[str, float]], None]
"""Told, after every epoch, the share done under ``done``, the ``loss``, and that ``held out``."""


@dataclass(frozen=True, eq=False)
class Trained:
    """What takes the steps."""

    network: nn.Module
    optimizer: Optimizer
    schedule: LRScheduler

    def step(self, loss: Tensor) -> None:
        """One step down a loss, the mean over the processes that train together; gradients are at most 5 long."""
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        average_gradients(self.network)
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
        self.optimizer.step()
        self.schedule.step()


@dataclass(frozen=True)
class Limits:
    """``epochs`` at most; ``patience`` of them without a better held-out loss end the run."""

    epochs: int
    patience: int
    seed: int


def train_until_no_better(
    trained: Trained,
    limits: Limits,
    checkpoint: Checkpoint,
    run: str,
    learn: Callable[[int], float],
    held_out: Callable[[], float],
    save: Callable[[], None],
    report: Report | None = None,
    seat: Seat = ALONE,
) -> None:
    """Leave the network with the weights of its best epoch, which are saved as they are found.

    The checkpoint of the run named ``run`` is written after every epoch: an interrupted run goes on, and ends as it
    would have ended.  ``learn`` sees everything once and gives the mean loss, ``held_out`` the loss that decides.
    Of several processes the first one measures, writes and reports.

    Raises
    ------
    SpotItError
        If the checkpoint is damaged or of another run.
    """
    network, optimizer, schedule = trained.network, trained.optimizer, trained.schedule
    state = checkpoint.read(run)
    kept = unpack(state, network, optimizer, schedule) if state else network.state_dict()
    epoch, best, waited = state.values["stand"] if state else (0, float("inf"), 0)
    while epoch < limits.epochs and waited < limits.patience:
        torch.manual_seed(seed_of(seat, limits.seed, epoch))  # so that a resumed epoch is the same one
        loss = learn(epoch)
        seen = told_by_first(seat, held_out)
        epoch, waited = epoch + 1, 0 if seen < best else waited + 1
        if not waited:
            best, kept = seen, {name: value.detach().clone() for name, value in network.state_dict().items()}
            if seat.first:
                save()
        if seat.first:
            checkpoint.write(run, pack(network, kept, optimizer, schedule, stand=(epoch, best, waited)))
        if report is not None and seat.first:
            report({"done": epoch / limits.epochs, "loss": loss, "held out": seen})
    network.load_state_dict(kept)
