"""The training loop: one process a core, averaged weights, checkpoints, resume."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, distributed

from detectors.rcnn.network import RCNN, grid
from detectors.rcnn.weights import load_weights, save_weights
from pipeline.core import messages
from pipeline.core.checkpoint import Checkpoint, fingerprint
from pipeline.core.processes import in_processes
from pipeline.core.torch_state import pack, unpack
from pipeline.training.averaged import blend, follow, optimizer_of, share_of_rate
from pipeline.training.launched import launched
from pipeline.training.rcnn.losses import head_losses, proposal_losses, total
from pipeline.training.rcnn.sample import Sample
from pipeline.training.rcnn.samples import RenderedSamples
from pipeline.training.rcnn.targets import point_owners, sample_regions
from pipeline.training.together import average_gradients

WEIGHTS = "network.safetensors"
"""In the run's folder at its end: the averaged weights."""

NAME_WEIGHTS = f"name the {WEIGHTS} of a run"

REREAD = 600
"""Seconds after which the folders are read again."""

LOG_EVERY = 25
"""Steps."""

SAVE_EVERY = 200
"""Steps."""


@dataclass(frozen=True)
class RcnnPlan:
    """How long and how fast."""

    folders: tuple[Path, ...]
    pictures: int = 30_000
    batch: int = 4
    rate: float = 1.3e-3
    seed: int = 0
    start: Path | None = None
    """Weights to start from, random ones where None."""
    keep: float = 0.0
    """The share of the starting weights in the result, which keeps what other kinds of picture need (Wortsman et al.
    2022, "Robust fine-tuning of zero-shot models")."""
    processes: int = 2
    """Each computes its share of a batch on one core: twice as fast as one process on two.  Under ``torchrun`` there
    are as many as it has started."""


def train(plan: RcnnPlan, checkpoint: Checkpoint) -> Path:
    """Fit the network and return the path of its averaged weights, ``network.safetensors`` in the checkpoint's folder.

    An interrupted run goes on from its checkpoint.  The pictures' folders are read again every ten minutes, so that
    pictures still being rendered join in; a folder named twice counts twice.  Progress goes to stderr, as JSON lines,
    and to the run's log.  In a process that ``torchrun`` has started this is one of several that train together; all
    of them must see the folders, and the first one writes.

    Raises
    ------
    SpotItError
        If the folders hold no rendered scenes, the plan cannot be carried out, or the checkpoint is damaged or of a run
        with another plan.
    """
    if min(plan.pictures, plan.batch, plan.processes) < 1:
        raise messages.error(messages.DETECTOR_PLAN)
    if not 0 <= plan.keep <= 1 or (plan.keep and plan.start is None):
        raise messages.error(messages.DETECTOR_KEEP)
    RenderedSamples(list(plan.folders))
    seat = launched()
    if seat is not None:
        plan = replace(plan, processes=seat.count)
    begun = _begun(plan)
    run = fingerprint(plan, *(value.numpy() for value in begun.state_dict().values()))
    checkpoint.read(run)  # one of another run is refused before any process starts
    if seat is not None:
        _train_share(seat.rank, plan, checkpoint, run, seat.meeting)
    else:
        with tempfile.TemporaryDirectory() as place:
            meeting = f"file://{place}/point"
            in_processes(_train_share, (plan, checkpoint, run, meeting), plan.processes)
    return checkpoint.folder / WEIGHTS


def _begun(plan: RcnnPlan) -> RCNN:
    """The network as it is before the first step."""
    torch.manual_seed(plan.seed)
    network = RCNN()
    if plan.start is not None:
        load_weights(network, plan.start, NAME_WEIGHTS)
    return network


def _train_share(rank: int, plan: RcnnPlan, checkpoint: Checkpoint, run: str, meeting: str) -> None:
    """What one process does: all hold the same weights and take the same steps; the first one keeps the books."""
    torch.set_num_threads(1)
    distributed.init_process_group("gloo", init_method=meeting, rank=rank, world_size=plan.processes)
    network = _begun(plan).to(memory_format=torch.channels_last)
    optimizer = optimizer_of(network, plan.rate)
    steps, first = plan.pictures // plan.batch, 0
    warm = min(300, steps // 10)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: share_of_rate(step, steps, warm))
    average = deepcopy(network).eval()
    state = checkpoint.read(run)
    if state:
        average.load_state_dict(unpack(state, network, optimizer, schedule))
        first = state.values["step"]
    running: dict[str, float] = {}
    started = time.time()
    network.train()
    for step, samples in enumerate(_batches(plan, rank, first, steps), first):
        losses = _losses(network, samples, np.random.default_rng([plan.seed, step, rank, 7]))
        loss = total(losses)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        average_gradients(network)
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimizer.step()
        schedule.step()
        follow(average, network, step)
        for name, value in losses.items():
            running[name] = 0.98 * running.get(name, float(value.detach())) + 0.02 * float(value.detach())
        if rank == 0 and step % LOG_EVERY == 0:
            pace = (time.time() - started) / (step - first + 1) / plan.batch
            line = json.dumps({"step": step, "of": steps, "s_per_picture": round(pace, 3)} | _rounded(running))
            print(line, file=sys.stderr, flush=True)
            checkpoint.log({"done": step / steps} | _rounded(running))
        if rank == 0 and ((step + 1) % SAVE_EVERY == 0 or step == steps - 1):
            checkpoint.write(run, pack(network, average.state_dict(), optimizer, schedule, step=step + 1))
    if rank == 0:
        if plan.keep:
            blend(average, _begun(plan), 1 - plan.keep)
        save_weights(average, checkpoint.folder / WEIGHTS)
    distributed.barrier()  # nobody looks for the weights before they are there
    distributed.destroy_process_group()


def _batches(plan: RcnnPlan, rank: int, first: int, steps: int) -> Iterator[list[Sample]]:
    """Batches prepared one ahead on another thread (OpenCV releases the interpreter's lock)."""
    samples, read = RenderedSamples(list(plan.folders)), time.time()

    def prepare(step: int) -> list[Sample]:
        rng = np.random.default_rng([plan.seed, step, rank])
        share = max(1, plan.batch // plan.processes)
        return [samples.augmented(int(rng.integers(len(samples))), rng) for _ in range(share)]

    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(prepare, first)
        for step in range(first, steps):
            ready = coming.result()
            if time.time() - read > REREAD:
                samples, read = RenderedSamples(list(plan.folders)), time.time()
            coming = pool.submit(prepare, step + 1)
            yield ready


def _losses(network: RCNN, samples: list[Sample], rng: np.random.Generator) -> dict[str, Tensor]:
    pictures = torch.from_numpy(np.stack([s.picture for s in samples])).permute(0, 3, 1, 2).float() / 255
    fine, pyramid, whole = network.trunk(pictures.contiguous(memory_format=torch.channels_last) * 2 - 1)
    logits, boxes = network.proposals(pyramid)
    points = grid(pyramid)
    owners, ignored, truths, regions = [], [], [], []
    for i, sample in enumerate(samples):
        owner, skip = point_owners(sample, points)
        owners.append(owner)
        ignored.append(skip)
        known = torch.from_numpy(sample.box) if len(sample.box) else torch.zeros(1, 4)
        truths.append(known[owner.clamp(min=0)])
        best = torch.topk(logits[i].detach(), 100).indices
        regions.append(sample_regions(sample, boxes[i, best].detach().clamp(min=0), rng))
    losses = proposal_losses(
        logits.flatten(), boxes.flatten(0, 1), torch.cat(owners), torch.cat(ignored), torch.cat(truths)
    )
    picture = torch.cat([torch.full((len(r.boxes),), float(i)) for i, r in enumerate(regions)])
    chosen = torch.cat([r.boxes for r in regions])
    output = network.heads(fine, pyramid, whole, chosen, picture)
    owner = torch.cat([r.owner for r in regions])
    return losses | head_losses(output, owner, _rows(samples, regions), chosen[:, 2:] - chosen[:, :2])


def _rows(samples: list[Sample], regions: list) -> dict[str, Tensor]:
    """The truth of each region's object, row by row."""
    rows: dict[str, list[Tensor]] = {}
    for sample, region in zip(samples, regions, strict=True):
        table = sample.labels | {name: getattr(sample, name) for name in ("box", "center", "scale", "visibility")}
        for name, values in table.items():
            known = torch.from_numpy(values) if len(values) else torch.zeros(1, *values.shape[1:]).to(_kind(values))
            rows.setdefault(name, []).append(known[region.owner.clamp(min=0)])
    return {name: torch.cat(parts) for name, parts in rows.items()}


def _kind(values: np.ndarray) -> torch.dtype:
    return torch.int64 if values.dtype == np.int64 else torch.float32


def _rounded(values: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in values.items()}
