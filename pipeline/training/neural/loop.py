"""The training loop: cross-entropy with teacher forcing, Adam, early stopping."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from language.neural.feed import side_by_side
from language.neural.model import MOST_WORDS, WEIGHTS, Model, load, save
from language.neural.network import Captioner, Shape
from language.neural.vocabulary import PADDING, Vocabulary
from pipeline.core import messages
from pipeline.core.checkpoint import Checkpoint, fingerprint
from pipeline.training.early import Limits, Report, Trained, train_until_no_better
from pipeline.training.launched import ALONE, Seat
from pipeline.training.neural.samples import Samples


@dataclass(frozen=True)
class NeuralPlan:
    """How to train.  Dropout, rate and early stopping are those of Fan and Wang (2019), where they are given.

    ``captions`` of a pair are learned at each sight of it, since the trunk costs more than the decoder; ``patience`` is
    the number of epochs without a better held-out loss after which training ends, ``doubly`` the weight of Xu et al.'s
    penalty on places that are never attended to, ``coarse`` whether the trunk computes in bfloat16, and ``start`` a
    file of trained weights to begin with, as far as they fit.
    """

    epochs: int = 50
    batch: int = 32
    rate: float = 1e-4
    captions: int = 2
    patience: int = 5
    doubly: float = 0.1
    attention: bool = False
    trunk: str = "small"
    coarse: bool = False
    start: str = ""
    seed: int = 0


def train(
    learn: Samples,
    held: Samples,
    plan: NeuralPlan,
    checkpoint: Checkpoint,
    report: Report | None = None,
    seat: Seat = ALONE,
) -> Model:
    """Fit a network and return it with the weights of its best epoch.

    The best weights so far are kept in the checkpoint's folder.  With the checkpoint, written after every epoch, an
    interrupted run goes on and ends with the same weights as if it had never stopped.  ``seat`` is this process's among
    those that train together, each on its share of every batch.

    Raises
    ------
    SpotItError
        If there is nothing to learn from, the plan cannot be carried out, or the checkpoint is damaged or of another
        run.
    """
    if min(plan.epochs, plan.batch, plan.captions) < 1 or plan.rate <= 0:
        raise messages.error(messages.NEURAL_PLAN)
    if len(learn) < 2 or not len(held):
        raise messages.error(messages.TOO_FEW_PAIRS)
    model = _begun(learn, plan)
    network = model.network
    steps = max(1, len(learn) // plan.batch)
    optimizer = torch.optim.Adam(network.parameters(), lr=plan.rate, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _schedule(step, plan.epochs * steps))
    captions = (caption for sample in (*learn.samples, *held.samples) for caption in sample.captions)
    run = fingerprint(plan, *model.vocabulary.words, *captions)
    trained = Trained(network, optimizer, schedule)
    train_until_no_better(
        trained,
        Limits(plan.epochs, plan.patience, plan.seed),
        checkpoint,
        run,
        learn=lambda epoch: _epoch(model, trained, learn, plan, epoch, seat),
        held_out=lambda: held_out_loss(model, held, plan),
        save=lambda: save(checkpoint.folder / WEIGHTS, model),
        report=report,
        seat=seat,
    )
    return model


def _begun(learn: Samples, plan: NeuralPlan) -> Model:
    """A network with random weights, or with those of an earlier run wherever name and shape are the same."""
    torch.manual_seed(plan.seed)
    older = load(plan.start) if plan.start else None
    if older is None:
        vocabulary = Vocabulary.of(caption for sample in learn.samples for caption in sample.captions)
    else:
        vocabulary = older.vocabulary
    network = Captioner(Shape(len(vocabulary), plan.attention, plan.trunk), plan.coarse)
    if older is not None:
        own, known = network.state_dict(), older.network.state_dict()
        fitting = {
            name: known[name] for name, value in own.items() if name in known and known[name].shape == value.shape
        }
        network.load_state_dict(own | fitting)
    return Model(network.to(memory_format=torch.channels_last), vocabulary)


def held_out_loss(model: Model, held: Samples, plan: NeuralPlan) -> float:
    """Mean cross-entropy a word over every held-out pair, with captions that are always the same."""
    model.network.eval()
    total = count = 0.0
    with torch.inference_mode():
        for first in range(0, len(held), plan.batch):
            places = range(first, min(first + plan.batch, len(held)))
            rows = [(*held.pair(p), held.captions(p, plan.captions, np.random.default_rng(p))) for p in places]
            pairs, captions = _tensors(rows, model.vocabulary)
            logits, _ = model.network(pairs, captions)
            words = int((captions != PADDING).sum())
            total += float(_cross_entropy(logits, captions)) * words
            count += words
    return total / count


def _epoch(model: Model, trained: Trained, learn: Samples, plan: NeuralPlan, epoch: int, seat: Seat) -> float:
    """One sight of every pair; the mean loss."""
    network = model.network.train()
    losses = []
    for pairs, captions in _batches(learn, model.vocabulary, plan, epoch, seat):
        logits, attended = network(pairs, captions)
        loss = _cross_entropy(logits, captions)
        words = loss.item()
        if plan.attention:
            spread = (captions != PADDING).sum(-1).reshape(-1, 1) / attended.shape[1]
            loss = loss + plan.doubly * ((attended.float() - spread) ** 2).mean()
        trained.step(loss)
        losses.append(words)
    return float(np.mean(losses))


def _batches(
    learn: Samples, vocabulary: Vocabulary, plan: NeuralPlan, epoch: int, seat: Seat
) -> Iterator[tuple[Tensor, Tensor]]:
    """Batches prepared one ahead on another thread."""
    steps = max(1, len(learn) // plan.batch)
    order = np.random.default_rng([plan.seed, epoch]).permutation(len(learn))

    def prepare(step: int) -> tuple[Tensor, Tensor]:
        rng = np.random.default_rng([plan.seed, epoch, step])
        places = seat.share(order[step * plan.batch : (step + 1) * plan.batch])
        return _tensors([learn.augmented(int(place), plan.captions, rng) for place in places], vocabulary)

    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(prepare, 0)
        for step in range(steps):
            ready = coming.result()
            if step + 1 < steps:
                coming = pool.submit(prepare, step + 1)
            yield ready


def _tensors(rows: list[tuple[np.ndarray, np.ndarray, list[str]]], vocabulary: Vocabulary) -> tuple[Tensor, Tensor]:
    before, after, captions = zip(*rows, strict=True)
    pairs = torch.from_numpy(side_by_side(np.stack(before), np.stack(after)))
    table = vocabulary.table([one for said in captions for one in said], MOST_WORDS)
    numbers = torch.from_numpy(table.reshape(len(rows), -1, table.shape[1]))
    return pairs.contiguous(memory_format=torch.channels_last), numbers


def _cross_entropy(logits: Tensor, captions: Tensor) -> Tensor:
    return functional.cross_entropy(logits.float().flatten(0, 1), captions.flatten(), ignore_index=PADDING)


def _schedule(step: int, steps: int) -> float:
    """A short warm-up, then a cosine down to a fiftieth: early stopping needs no rate that is tuned by hand."""
    warm = min(100, steps // 10 + 1)
    if step < warm:
        return (step + 1) / warm
    return 0.02 + 0.98 * 0.5 * (1 + float(np.cos(np.pi * (step - warm) / max(1, steps - warm))))
