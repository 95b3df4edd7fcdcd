"""Where a training run stands, on disk: safetensors for every tensor, JSON for the rest."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from language.neural.model import Model
from pipeline.errors import SpotItError
from pipeline.output.files import write_file

if TYPE_CHECKING:
    from language.neural.training.loop import Plan

TENSORS, STATE = "checkpoint.safetensors", "checkpoint.json"
MOMENTS = ("step", "exp_avg", "exp_avg_sq")
"""What Adam remembers of each parameter."""


@dataclass(frozen=True, eq=False)
class Progress:
    """Epochs done, the best held-out loss and the weights that had it, and the epochs since."""

    epoch: int = 0
    best: float = float("inf")
    waited: int = 0
    last: float = float("inf")
    best_weights: dict[str, torch.Tensor] = field(default_factory=dict)

    def after(self, loss: float, held_out: float, model: Model) -> Progress:
        """After one more epoch."""
        if held_out < self.best:
            weights = {name: value.detach().clone() for name, value in model.network.state_dict().items()}
            return Progress(self.epoch + 1, held_out, 0, held_out, weights)
        return replace(self, epoch=self.epoch + 1, waited=self.waited + 1, last=held_out)


def write_checkpoint(out: Path, model: Model, optimizer: torch.optim.Optimizer, plan: Plan, progress: Progress) -> None:
    """Write both files; the tensors first, under a name that holds the epoch, so that the two always fit."""
    from safetensors.torch import save as as_bytes

    tensors = {f"network.{name}": value for name, value in model.network.state_dict().items()}
    tensors |= {f"best.{name}": value for name, value in progress.best_weights.items()}
    for number, kept in optimizer.state_dict()["state"].items():
        tensors |= {f"adam.{number}.{name}": kept[name] for name in MOMENTS}
    about = {
        "plan": asdict(plan),
        "words": model.vocabulary.words,
        "tensors": f"{progress.epoch:04d}.{TENSORS}",
        **{name: getattr(progress, name) for name in ("epoch", "best", "waited", "last")},
    }
    out.mkdir(parents=True, exist_ok=True)
    older = set(out.glob(f"*.{TENSORS}"))
    # Copies, since safetensors refuses tensors whose memory is laid out in another order or shared.
    write_file(out / about["tensors"], as_bytes({name: value.contiguous().clone() for name, value in tensors.items()}))
    write_file(out / STATE, json.dumps(about).encode())
    for path in older - {out / about["tensors"]}:
        path.unlink(missing_ok=True)


def read_checkpoint(out: Path, model: Model, optimizer: torch.optim.Optimizer, plan: Plan) -> Progress:
    """Put the run's state into the model and the optimiser.

    Raises
    ------
    SpotItError
        If there is no checkpoint, it is damaged, or it was made with another plan or other captions.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    path = out / STATE
    if not path.is_file():
        raise SpotItError(f"there is no run to resume in {out}: leave out --resume, or name its folder")
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
        if about["plan"] != asdict(plan) or tuple(about["words"]) != model.vocabulary.words:
            raise SpotItError(
                f"the run in {out} was started with other options or captions: use those, or another --out"
            )
        tensors = load_file(out / about["tensors"])
        parts: dict[str, dict[str, torch.Tensor]] = {"network": {}, "best": {}, "adam": {}}
        for name, value in tensors.items():
            part, _, rest = name.partition(".")
            parts[part][rest] = value
        model.network.load_state_dict(parts["network"])
        state = optimizer.state_dict()
        state["state"] = {
            number: {name: _laid_out(parts["adam"][f"{number}.{name}"], weight) for name in MOMENTS}
            for number, weight in enumerate(model.network.parameters())
        }
        optimizer.load_state_dict(state)
        return Progress(about["epoch"], about["best"], about["waited"], about["last"], parts["best"])
    except (SafetensorError, OSError, ValueError, KeyError, TypeError, RuntimeError) as failure:
        raise SpotItError(f"the checkpoint in {out} is damaged: start again without --resume") from failure


def _laid_out(value: torch.Tensor, like: torch.Tensor) -> torch.Tensor:
    """The same values in the memory order of the weight they belong to, which the fused optimiser takes for granted."""
    return torch.empty_like(like, requires_grad=False).copy_(value) if value.ndim else value
