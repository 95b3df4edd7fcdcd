"""The training loop of all captioners of pictures: cross-entropy with teacher forcing, early stopping."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from language.neural.vocabulary import PADDING, Vocabulary
from language.pictures.model import WEIGHTS, Model, save
from language.pictures.network import PictureCaptioner, Shape
from pipeline.core import messages
from pipeline.core.checkpoint import Checkpoint, fingerprint
from pipeline.training.averaged import optimizer_of, share_of_rate
from pipeline.training.captioner.samples import Samples
from pipeline.training.early import Limits, Report, Trained, train_until_no_better
from pipeline.training.launched import ALONE, Seat


@dataclass(frozen=True)
class CaptionerPlan:
    """How to train.

    ``batch`` captions a step, all about as long as each other (Xu et al. 2015, section 4.3); ``patience`` epochs
    without a better held-out loss end the run; ``doubly`` is the weight of Xu et al.'s penalty on places that attention
    neglects; ``coarse`` multiplies in bfloat16, which some processors do many times faster.
    """

    model: str = "nic"
    epochs: int = 12
    batch: int = 80
    rate: float = 1e-3
    patience: int = 2
    doubly: float = 1.0
    hidden: int = 256
    dropout: float = 0.4
    coarse: bool = False
    seed: int = 0


def train(
    learn: Samples,
    held: Samples,
    vocabulary: Vocabulary,
    plan: CaptionerPlan,
    checkpoint: Checkpoint,
    report: Report | None = None,
    seat: Seat = ALONE,
) -> Model:
    """Fit a network and return it with the weights of its best epoch, which are also kept in the checkpoint's folder.

    An interrupted run goes on, and ends as it would have ended.  ``seat`` is this process's among those that train
    together, each on its share of every batch.

    Raises
    ------
    SpotItError
        If the plan cannot be carried out, there are too few pictures, or the checkpoint is damaged or of another run.
    """
    if min(plan.epochs, plan.batch, plan.hidden) < 1 or plan.rate <= 0:
        raise messages.error(messages.CAPTIONER_PLAN)
    if len(learn) < 2 or not len(held):
        raise messages.error(messages.TOO_FEW_PICTURES)
    torch.manual_seed(plan.seed)
    whole = learn.views[0]
    channels, places = whole.pooled.shape[-1], whole.grid.shape[-1]
    shape = Shape(plan.model, len(vocabulary), channels, places, hidden=plan.hidden, dropout=plan.dropout)
    network = PictureCaptioner(shape)
    network.standardise(torch.from_numpy(whole.pooled.astype(np.float32)))
    model = Model(network, vocabulary)
    steps = len(_batches(learn, plan, 0))
    optimizer = optimizer_of(network, plan.rate)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: share_of_rate(step, plan.epochs * steps, min(100, steps))
    )
    run = fingerprint(plan, *vocabulary.words, learn.captions.numpy())
    trained = Trained(network, optimizer, schedule)
    train_until_no_better(
        trained,
        Limits(plan.epochs, plan.patience, plan.seed),
        checkpoint,
        run,
        learn=lambda epoch: _epoch(trained, learn, plan, epoch, seat),
        held_out=lambda: held_out_loss(network, held, plan),
        save=lambda: save(checkpoint.folder / WEIGHTS, model),
        report=report,
        seat=seat,
    )
    return model


def held_out_loss(network: PictureCaptioner, held: Samples, plan: CaptionerPlan) -> float:
    """Mean cross-entropy a word."""
    network.eval()
    batches = held.batches(plan.batch, np.arange(len(held.lengths)))
    words = [held.lengths[places].sum() for places in batches]
    with torch.inference_mode():
        return float(np.average([_loss(network, held.rows(places), plan)[0] for places in batches], weights=words))


def _epoch(trained: Trained, learn: Samples, plan: CaptionerPlan, epoch: int, seat: Seat) -> float:
    """One sight of every caption; the mean loss."""
    losses = []
    network = trained.network.train()
    chance = np.random.default_rng([plan.seed, epoch, seat.rank, 1])
    for places in _batches(learn, plan, epoch):
        words, loss = _loss(network, learn.rows(seat.share(places), chance), plan)
        trained.step(loss)
        losses.append(words)
    return float(np.mean(losses))


def _batches(learn: Samples, plan: CaptionerPlan, epoch: int) -> list[np.ndarray]:
    rng = np.random.default_rng([plan.seed, epoch])
    batches = learn.batches(plan.batch, rng.permutation(len(learn.lengths)))
    return [batches[place] for place in rng.permutation(len(batches))]


def _loss(network: nn.Module, batch: tuple[Tensor, Tensor, Tensor], plan: CaptionerPlan) -> tuple[float, Tensor]:
    """The cross-entropy a word, and with it what is to be made small."""
    pooled, grid, said = batch
    with torch.autocast("cpu", torch.bfloat16, enabled=plan.coarse):
        logits, attended = network(pooled, grid, said)
    loss = functional.cross_entropy(logits.flatten(0, 1).float(), said.flatten(), ignore_index=PADDING)
    if not attended.numel():
        return loss.item(), loss
    spread = (said != PADDING).sum(dim=-1).reshape(-1, 1) / attended.shape[1]
    return loss.item(), loss + plan.doubly * ((attended - spread) ** 2).mean()
