"""Fits the alignment network to pictures and their sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch

from pipeline.core.checkpoint import Checkpoint, fingerprint
from pipeline.core.torch_state import pack, unpack
from pipeline.training.alignment_network.losses import hard, misplaced, ranking
from pipeline.training.alignment_network.network import AlignmentNetwork, AlignmentShape, own_scores, scores
from pipeline.training.alignment_network.samples import Samples, trimmed
from pipeline.training.one_cycle import one_cycle
from ranker.retrieval import Retrieval, image_to_sentence, sentence_to_image


@dataclass(frozen=True)
class AlignmentPlan:
    """How to train.

    ``top`` is how many violations of each pair count; in the ``warm`` first share of the steps all do, since a network
    that knows nothing yet learns from the hardest ones to say nothing at all.  ``hard_weight`` is that of sentences
    made false, ``place_weight`` that of words at the wrong region, and ``unknown`` the share of words that are hidden.
    ``unit`` and ``leak`` are those of :class:`AlignmentShape`.
    """

    epochs: int = 10
    batch: int = 100
    rate: float = 1e-3
    margin: float = 1.0
    top: int = 10
    warm: float = 0.2
    hard_weight: float = 1.0
    place_weight: float = 1.0
    size: int = 256
    word_size: int = 256
    hidden: int = 256
    dropout: float = 0.3
    weight_decay: float = 0.0
    unknown: float = 0.01
    unit: bool = False
    leak: float = 0.0
    seed: int = 0


Report = Callable[[float, float, float], None]
"""Told, after every epoch, the share done, the running loss and how good the network is on held-out data."""


def build(learn: Samples, words: int, plan: AlignmentPlan) -> AlignmentNetwork:
    """A network of the plan's sizes for a vocabulary of so many ``words``, with random weights."""
    torch.manual_seed(plan.seed)
    regions, relations = learn.regions.shape[-1], 0 if learn.relations is None else learn.relations.shape[-1]
    shape = AlignmentShape(
        words,
        regions,
        relations,
        size=plan.size,
        word_size=plan.word_size,
        hidden=plan.hidden,
        dropout=plan.dropout,
        unit=plan.unit,
        leak=plan.leak,
    )
    return AlignmentNetwork(shape)


def train(
    network: AlignmentNetwork,
    learn: Samples,
    plan: AlignmentPlan,
    merit: Callable[[AlignmentNetwork], float],
    report: Report | None = None,
    checkpoint: Checkpoint | None = None,
) -> AlignmentNetwork:
    """The network of the epoch for which ``merit`` was highest: early stopping on held-out data.

    With a checkpoint, written after every epoch, an interrupted run goes on and ends as it would have ended.

    Raises
    ------
    SpotItError
        If the checkpoint is damaged, or of a run with another plan or other samples.
    """
    torch.manual_seed(plan.seed)
    each = len(learn.sentences) // plan.batch
    optimizer = torch.optim.AdamW(network.parameters(), lr=plan.rate, weight_decay=plan.weight_decay)
    schedule = one_cycle(optimizer, plan.rate, plan.epochs * each, 0.2)
    best, kept, running, begun = -np.inf, network.state_dict(), 0.0, 0
    run = (
        fingerprint(plan, *learn.arrays(), *map(torch.Tensor.numpy, network.state_dict().values()))
        if checkpoint
        else ""
    )
    state = checkpoint.read(run) if checkpoint else None
    if state:
        kept = unpack(state, network, optimizer, schedule)
        best, running, begun = (state.values[name] for name in ("best", "running", "epochs"))
    for epoch in range(begun, plan.epochs):
        network.train()
        for step, chosen in enumerate(_batches(learn.owner.numpy(), plan, epoch), epoch * each):
            top = plan.batch if step < plan.warm * plan.epochs * each else plan.top
            loss = _loss(network, learn, chosen, plan, top)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimizer.step()
            schedule.step()
            running += 0.02 * (float(loss.detach()) - running)
        good = merit(network.eval())
        if good > best:
            best, kept = good, {name: value.clone() for name, value in network.state_dict().items()}
        if report:
            report((epoch + 1) / plan.epochs, running, good)
        if checkpoint:
            values = {"best": best, "running": running, "epochs": epoch + 1}
            checkpoint.write(run, pack(network, kept, optimizer, schedule, **values))
    network.load_state_dict(kept)
    return network.eval()


def retrieval(network: AlignmentNetwork, held: Samples) -> tuple[Retrieval, Retrieval]:
    """Image to sentence and sentence to image, each over all of ``held``."""
    found = all_scores(network, held)
    return image_to_sentence(found, held.owner.numpy()), sentence_to_image(found, held.owner.numpy())


def truth_share(network: AlignmentNetwork, held: Samples, batch: int = 100) -> float:
    """Share of the sentences that score higher, with their picture, than all their wrong ones."""
    assert held.wrong is not None
    won = []
    with torch.no_grad():
        for chosen in torch.arange(len(held.sentences)).split(batch):
            regions, present = _regions(network, held, held.owner[chosen])
            own = _wrong_scores(network, regions, present, held.sentences[chosen][:, None])
            wrong = held.wrong[chosen]
            beside = _wrong_scores(network, regions, present, wrong).masked_fill(~wrong.any(dim=-1), -1e9)
            won.append((own > beside).all(dim=1))
    return float(torch.cat(won).float().mean())


def all_scores(network: AlignmentNetwork, samples: Samples, batch: int = 100) -> np.ndarray:
    """Every sentence with every picture, shape ``(pictures, sentences)``."""
    with torch.no_grad():
        words = network.embed_words(samples.sentences)
        rows = []
        for start in range(0, len(samples.regions), batch):
            regions, present = _regions(network, samples, slice(start, start + batch))
            rows.append(torch.cat([scores(regions, present, part) for part in words.split(batch)], dim=1))
        return torch.cat(rows).numpy()


def _loss(
    network: AlignmentNetwork, learn: Samples, chosen: torch.Tensor, plan: AlignmentPlan, top: int
) -> torch.Tensor:
    regions, present = _regions(network, learn, learn.owner[chosen])
    sentences = _forgetful(trimmed(learn.sentences[chosen]), plan.unknown)
    words = network.embed_words(sentences)
    found = scores(regions, present, words)
    same = learn.owner[chosen][:, None] == learn.owner[chosen][None]
    loss = ranking(found, same, plan.margin, top)
    if learn.wrong is not None:
        wrong = _forgetful(trimmed(learn.wrong[chosen]), plan.unknown)
        beside = _wrong_scores(network, regions, present, wrong)
        loss = loss + plan.hard_weight * hard(found.diagonal(), beside, wrong.any(dim=-1), plan.margin)
    if learn.fitting is not None:
        table = torch.einsum("nrh,nlh->nrl", regions, words)
        fitting = learn.fitting[chosen][:, : words.shape[1]]
        loss = loss + plan.place_weight * misplaced(table, fitting, present, plan.margin)
    return loss


def _wrong_scores(
    network: AlignmentNetwork, regions: torch.Tensor, present: torch.Tensor, wrong: torch.Tensor
) -> torch.Tensor:
    """Of each picture with its own wrong sentences ``(n, k, longest)``: shape ``(n, k)``."""
    words = network.embed_words(wrong.flatten(0, 1))
    return own_scores(regions, present, words.view(*wrong.shape, -1))


def _regions(network: AlignmentNetwork, samples: Samples, chosen: torch.Tensor | slice) -> tuple:
    """Vectors of the chosen pictures' regions and which of them there are, two-region ones after single ones."""
    features, present = samples.regions[chosen].float(), samples.present[chosen]
    vectors = network.embed_regions(features)
    if samples.relations is None:
        return vectors, present
    relations = samples.relations[chosen].float()
    pairs = network.embed_pairs(features, relations)
    related = relations.any(dim=-1)
    return torch.cat([vectors, pairs.flatten(1, 2)], dim=1), torch.cat([present, related.flatten(1)], dim=1)


def _forgetful(sentences: torch.Tensor, share: float) -> torch.Tensor:
    """Some words made unknown, so that the vector of unknown words is learned too."""
    return torch.where((torch.rand(sentences.shape) < share) & (sentences > 0), 1, sentences)


def _batches(owner: np.ndarray, plan: AlignmentPlan, epoch: int) -> Iterator[torch.Tensor]:
    """Numbers of sentences, no two of one picture in a batch as far as that can be."""
    rng = np.random.default_rng([plan.seed, epoch])
    turn = np.empty(len(owner), int)  # each picture's first sentence, then its second, in an order of its own
    mixed = rng.permutation(len(owner))
    order = mixed[np.argsort(owner[mixed], kind="stable")]
    first = np.searchsorted(owner[order], owner[order])
    turn[order] = np.arange(len(owner)) - first
    order = np.lexsort((rng.random(len(owner)), turn))
    for start in range(0, len(order) - plan.batch + 1, plan.batch):
        yield torch.from_numpy(order[start : start + plan.batch])
