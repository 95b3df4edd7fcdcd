"""Further pairs from a pair: other colours, and the mirror image, with the words that go with them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
from torch import Tensor

from language.lexicon import ATTRIBUTE_VALUES
from language.neural.vocabulary import Vocabulary
from language.transformer.tokens import KNOWN, READINGS, WAVES
from pipeline.training.transformer.samples import Samples

COLOR = "color"
ACROSS = (READINGS + 2, READINGS + 7)
"""Where a token has the middle of a box across the picture: its own, and that in the picture before."""
SINES = slice(READINGS + 11, READINGS + 11 + len(WAVES))
"""Of the middle across; their periods divide the width, so that a mirror turns their sign alone."""


@dataclass(frozen=True, eq=False)
class Variants:
    """Draws variants of batches; every name of a colour is one word, so that colours can trade places."""

    vocabulary: Vocabulary

    def draw(self, batch: Samples, rng: torch.Generator) -> Samples:
        """The batch with its colours exchanged for others, one way for all pairs, or mirrored, or both."""
        order = torch.randperm(len(ATTRIBUTE_VALUES[COLOR]), generator=rng)
        batch = self._recolored(batch, order)
        return self._mirrored(batch) if torch.rand(1, generator=rng) < 0.5 else batch

    def _recolored(self, batch: Samples, order: Tensor) -> Samples:
        names = ATTRIBUTE_VALUES[COLOR]
        first = sum(len(values) for values in list(ATTRIBUTE_VALUES.values())[: list(ATTRIBUTE_VALUES).index(COLOR)])
        features = batch.features.clone()
        features[..., first + order] = batch.features[..., first : first + len(names)]
        classes = batch.classes.clone()
        classes[..., first + order] = batch.classes[..., first : first + len(names)]
        words = {name: names[order[place]] for place, name in enumerate(names)}
        return self._reworded(replace(batch, classes=classes), words, features)

    def _mirrored(self, batch: Samples) -> Samples:
        features = batch.features.clone()
        shown = batch.present.float()
        features[..., ACROSS[0]] = (1 - features[..., ACROSS[0]]) * shown
        features[..., ACROSS[1]] = (1 - features[..., ACROSS[1]]) * features[..., KNOWN]
        features[..., SINES] = -features[..., SINES]
        return self._reworded(batch, {"left": "right", "right": "left"}, features)

    def _reworded(self, batch: Samples, words: dict[str, str], features: Tensor) -> Samples:
        table = torch.arange(len(self.vocabulary))
        for old, new in words.items():
            table[self.vocabulary.numbers(old)[0]] = self.vocabulary.numbers(new)[0]
        captions, wrong, alone = (table[said.long()] for said in (batch.captions, batch.wrong, batch.alone))
        return replace(batch, features=features, captions=captions, wrong=wrong, alone=alone)
