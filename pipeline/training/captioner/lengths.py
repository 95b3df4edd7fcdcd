"""How long captions should be: the power of their length that ranks a search, chosen on what was held out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from language.pictures.model import Model
from pipeline.training.captioner.features import Features
from pipeline.training.captioner.samples import words_of
from ranker.cider import Rarity, expected

LENGTHS = (0.0, 0.35, 0.7, 1.0, 1.3)
WIDTH = 5
MOST = 300
"""Pictures that are asked for."""


def with_best_length(model: Model, seen: Features, said: Sequence[Sequence[str]]) -> Model:
    """The model with the length whose captions of held-out pictures have the highest mean CIDEr-D."""
    references = [[text.split() for text in words_of(captions)] for captions in said]
    rarity = Rarity.of(references)
    asked = range(min(MOST, len(seen)))

    def worth(length: float) -> float:
        tried = replace(model, length=length)
        found = [next(iter(tried.captions(seen.pooled[place], seen.grid[place], WIDTH)), ("", 0)) for place in asked]
        captions = [text.split() for text, _ in found]
        return float(np.mean([expected([captions[place]], references[place], rarity)[0] for place in asked]))

    return replace(model, length=max(LENGTHS, key=worth))
