"""The network: an encoder that compares both pictures' objects, and one that joins them with the words.

After Yao, Wang and Jin, "Image Difference Captioning with Pre-training and Contrastive Learning" (2022): words and the
tokens of both pictures have an embedding of their kind, words one of their place; with a mask that lets each word see
only those before it the same weights write a sentence word by word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from language.neural.vocabulary import PADDING
from language.transformer.tokens import KNOWN, PLACE, READINGS, SIZE

PICTURES = 2
"""Tokens that stand for a whole picture, before those of the objects."""
LONGEST = 40
"""Words that have a place."""

Memory = list[tuple[Tensor, Tensor]]
"""Keys and values of every layer for what words may look at, ``(n, heads, tokens, width / heads)`` each."""


@dataclass(frozen=True)
class Shape:
    """The sizes of a network.  Without ``compared`` the first encoder sees each picture by itself."""

    words: int
    width: int = 96
    heads: int = 4
    seeing: int = 3
    telling: int = 2
    inner: int = 192
    dropout: float = 0.1
    compared: bool = True


class DifferenceTransformer(nn.Module):
    """Tokens of both pictures and words to words; ``n`` pairs, ``m`` objects at most, absent ones marked so."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        width = shape.width
        self.cls, self.mask = shape.words, shape.words + 1
        self.words = nn.Embedding(shape.words + 2, width)
        self.places = nn.Embedding(LONGEST + 2, width)
        self.kinds = nn.Embedding(PICTURES, width)
        self.pictures = nn.Embedding(PICTURES, width)
        self.readings = nn.Linear(READINGS, width)
        self.geometry = nn.Linear(SIZE - READINGS, width)
        self.hidden = nn.Parameter(torch.zeros(width))
        self.sharpness = nn.Parameter(torch.linspace(7, 0, shape.heads))
        self.other = nn.Parameter(torch.linspace(3, 0, shape.heads))
        self.seeing = nn.ModuleList(Block(shape) for _ in range(shape.seeing))
        self.telling = nn.ModuleList(Block(shape) for _ in range(shape.telling))
        self.norm = nn.LayerNorm(width)
        self.out = nn.Linear(width, shape.words)
        self.judge = nn.Linear(PICTURES * width, 1)
        self.match = nn.Linear(width, 1)
        self.recall = nn.Linear(width, width)
        for table in (self.words, self.places, self.kinds, self.pictures):
            nn.init.normal_(table.weight, std=0.3)

    def see(self, features: Tensor, after: Tensor, present: Tensor, hidden: Tensor | None = None) -> Tensor:
        """What the first encoder makes of both pictures ``(n, PICTURES + m, width)``.

        ``features`` are ``(n, m, SIZE)``, the others bool ``(n, m)``; ``hidden`` are objects whose looks are masked.
        """
        looks = self.readings(features[..., :READINGS])
        if hidden is not None:
            looks = torch.where(hidden[..., None], self.hidden, looks)
        objects = looks + self.geometry(features[..., READINGS:]) + self.kinds(after.long())
        whole = self.pictures.weight + self.kinds.weight
        x = torch.cat([whole.expand(len(features), -1, -1), objects], dim=1)
        mask = self._nearness(features, after).masked_fill(~self._shown(present)[:, None, None], -torch.inf)
        if not self.shape.compared:
            mask = mask.masked_fill(_in_other(after)[:, None], -torch.inf)
        for block in _blocks(self.seeing):
            x = block(x, *block.keys(x), mask)
        return x

    def _nearness(self, features: Tensor, after: Tensor) -> Tensor:
        """What each head adds to the attention between any two tokens ``(n, heads, tokens, tokens)``.

        It falls with the square of their distance in the picture before, as sharply as the head has learned, and
        differs for tokens of the other picture (relative geometry, after Herdade et al. 2019).
        """
        places, known = features[..., PLACE], features[..., KNOWN]
        square = ((places[:, :, None] - places[:, None]) ** 2).sum(dim=-1) * known[:, :, None] * known[:, None]
        square = functional.pad(square, (PICTURES, 0, PICTURES, 0))[:, None]
        other = _in_other(after)[:, None].float()
        return self.other[:, None, None] * other - self.sharpness.exp()[:, None, None] * square

    def unchanged(self, seen: Tensor) -> Tensor:
        """Distractor judging: the log odds that nothing has changed ``(n,)``."""
        return self.judge(seen[:, :PICTURES].flatten(1)).squeeze(-1)

    def join(self, seen: Tensor, present: Tensor, words: Tensor) -> tuple[Tensor, Tensor]:
        """Both ways: everything sees everything.

        ``words`` are ``(n, k, longest)``, texts of each pair.  Gives the states of what is seen and those of the class
        token and the words, ``(n * k, ..., width)``.
        """
        each = words.shape[1]
        said = functional.pad(words.flatten(0, 1), (1, 0), value=self.cls)
        x = torch.cat([seen.repeat_interleave(each, dim=0), self._embedded(said, 0)], dim=1)
        shown = self._shown(present).repeat_interleave(each, dim=0)
        mask = torch.cat([shown, said != PADDING], dim=1)[:, None, None]
        for block in _blocks(self.telling):
            x = block(x, *block.keys(x), mask)
        x = self.norm(x)
        return x[:, : seen.shape[1]], x[:, seen.shape[1] :]

    def remember(self, seen: Tensor, present: Tensor) -> Memory:
        """What words look at when a sentence is written; it does not depend on them."""
        mask, memory = self._shown(present)[:, None, None], []
        for block in _blocks(self.telling):
            memory.append(block.keys(seen))
            seen = block(seen, *memory[-1], mask)
        return memory

    def write(self, memory: Memory, present: Tensor, words: Tensor) -> Tensor:
        """One way: logits ``(n * k, longest, words)`` of the word after each of ``words`` ``(n, k, longest)``."""
        each, longest = words.shape[1:]
        x = self._embedded(words.flatten(0, 1), 1)
        shown = self._shown(present).repeat_interleave(each, dim=0)
        earlier = torch.ones(longest, longest, dtype=torch.bool).tril()
        mask = torch.cat([shown[:, None].expand(-1, longest, -1), earlier.expand(len(x), -1, -1)], dim=2)[:, None]
        for block, (keys, values) in zip(_blocks(self.telling), memory, strict=True):
            own = block.keys(x)
            both = [
                torch.cat([old.repeat_interleave(each, dim=0), new], dim=2)
                for old, new in zip((keys, values), own, strict=True)
            ]
            x = block(x, *both, mask)
        return self.out(self.norm(x))

    def _embedded(self, words: Tensor, start: int) -> Tensor:
        places = torch.arange(start, start + words.shape[1])
        return self.words(words) + self.places(places)

    def _shown(self, present: Tensor) -> Tensor:
        return functional.pad(present, (PICTURES, 0), value=True)


def _blocks(layers: nn.ModuleList) -> Iterator[Block]:
    for layer in layers:
        assert isinstance(layer, Block)
        yield layer


def _in_other(after: Tensor) -> Tensor:
    """Which tokens are of different pictures ``(n, tokens, tokens)``, those of whole pictures included."""
    side = torch.cat([torch.tensor([[False, True]]).expand(len(after), -1), after], dim=1)
    return side[:, :, None] != side[:, None]


class Block(nn.Module):
    """A layer whose queries may be fewer than its keys: attention and a feed-forward, each after a layer norm."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads, self.dropout = shape.heads, shape.dropout
        self.first, self.second = nn.LayerNorm(shape.width), nn.LayerNorm(shape.width)
        self.query = nn.Linear(shape.width, shape.width)
        self.memory = nn.Linear(shape.width, 2 * shape.width)
        self.project = nn.Linear(shape.width, shape.width)
        self.feed = nn.Sequential(nn.Linear(shape.width, shape.inner), nn.GELU(), nn.Linear(shape.inner, shape.width))

    def keys(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Keys and values of ``x`` ``(n, tokens, width)``."""
        keys, values = self.memory(self.first(x)).chunk(2, dim=-1)
        return self._split(keys), self._split(values)

    def forward(self, x: Tensor, keys: Tensor, values: Tensor, mask: Tensor) -> Tensor:
        """``x`` after the layer; ``mask`` says which keys each of ``x`` may see."""
        found = functional.scaled_dot_product_attention(self._split(self.query(self.first(x))), keys, values, mask)
        x = x + self._drop(self.project(found.transpose(1, 2).flatten(2)))
        return x + self._drop(self.feed(self.second(x)))

    def _split(self, x: Tensor) -> Tensor:
        return x.unflatten(-1, (self.heads, -1)).transpose(1, 2)

    def _drop(self, x: Tensor) -> Tensor:
        return functional.dropout(x, self.dropout, self.training)
