"""The training loop: cross-entropy with teacher forcing, what else the truth teaches, Adam, early stopping."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from language.neural.model import MOST_WORDS, WEIGHTS, Model, load, save
from language.neural.network import Captioner, Shape
from language.neural.vocabulary import PADDING, Vocabulary
from pipeline.core import messages
from pipeline.core.checkpoint import Checkpoint, fingerprint
from pipeline.training.early import Limits, Report, Trained, train_until_no_better
from pipeline.training.launched import ALONE, Seat
from pipeline.training.neural.samples import Samples
from pipeline.training.neural.targets import seeing_loss, targets_of


@dataclass(frozen=True)
class NeuralPlan:
    """How to train.  Early stopping is that of Fan and Wang (2019).

    ``captions`` of a pair are learned at each sight of it, since the encoder costs more than the decoder; ``patience``
    is the number of epochs without a better held-out loss after which training ends, ``doubly`` the weight of Xu et
    al.'s penalty on what is never attended to, ``coarse`` whether the encoder computes in bfloat16, and ``start`` a
    file of trained weights to begin with, as far as they fit.
    """

    epochs: int = 20
    batch: int = 16
    rate: float = 1e-3
    captions: int = 4
    patience: int = 5
    doubly: float = 0.1
    coarse: bool = False
    start: str = ""
    seed: int = 0


Row = tuple[int, int]
"""The place of a sample, and the number of a view."""
DECAY = 1e-4
"""Of the weights (Loshchilov and Hutter, "Decoupled Weight Decay Regularization", 2019)."""


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
    require_possible(plan, len(learn.views), len(learn), len(held))
    model = _begun(learn, plan)
    network = model.network
    steps = max(1, len(learn) // plan.batch)
    optimizer = torch.optim.AdamW(network.parameters(), lr=plan.rate, weight_decay=DECAY, fused=True)
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


def require_possible(plan: NeuralPlan, views: int, learn: int, held: int) -> None:
    """Refuse a plan that cannot be carried out on so many views of so many pairs, before anything is looked at.

    Raises
    ------
    SpotItError
        If a number is too small, there are too few pairs, or the weights to begin with are none.
    """
    if min(plan.epochs, plan.batch, plan.captions, views) < 1 or plan.rate <= 0:
        raise messages.error(messages.NEURAL_PLAN)
    if learn < 2 or not held:
        raise messages.error(messages.TOO_FEW_PAIRS)
    if plan.start:
        load(plan.start)


def _begun(learn: Samples, plan: NeuralPlan) -> Model:
    """A network with random weights, or with those of an earlier run wherever name and shape are the same."""
    torch.manual_seed(plan.seed)
    older = load(plan.start) if plan.start else None
    if older is None:
        vocabulary = Vocabulary.of(caption for sample in learn.samples for caption in sample.captions)
    else:
        vocabulary = older.vocabulary
    network = Captioner(Shape(len(vocabulary)), plan.coarse)
    if older is not None:
        own, known = network.state_dict(), older.network.state_dict()
        fitting = {
            name: known[name] for name, value in own.items() if name in known and known[name].shape == value.shape
        }
        network.load_state_dict(own | fitting)
    return Model(network.to(memory_format=torch.channels_last), vocabulary)


def held_out_loss(model: Model, held: Samples, plan: NeuralPlan) -> float:
    """Mean cross-entropy a word over every held-out pair, with captions that are always the same."""
    network = model.network.eval()
    total = count = 0.0
    with torch.inference_mode():
        for first in range(0, len(held), plan.batch):
            rows = [(place, 0) for place in range(first, min(first + plan.batch, len(held)))]
            captions = _captions(held, rows, model.vocabulary, plan, np.random.default_rng(first))
            logits, _ = network.say(network.begin(network.see(_pairs(held, rows))), captions)
            words = int((captions != PADDING).sum())
            total += float(_cross_entropy(logits, captions)) * words
            count += words
    return total / count


def _epoch(model: Model, trained: Trained, learn: Samples, plan: NeuralPlan, epoch: int, seat: Seat) -> float:
    """One sight of every pair, each time in another of its views; the mean loss of the words."""
    network = model.network.train()
    order = np.random.default_rng([plan.seed, epoch]).permutation(len(learn))
    losses = []
    for step in range(max(1, len(learn) // plan.batch)):
        places = seat.share(order[step * plan.batch : (step + 1) * plan.batch])
        rows = [(int(place), (epoch + int(place)) % len(learn.views)) for place in places]
        captions = _captions(learn, rows, model.vocabulary, plan, np.random.default_rng([plan.seed, epoch, step]))
        seen = network.see(_pairs(learn, rows))
        logits, attended = network.say(network.begin(seen), captions)
        words = _cross_entropy(logits, captions)
        spread = (captions != PADDING).sum(-1).reshape(-1, 1) / attended.shape[1]
        evenly = ((attended - spread) ** 2).mean()
        asked = targets_of([(learn.samples[place].truth, learn.views[view][place]) for place, view in rows])
        trained.step(words + plan.doubly * evenly + seeing_loss(seen, asked, network.encoder.matcher))
        losses.append(words.item())
    return float(np.mean(losses))


def _pairs(samples: Samples, rows: Sequence[Row]) -> Tensor:
    return torch.from_numpy(np.stack([samples.pair(*row) for row in rows]))


def _captions(
    samples: Samples, rows: Sequence[Row], vocabulary: Vocabulary, plan: NeuralPlan, rng: np.random.Generator
) -> Tensor:
    """Word numbers of captions of each pair, ``(n, captions, longest)``."""
    known = [(samples.samples[place], samples.views[number][place]) for place, number in rows]
    table = vocabulary.table([text for one, view in known for text in one.said(plan.captions, view, rng)], MOST_WORDS)
    return torch.from_numpy(table.reshape(len(rows), -1, table.shape[1]))


def _cross_entropy(logits: Tensor, captions: Tensor) -> Tensor:
    return functional.cross_entropy(logits.float().flatten(0, 1), captions.flatten(), ignore_index=PADDING)


def _schedule(step: int, steps: int) -> float:
    """A short warm-up, then a cosine down to a fiftieth: early stopping needs no rate that is tuned by hand."""
    warm = min(100, steps // 10 + 1)
    if step < warm:
        return (step + 1) / warm
    return 0.02 + 0.98 * 0.5 * (1 + float(np.cos(np.pi * (step - warm) / max(1, steps - warm))))
