"""Regions and words in one space, in torch, for training (Karpathy and Fei-Fei 2015, section 3.1)."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional

ABSENT = -1e6
LEAST = 1e-6
"""Shortest length that is divided by."""
PADDING = 0
"""Number of the word that fills sentences up to the length of the longest."""


@dataclass(frozen=True)
class AlignmentShape:
    """The network's sizes, and how it is regularised.

    Parameters
    ----------
    words
        Size of the vocabulary, padding counted.
    region_size
        Length of a region's features.
    relation_size
        Kinds of relation between two regions; with any, two regions that stand in one are a region of their own.
    size
        Dimensions of the common space.
    word_size
        Dimensions of the embedding of words.
    hidden
        Width of the recurrences.
    dropout
        Of region features, word embeddings and word vectors.
    unit
        Whether the word vectors of a sentence are scaled so that their sum has length 1.  Without that a picture finds
        long sentences first; it matters where sentences of many pictures compete, and not within one.
    leak
        Slope of the last rectifier below zero.  With none, a word that falls silent early in training stays silent.
    """

    words: int
    region_size: int
    relation_size: int = 0
    size: int = 256
    word_size: int = 256
    hidden: int = 256
    dropout: float = 0.3
    unit: bool = False
    leak: float = 0.0


class AlignmentNetwork(nn.Module):
    """Region vectors ``v = W_m x + b_m``, word vectors ``s_t`` of a bidirectional recurrent network."""

    def __init__(self, shape: AlignmentShape) -> None:
        super().__init__()
        self.unit = shape.unit
        self.leak = shape.leak
        self.regions = nn.Linear(shape.region_size, shape.size)  # W_m, b_m
        if shape.relation_size:
            self.heads = nn.Linear(shape.region_size, shape.size, bias=False)
            self.tails = nn.Linear(shape.region_size, shape.size, bias=False)
            self.relations = nn.Linear(shape.relation_size, shape.size)
        self.embedding = nn.Embedding(shape.words, shape.word_size, padding_idx=PADDING)  # W_w
        self.enter = nn.Linear(shape.word_size, shape.hidden)  # W_e, b_e
        self.forwards = nn.Linear(shape.hidden, shape.hidden)  # W_f, b_f
        self.backwards = nn.Linear(shape.hidden, shape.hidden)  # W_b, b_b
        self.leave = nn.Linear(shape.hidden, shape.size)  # W_d, b_d
        self.dropout = nn.Dropout(shape.dropout)
        for recurrence in (self.forwards, self.backwards):  # words are remembered until training says otherwise
            nn.init.eye_(recurrence.weight)
            recurrence.weight.data.mul_(0.5)
            nn.init.zeros_(recurrence.bias)
        nn.init.normal_(self.embedding.weight, std=0.1)

    def embed_regions(self, features: torch.Tensor) -> torch.Tensor:
        """``v``: shape ``(..., size)``."""
        return self.regions(self.dropout(features))

    def embed_pairs(self, features: torch.Tensor, relations: torch.Tensor) -> torch.Tensor:
        """``v`` of every two regions: ``(pictures, n, n, size)`` from ``(pictures, n, d)`` and their relations."""
        dropped = self.dropout(features)
        return self.heads(dropped)[:, :, None] + self.tails(dropped)[:, None] + self.relations(relations)

    def embed_words(self, sentences: torch.Tensor) -> torch.Tensor:
        """``s``: shape ``(n, longest, size)`` from word numbers ``(n, longest)``, zero where padded."""
        known = (sentences != PADDING)[..., None]
        entered = functional.relu(self.enter(self.dropout(self.embedding(sentences)))) * known
        there = _recur(entered, self.forwards, known, range(entered.shape[1]))
        back = _recur(entered, self.backwards, known, range(entered.shape[1] - 1, -1, -1))
        words = functional.leaky_relu(self.leave(self.dropout(there + back)), self.leak) * known
        return words / words.sum(dim=1).norm(dim=-1).clamp(min=LEAST)[:, None, None] if self.unit else words


def scores(regions: torch.Tensor, present: torch.Tensor, words: torch.Tensor) -> torch.Tensor:
    """Equation 8, S_kl: every word with its best region, summed; shape ``(pictures, sentences)``.

    ``regions`` is ``(pictures, most, size)`` and ``present`` tells which rows of it are regions; ``words`` is
    ``(sentences, longest, size)``, zero where padded.
    """
    known = words.detach().abs().amax(dim=-1) > 0
    said, size = words[known], regions.shape[-1]  # without the padding, which is half of all words
    table = (_or_absent(regions, present).reshape(-1, size + 1) @ functional.pad(said, (0, 1), value=1.0).T).view(
        *regions.shape[:2], len(said)
    )
    best = table.max(dim=1).values
    owner = known.nonzero()[:, 0]
    return torch.zeros(len(regions), len(words)).index_add(1, owner, best)


def own_scores(regions: torch.Tensor, present: torch.Tensor, words: torch.Tensor) -> torch.Tensor:
    """The same of each picture with sentences of its own: ``(n, k)`` from words ``(n, k, longest, size)``."""
    table = torch.einsum("nrh,nklh->nrkl", regions, words)
    absent = torch.where(present, 0.0, ABSENT)[:, :, None, None]
    return (table + absent).max(dim=1).values.sum(dim=-1)


def _or_absent(regions: torch.Tensor, present: torch.Tensor) -> torch.Tensor:
    """One more dimension, which keeps rows that are no region from being anybody's best."""
    return torch.cat([regions, torch.where(present, 0.0, ABSENT)[..., None]], dim=-1)


def _recur(entered: torch.Tensor, recurrence: nn.Linear, known: torch.Tensor, order: range) -> torch.Tensor:
    state = torch.zeros_like(entered[:, 0])
    states = [state] * entered.shape[1]
    for place in order:
        state = functional.relu(entered[:, place] + recurrence(state)) * known[:, place]
        states[place] = state
    return torch.stack(states, dim=1)
