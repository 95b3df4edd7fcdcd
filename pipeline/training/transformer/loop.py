"""The training loop: pre-training with its tasks in turn, then fine-tuning word by word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch

from language.neural.vocabulary import Vocabulary
from language.transformer.network import DifferenceTransformer, Shape
from pipeline.core import messages
from pipeline.core.checkpoint import Checkpoint, fingerprint
from pipeline.core.torch_state import pack, unpack
from pipeline.training.averaged import optimizer_of, share_of_rate
from pipeline.training.launched import ALONE, Seat
from pipeline.training.together import average_gradients, seed_of
from pipeline.training.transformer import tasks
from pipeline.training.transformer.samples import Samples
from pipeline.training.transformer.tasks import EXTRA, PRETRAINING
from pipeline.training.transformer.variants import Variants

TASKS = {**PRETRAINING, **EXTRA}

EVERY = 200
"""Steps between two looks at what was held out, and two checkpoints."""

POOL = 1024
"""Pairs that are sorted by their number of objects before batches are made of them."""


@dataclass(frozen=True)
class TransformerPlan:
    """How to train.

    ``tasks`` are those of pre-training, which take turns for ``first`` steps; then come ``steps`` of fine-tuning.
    ``captions`` of a pair are learned at each sight of it; ``compared`` is whether the first encoder sees both pictures
    together, ``judging`` whether distractors are judged, with a loss that counts ``judging_weight`` times.  ``start``
    is the file of an earlier run to begin with, if any.
    """

    first: int = 1500
    steps: int = 4500
    batch: int = 32
    captions: int = 2
    rate: float = 1e-3
    tasks: tuple[str, ...] = tuple(PRETRAINING)
    compared: bool = True
    judging: bool = True
    judging_weight: float = 0.3
    start: str = ""
    seed: int = 0


Report = Callable[[dict[str, float]], None]
"""Told the share done under ``done``, the ``loss`` of late, and that ``held out``."""


def train(
    learn: Samples,
    held: Samples,
    vocabulary: Vocabulary,
    plan: TransformerPlan,
    checkpoint: Checkpoint | None = None,
    report: Report | None = None,
    seat: Seat = ALONE,
    older: DifferenceTransformer | None = None,
) -> DifferenceTransformer:
    """Fit a network and return it.

    With a checkpoint an interrupted run goes on, and ends as it would have ended.  ``seat`` is this process's among
    those that train together, each on its share of every batch; the first one writes and reports.  The weights of
    an ``older`` network are begun with.

    Raises
    ------
    SpotItError
        If the plan cannot be carried out, or the checkpoint is damaged or of another run.
    """
    if min(plan.steps, plan.batch) < 1 or plan.first < 0 or plan.rate <= 0:
        raise messages.error(messages.TRANSFORMER_PLAN)
    torch.manual_seed(plan.seed)
    network = DifferenceTransformer(Shape(len(vocabulary), compared=plan.compared))
    if older is not None:
        network.load_state_dict(older.state_dict())
    first = plan.first if plan.tasks else 0
    optimizer = optimizer_of(network, plan.rate)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _share(step, first, plan.steps))
    run = fingerprint(plan, learn.captions.numpy()) if checkpoint else ""
    state = checkpoint.read(run) if checkpoint else None
    begun = 0
    if state:
        unpack(state, network, optimizer, schedule)
        begun = state.values["step"]
    if not seat.first:
        torch.manual_seed(seed_of(seat, plan.seed, begun))
    losses: list[float] = []
    batches, variants = _batches(learn, plan, begun), Variants(vocabulary)
    for step in range(begun, first + plan.steps):
        network.train()
        batch = variants.draw(learn.rows(torch.from_numpy(seat.share(next(batches)))), torch.default_generator)
        loss = _loss(network, batch, step, first, plan)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        average_gradients(network)
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
        if seat.first and ((step + 1) % EVERY == 0 or step + 1 == first + plan.steps):
            if report:
                done = (step + 1) / (first + plan.steps)
                report({"done": done, "loss": float(np.mean(losses[-EVERY:])), "held out": held_out(network, held)})
            if checkpoint:
                checkpoint.write(run, pack(network, {}, optimizer, schedule, step=step + 1))
    return network.eval()


def held_out(network: DifferenceTransformer, held: Samples) -> float:
    """Mean cross-entropy a word."""
    network.eval()
    with torch.inference_mode():
        losses = []
        for first in range(0, len(held), 50):
            batch = held.rows(torch.arange(first, min(first + 50, len(held))))
            losses.append(tasks.write(network, batch, network.see(batch.features, batch.after, batch.present)).item())
    return float(np.mean(losses))


def _loss(network: DifferenceTransformer, batch: Samples, step: int, first: int, plan: TransformerPlan) -> torch.Tensor:
    seen = network.see(batch.features, batch.after, batch.present)
    if step < first:
        loss = TASKS[plan.tasks[step % len(plan.tasks)]](network, batch, seen)
    else:
        loss = tasks.write(network, batch, seen, plan.captions)
    if plan.judging:
        loss = loss + plan.judging_weight * tasks.judging(network, batch, seen)
    return loss


def _batches(learn: Samples, plan: TransformerPlan, begun: int) -> Iterator[np.ndarray]:
    """Without end, from the batch of a step on; every pair once before any comes again.

    A batch is of pairs with about as many objects, which leaves little room unused.
    """
    sizes = learn.present.sum(dim=1).numpy()
    size = min(plan.batch, len(sizes))
    each = len(sizes) // size
    while True:
        rng = np.random.default_rng([plan.seed, begun // each])
        order = rng.permutation(len(sizes))[: each * size]
        alike = [
            part[np.argsort(sizes[part], kind="stable")] for part in np.split(order, range(POOL, len(order), POOL))
        ]
        batches = rng.permutation(np.concatenate(alike).reshape(each, size))
        for batch in batches[begun % each :]:
            yield batch
            begun += 1


def _share(step: int, first: int, steps: int) -> float:
    """Each phase has a warm-up and a cosine of its own."""
    place, length = (step, first) if step < first else (step - first, steps)
    return share_of_rate(place, length, min(200, length // 5 + 1))
