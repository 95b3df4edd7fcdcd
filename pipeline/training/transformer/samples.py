"""What the transformer learns from: tokens of pairs, what is said of them, and what is falsely said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import torch
from torch import Tensor

from language.abstract_scenes import GroundObject, repainted, scene
from language.captions import captions, sight
from language.neural.vocabulary import PADDING, Vocabulary
from language.scene import Scene
from language.scene_pair import ScenePair
from language.transformer.network import LONGEST
from language.transformer.tokens import READINGS, SIZE
from pipeline.core.tokens import as_sentence
from pipeline.training.alignment.sentences import confused, false_sentences
from pipeline.training.transformer.scenes import KINDS, Fictive, fictive

MOST_OBJECTS = 21
CAPTIONS = 4
"""Of a pair, at most."""
FALSE = 2
"""Of each kind of negative that is made by rewriting: Replace, then Confuse."""


@dataclass(frozen=True, eq=False)
class Samples:
    """Pairs as tensors.

    ``features`` ``(n, MOST_OBJECTS, SIZE)`` in half precision; ``after`` and ``present`` bool ``(n, MOST_OBJECTS)``;
    ``captions`` ``(n, CAPTIONS, LONGEST)``, word numbers with the end of the sentence, padded; ``wrong`` ``(n, FALSE,
    LONGEST)``, the first caption made false, empty where that cannot be; ``still`` bool ``(n,)``: nothing changed;
    ``alone`` ``(n, LONGEST)``, a caption of the first picture by itself, and ``classes`` bool ``(n, MOST_OBJECTS,
    READINGS)``, what the objects truly look like.
    """

    features: Tensor
    after: Tensor
    present: Tensor
    captions: Tensor
    wrong: Tensor
    still: Tensor
    alone: Tensor
    classes: Tensor

    def __len__(self) -> int:
        return len(self.features)

    def rows(self, places: Tensor) -> Samples:
        """Some of the pairs, as a batch with no more room than they need."""
        most = int(self.present[places].sum(dim=1).max())
        return Samples(
            self.features[places, :most].float(),
            self.after[places, :most],
            self.present[places, :most],
            self.captions[places],
            self.wrong[places],
            self.still[places],
            self.alone[places],
            self.classes[places, :most],
        )


def make(count: int, seed: int, progress: Callable[[int], None] = lambda _: None) -> tuple[list[Fictive], list[Told]]:
    """So many fictive pairs that words can tell, kinds in turn; the same seed gives the same pairs.

    Places are drawn once for every round of kinds, looks for each pair.
    """
    rng = Random(seed)
    things: list[GroundObject] = []
    pairs: list[Fictive] = []
    told: list[Told] = []
    while len(pairs) < count:
        turn = len(pairs) % len(KINDS)
        things = repainted(things, rng) if turn and things else scene(rng)
        pair = fictive(KINDS[turn], rng, things)
        said = captions(ScenePair.of_record(pair.record), rng)
        if len(pair.tokens.after) and said:
            pairs.append(pair)
            told.append(_told(rng.sample(said, min(CAPTIONS, len(said))), pair, rng))
            progress(len(pairs))
    return pairs, told


@dataclass(frozen=True)
class Told:
    """Captions of a pair; the first of them rewritten: words replaced, and phrases exchanged; a caption of its first
    picture alone.  All but the captions may be empty."""

    captions: Sequence[str]
    wrong: tuple[str, str]
    alone: str


def samples_of(pairs: Sequence[Fictive], told: Sequence[Told], vocabulary: Vocabulary) -> Samples:
    """Tensors of pairs and what is said of them."""
    features = np.zeros((len(pairs), MOST_OBJECTS, SIZE), np.float16)
    after, present = (np.zeros((len(pairs), MOST_OBJECTS), bool) for _ in range(2))
    classes = np.zeros((len(pairs), MOST_OBJECTS, READINGS), bool)
    for row, pair in enumerate(pairs):
        found = min(len(pair.tokens.after), MOST_OBJECTS)
        features[row, :found] = pair.tokens.features[:found]
        after[row, :found] = pair.tokens.after[:found]
        present[row, :found] = True
        classes[row, :found] = pair.classes[:found]
    said = [text for one in told for text in (*one.captions, *[""] * (CAPTIONS - len(one.captions)))]
    wrong = [text for one in told for text in one.wrong]
    return Samples(
        torch.from_numpy(features),
        torch.from_numpy(after),
        torch.from_numpy(present),
        torch.from_numpy(_numbers(said, vocabulary).reshape(len(pairs), CAPTIONS, LONGEST)),
        torch.from_numpy(_numbers(wrong, vocabulary).reshape(len(pairs), FALSE, LONGEST)),
        torch.tensor([pair.record["kind"] == "none" for pair in pairs]),
        torch.from_numpy(_numbers([one.alone for one in told], vocabulary)),
        torch.from_numpy(classes),
    )


def vocabulary_of(told: Sequence[Told]) -> Vocabulary:
    """Every word of the sentences."""
    return Vocabulary.of((text for one in told for text in (*one.captions, *one.wrong, one.alone)), least=1)


def _told(said: list[str], pair: Fictive, rng: Random) -> Told:
    first = said[0]
    replaced = next(iter(false_sentences(first, pair.record, rng, 1)), "")
    return Told(said, (replaced, confused(as_sentence(first)).lower().rstrip(".")), _alone(pair, Random(first)))


def _alone(pair: Fictive, rng: Random) -> str:
    """With chance of its own, so that the pairs that follow stay the same."""
    objects = pair.record["objects_before"]
    if not objects:
        return ""
    return sight(Scene.of_truth(objects, pair.record["relationships_before"]), rng.randrange(len(objects)), rng)


def _numbers(texts: Sequence[str], vocabulary: Vocabulary) -> np.ndarray:
    made = np.full((len(texts), LONGEST), PADDING, np.int16)
    for row, text in zip(made, texts, strict=True):
        if text:
            numbers = vocabulary.numbers(text)[:LONGEST]
            row[: len(numbers)] = numbers
    return made.astype(np.int16)
