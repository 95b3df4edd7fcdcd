"""A captioner of pictures whose features are given: an embedding of them, and one of three decoders."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from language.neural.decoders import AttentionDecoder, PlainDecoder, RecurrentDecoder, State
from language.neural.vocabulary import PADDING, START

LEAST_SPREAD = 0.01
"""Channels that hardly vary are not blown up."""


@dataclass(frozen=True)
class Shape:
    """The sizes of a network: ``channels`` of a picture's vector, ``place_channels`` of each place of its grid."""

    model: str
    words: int
    channels: int
    place_channels: int
    vector: int = 256
    hidden: int = 256
    embedding: int = 256
    dropout: float = 0.4


class PictureCaptioner(nn.Module):
    """Features of pictures to words: ``pooled`` is ``(n, channels)``, ``grid`` ``(n, places, place_channels)``."""

    mean: Tensor
    spread: Tensor

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.register_buffer("mean", torch.zeros(shape.channels))
        self.register_buffer("spread", torch.ones(shape.channels))
        self.vector = nn.Sequential(nn.Linear(shape.channels, shape.vector), nn.Dropout(shape.dropout))
        self.decoder: RecurrentDecoder | PlainDecoder | AttentionDecoder
        if shape.model == "mrnn":
            self.decoder = RecurrentDecoder(shape, shape.vector)
        elif shape.model == "nic":
            self.decoder = PlainDecoder(shape, shape.vector)
        else:
            self.decoder = AttentionDecoder(shape, shape.vector, shape.place_channels)

    def standardise(self, pooled: Tensor) -> None:
        """Take pictures ``(n, channels)`` as what is usual: from now on each channel counts by how unusual it is."""
        self.mean = pooled.mean(dim=0)
        self.spread = pooled.std(dim=0).clamp(min=LEAST_SPREAD)

    def look(self, pooled: Tensor, grid: Tensor) -> State:
        """The decoder's state before the first word."""
        return self.decoder.begin(self.vector((pooled - self.mean) / self.spread), grid)

    def forward(self, pooled: Tensor, grid: Tensor, captions: Tensor) -> tuple[Tensor, Tensor]:
        """Teacher forcing with ``captions`` ``(n, k, longest)``, numbers with the end of the sentence, padded.

        Gives logits ``(n * k, longest, words)``, and the attention that each place was given over the whole sentence
        ``(n * k, places)``, ``(0,)`` from a decoder without.
        """
        each = captions.shape[1]
        said = captions.flatten(0, 1)
        given = functional.pad(said[:, :-1], (1, 0), value=START)
        state = tuple(part.repeat_interleave(each, dim=0) for part in self.look(pooled, grid))
        return self.decoder(given, said != PADDING, state)
