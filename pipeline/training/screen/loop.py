"""The training loop: one thread, averaged weights, checkpoints, resume."""

from __future__ import annotations

import json
import sys
import time
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from detectors.rcnn.weights import load_weights, save_weights
from detectors.screen.network import RoleNetwork
from detectors.screen.roles import ROLES, STATES
from pipeline.core import messages
from pipeline.core.checkpoint import Checkpoint, fingerprint
from pipeline.core.torch_state import pack, unpack
from pipeline.training.averaged import follow, optimizer_of, share_of_rate
from pipeline.training.screen.samples import Samples
from pipeline.training.screen.store import SampleStore

WEIGHTS = "network.safetensors"
"""In the run's folder at its end: the averaged weights."""

HELD_OUT = 6
"""Each so many parts, one is measured on and not learned from."""

LOG_EVERY, SAVE_EVERY, REREAD = 50, 300, 900
"""Steps, steps, seconds."""


@dataclass(frozen=True)
class Plan:
    """How long and how fast."""

    pages: tuple[Path, ...]
    steps: int = 2400
    batch: int = 160
    rate: float = 2e-3
    seed: int = 0
    start: Path | None = None
    """Weights to start from, random ones where None."""
    states_weight: float = 0.3
    smoothing: float = 0.05
    """Of the roles: where one stops and the next begins is a matter of taste."""


def train(plan: Plan, checkpoint: Checkpoint) -> Path:
    """Fit the network and return the path of its averaged weights.

    Pages still being rendered join in: the folders are read again every quarter of an hour.  An interrupted run goes
    on from its checkpoint.  Progress goes to stderr, as JSON lines, and to the run's log.

    Raises
    ------
    SpotItError
        If there are no pages, or the checkpoint is damaged or of another plan.
    """
    if min(plan.steps, plan.batch) < 1:
        raise messages.error(messages.NO_STEPS)
    torch.set_num_threads(1)
    torch.manual_seed(plan.seed)
    network = RoleNetwork()
    if plan.start is not None:
        load_weights(network, plan.start, f"name the {WEIGHTS} of a run")
    run = fingerprint(plan, *(value.numpy() for value in network.state_dict().values()))
    state = checkpoint.read(run)
    store = SampleStore(checkpoint.folder / "samples", plan.pages, plan.seed)
    if store.update() < HELD_OUT:
        raise messages.error(messages.TOO_FEW_PAGES)
    samples, read = store.load(HELD_OUT), time.time()
    optimizer = optimizer_of(network, plan.rate)
    warm = min(200, max(1, plan.steps // 10))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: share_of_rate(step, plan.steps, warm))
    average, first = deepcopy(network).eval(), 0
    if state:
        average.load_state_dict(unpack(state, network, optimizer, schedule))
        first = state.values["step"]
    running, started = 0.0, time.time()
    network.train()
    for step in range(first, plan.steps):
        if time.time() - read > REREAD:
            store.update()
            samples, read = store.load(HELD_OUT), time.time()
        rng = np.random.default_rng([plan.seed, step])
        loss = _loss(network, _batch(samples, plan.batch, rng), plan)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimizer.step()
        schedule.step()
        follow(average, network, step)
        running = float(loss.detach()) if step == first else 0.98 * running + 0.02 * float(loss.detach())
        if step % LOG_EVERY == 0:
            pace = (time.time() - started) / (step - first + 1)
            point = {
                "step": step,
                "of": plan.steps,
                "samples": len(samples),
                "s_per_step": round(pace, 3),
                "loss": round(running, 4),
            }
            print(json.dumps(point), file=sys.stderr, flush=True)
            checkpoint.log({"done": step / plan.steps, "loss": running})
        if (step + 1) % SAVE_EVERY == 0 or step == plan.steps - 1:
            checkpoint.write(run, pack(network, average.state_dict(), optimizer, schedule, step=step + 1))
            save_weights(average, checkpoint.folder / WEIGHTS)
            print(
                json.dumps({"step": step + 1} | measure(average, store.load(HELD_OUT, True))),
                file=sys.stderr,
                flush=True,
            )
    return checkpoint.folder / WEIGHTS


def measure(network: RoleNetwork, samples: Samples) -> dict[str, float]:
    """Shares of right answers: role of all, of those that show an element, element or not, states."""
    right, shown, found, states = [], [], [], []
    with torch.no_grad():
        for start in range(0, len(samples), 512):
            rows = slice(start, start + 512)
            roles, held, _ = network(
                torch.from_numpy(samples.views[rows]).float(), torch.from_numpy(samples.geometry[rows])
            )
            said, truth = roles.argmax(1).numpy(), samples.roles[rows]
            asked = samples.states[rows] >= 0
            right.append(said == truth)
            shown.append((said == truth)[truth > 0])
            found.append((said > 0) == (truth > 0))
            states.append(((held.numpy() > 0) == (samples.states[rows] > 0))[asked])
    names = ("all", "roles", "objectness", "states")
    return {
        n: round(float(np.concatenate(v).mean()), 4) for n, v in zip(names, (right, shown, found, states), strict=True)
    }


def _batch(samples: Samples, size: int, rng: np.random.Generator) -> tuple[Tensor, ...]:
    """Random samples in which rare roles are more frequent than on pages, in changed light."""
    count = np.bincount(samples.roles, minlength=1 + len(ROLES))
    weight = 1 / np.sqrt(np.maximum(count, 1))[samples.roles]
    weight[samples.roles == 0] = 1 / np.sqrt(max(1, count[1:].max()))
    edges = np.cumsum(weight)
    rows = np.searchsorted(edges, rng.random(size) * edges[-1])
    views = samples.views[rows].astype(np.float32)
    mirrored = rng.random(size) < 0.25
    views[mirrored] = 255 - views[mirrored]
    for i in np.flatnonzero(rng.random(size) < 0.5):
        views[i] = views[i][..., rng.permutation(3)]
    gain, lift = rng.uniform(0.85, 1.1, (size, 1, 1, 1, 1)), rng.uniform(-12, 12, (size, 1, 1, 1, 1))
    views = np.clip(views * gain + lift + rng.normal(0, 1, views.shape) * rng.uniform(0, 3, (size, 1, 1, 1, 1)), 0, 255)
    place = samples.geometry[rows] * (rng.random((size, 1)) > 0.1)  # now and then the pixels must do
    return (
        torch.from_numpy(views.astype(np.float32)),
        torch.from_numpy(place.astype(np.float32)),
        torch.from_numpy(samples.roles[rows]),
        torch.from_numpy(samples.states[rows]),
    )


def _loss(network: RoleNetwork, batch: tuple[Tensor, ...], plan: Plan) -> Tensor:
    views, place, roles, states = batch
    said, held, _ = network(views, place)
    asked = states >= 0
    loss = F.cross_entropy(said, roles, label_smoothing=plan.smoothing)
    if asked.any():
        wrong = F.binary_cross_entropy_with_logits(held[asked], states[asked].float())
        loss = loss + plan.states_weight * wrong * len(STATES)
    return loss
