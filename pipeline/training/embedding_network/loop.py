"""Fits the two branches to pictures and their sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

import numpy as np
import torch

from pipeline.core.checkpoint import Checkpoint, fingerprint
from pipeline.core.torch_state import pack, unpack
from pipeline.training.embedding_network.losses import ranking, structure
from pipeline.training.embedding_network.network import TwoBranch
from pipeline.training.one_cycle import one_cycle
from ranker import cca
from ranker.retrieval import Retrieval, image_to_sentence, sentence_to_image


@dataclass(frozen=True, eq=False)
class Views:
    """Features of pictures ``(n, d)``, of sentences ``(m, e)``, and each sentence's picture ``(m,)``."""

    images: np.ndarray
    sentences: np.ndarray
    owner: np.ndarray


@dataclass(frozen=True)
class EmbeddingPlan:
    """``structure_weight`` 0 leaves the within-view term out.  A batch holds two sentences of every picture in it.

    ``ridge`` is that of the canonical correlation analysis which the branches start from.
    """

    epochs: int = 30
    batch: int = 300
    rate: float = 5e-4
    margin: float = 0.2
    top: int = 20
    sentence_weight: float = 1.5
    structure_weight: float = 0.2
    hidden: int = 1024
    size: int = 512
    dropout: float = 0.5
    weight_decay: float = 1e-4
    ridge: float = 1.0
    seed: int = 0


class Report(Protocol):
    """Told, after every epoch, the share done, the loss, and both directions' figures on what was held out."""

    def __call__(self, done: float, loss: float, *found: Retrieval) -> None: ...


def train(
    learn: Views, held: Views, plan: EmbeddingPlan, report: Report | None = None, checkpoint: Checkpoint | None = None
) -> TwoBranch:
    """The network of the epoch that was best on ``held``: highest sum of both recalls at 1, 5 and 10.

    An epoch sees as many sentences as there are.  With a checkpoint, written after every epoch, an interrupted run
    goes on and ends as it would have ended.

    Raises
    ------
    SpotItError
        If the checkpoint is damaged, or of a run with another plan or other views.
    """
    torch.manual_seed(plan.seed)
    starts = cca.fit(learn.images, learn.sentences, learn.owner, plan.size, plan.ridge)
    network = TwoBranch(*starts, plan.hidden, plan.dropout)
    learned = [weights for weights in network.parameters() if weights.requires_grad]
    optimizer = torch.optim.AdamW(learned, lr=plan.rate, weight_decay=plan.weight_decay)
    each = max(1, len(learn.sentences) // (2 * plan.batch))
    schedule = one_cycle(optimizer, plan.rate, plan.epochs * each, 0.15)
    images, sentences = torch.from_numpy(learn.images), torch.from_numpy(learn.sentences)
    best, kept, begun, loss = -1.0, network.state_dict(), 0, torch.zeros(())
    run = fingerprint(plan, learn.images, learn.sentences, learn.owner) if checkpoint else ""
    state = checkpoint.read(run) if checkpoint else None
    if state:
        kept = unpack(state, network, optimizer, schedule)
        best, begun = state.values["best"], state.values["epochs"]
    for epoch in range(begun, plan.epochs):
        network.train()
        for pictures, chosen in islice(_batches(learn.owner, plan, epoch), each):
            loss = _loss(network, images[pictures], sentences[chosen], plan)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
        found = evaluate(network, held)
        if merit(*found) > best:
            best, kept = merit(*found), {name: value.clone() for name, value in network.state_dict().items()}
        if report:
            report((epoch + 1) / plan.epochs, float(loss.detach()), *found)
        if checkpoint:
            checkpoint.write(run, pack(network, kept, optimizer, schedule, best=best, epochs=epoch + 1))
    network.load_state_dict(kept)
    return network.eval()


def evaluate(network: TwoBranch, views: Views) -> tuple[Retrieval, Retrieval]:
    """Image to sentence, sentence to image."""
    scores = similarities(network, views)
    return image_to_sentence(scores, views.owner), sentence_to_image(scores, views.owner)


def merit(*found: Retrieval) -> float:
    """The sum of all recalls, which chooses the epoch."""
    return sum(sum(one.recall.values()) for one in found)


def similarities(network: TwoBranch, views: Views) -> np.ndarray:
    """Cosines, shape ``(pictures, sentences)``."""
    network.eval()
    with torch.no_grad():
        x, y = network(torch.from_numpy(views.images), torch.from_numpy(views.sentences))
        return (x @ y.T).numpy()


def _loss(network: TwoBranch, images: torch.Tensor, sentences: torch.Tensor, plan: EmbeddingPlan) -> torch.Tensor:
    x, y = network(images, sentences)
    own = torch.arange(len(images)).repeat_interleave(2)
    same = own[None] == torch.arange(len(images))[:, None]
    loss = ranking(x, y, same, plan.margin, plan.top) * plan.sentence_weight
    loss = loss + ranking(y, x, same.T, plan.margin, plan.top)
    if plan.structure_weight:
        loss = loss + plan.structure_weight * structure(y, own, plan.margin, plan.top)
    return loss


def _batches(owner: np.ndarray, plan: EmbeddingPlan, epoch: int) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """Without end; pictures come back once all have been seen."""
    rng = np.random.default_rng([plan.seed, epoch])
    by_picture = [np.flatnonzero(owner == picture) for picture in range(owner.max() + 1)]
    while True:
        order = rng.permutation(len(by_picture))
        for start in range(0, len(order) - plan.batch + 1, plan.batch):
            pictures = order[start : start + plan.batch]
            chosen = np.concatenate([rng.choice(by_picture[p], 2, replace=False) for p in pictures])
            yield torch.from_numpy(pictures), torch.from_numpy(chosen)
