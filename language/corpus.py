"""A corpus of true captions: scenes are drawn, one thing in each is changed, and captions are written of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from random import Random

from language.abstract_scenes import KINDS, scene_pair
from language.captions import captions, house_caption

HOUSE_COPIES = 12
"""How often the plain sentence stands beside a pair's six or so other captions: the house style is to prevail."""


def corpus(sentences: int, seed: int = 0, house_copies: int = HOUSE_COPIES) -> Iterator[str]:
    """Captions of scene after scene until there are ``sentences``; as many of every kind of change.

    The same seed gives the same captions.
    """
    rng = Random(seed)
    stock = {kind: _captions(kind, rng, house_copies) for kind in KINDS}
    for _, kind in zip(range(sentences), cycle(KINDS), strict=False):
        yield next(stock[kind])


def _captions(kind: str, rng: Random, house_copies: int) -> Iterator[str]:
    while True:
        pair = scene_pair(kind, rng)
        yield from captions(pair, rng)
        yield from [house_caption(pair)] * house_copies
