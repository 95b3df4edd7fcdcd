"""Fictive pairs and their sentences as what the alignment network takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import torch

from pipeline.core import messages
from pipeline.core.tokens import tokenize
from pipeline.core.types import RELATIONS
from pipeline.training.alignment.fitting import fitting_regions
from pipeline.training.alignment.pairs import KINDS, FictivePair, PairMaker
from pipeline.training.alignment.pictures import SeenPicture
from pipeline.training.alignment.sentences import false_sentences, modifier_words, noun_words, true_sentences
from pipeline.training.alignment_network.samples import Samples
from ranker.alignment.regions import Layout, Regions
from ranker.alignment.vocabulary import Vocabulary

FALSE = 5
"""Hard negatives of each sentence."""
BARE = 0.2
"""Share of pairs without the detector's features, so that the attributes are learned to stand alone."""
READINGS, FEATURES = 4.0, 4.0
"""Factor on probabilities, places and relations, and spread of the detector's features taken together: with these, the
first scores are neither so small that nothing is learned from them nor so large that nothing is unlearned."""


@dataclass(frozen=True)
class Told:
    """A pair, a true sentence about it, and false ones."""

    pair: FictivePair
    sentence: str
    wrong: tuple[str, ...]


def tell(pictures: Sequence[SeenPicture], maker: PairMaker, each: int, sentences: int, rng: Random) -> list[list[Told]]:
    """At most ``each`` pairs of every picture, and as many true sentences of each."""
    told = []
    for picture in pictures:
        for kind in rng.choices(KINDS, k=each):
            pair = maker.make(picture, kind, rng)
            true = true_sentences(pair.record, rng) if pair else []
            if pair and true:
                chosen = rng.sample(true, min(sentences, len(true)))
                told.append(
                    [Told(pair, text, tuple(false_sentences(text, pair.record, rng, FALSE))) for text in chosen]
                )
    if not told:
        raise messages.error(messages.NOTHING_TOLD)
    return told


def layout_of(pictures: Sequence[SeenPicture], features: bool = False) -> Layout:
    """Attributes as the detector reports them, and its own ``features`` where they are wanted.

    Probabilities mean the same to every training of a detector, features do not: a model without them stays good.
    """
    for picture in pictures:
        for found in picture.shown:
            if found is not None:
                attributes = {name: tuple(scores) for name, scores in found.attribute_scores.items()}
                return Layout(attributes, len(found.feature) if features else 0)
    raise messages.error(messages.NO_OBJECTS)


def vocabulary_of(told: Sequence[Sequence[Told]]) -> Vocabulary:
    """Every word of the sentences."""
    words = {word for group in told for one in group for text in (one.sentence, *one.wrong) for word in tokenize(text)}
    return Vocabulary(tuple(sorted(words)), noun_words(), modifier_words())


def scale_of(pictures: Sequence[SeenPicture], layout: Layout) -> np.ndarray:
    """Factors for the features of an object in both pictures, shape ``(2 * layout.size,)``."""
    seen = [found for picture in pictures for found in picture.shown if found is not None]
    spread = np.array([found.feature[: layout.features] for found in seen]).std(axis=0)
    alive = spread > 0.01 * spread.max(initial=0.0)  # the others would be noise made large
    own = np.where(alive, FEATURES / np.sqrt(max(alive.sum(), 1)) / np.where(alive, spread, 1), 0)
    one = np.concatenate([np.full(layout.size - layout.features, READINGS), own])
    return np.concatenate([one, one]).astype(np.float32)


def samples_of(
    told: Sequence[Sequence[Told]], vocabulary: Vocabulary, layout: Layout, scale: np.ndarray, rng: Random
) -> Samples:
    """Tensors of all pairs and sentences."""
    regions = [layout.regions(group[0].pair.analysis) for group in told]
    most = max(len(one.objects) for one in regions)
    objects = np.zeros((len(told), most, len(scale)), np.float16)
    related = np.zeros((len(told), most, most, 2 * len(RELATIONS)), np.float16)
    present = np.zeros((len(told), most), bool)
    for row, one in enumerate(regions):
        count = len(one.objects)
        objects[row, :count] = one.objects * scale
        related[row, :count, :count] = one.relations * READINGS
        present[row, :count] = True
        if rng.random() < BARE:
            objects[row, :, layout.size - layout.features : layout.size] = 0
            objects[row, :, 2 * layout.size - layout.features :] = 0
    flat = [one for group in told for one in group]
    owner = np.repeat(np.arange(len(told)), [len(group) for group in told])
    sentences = vocabulary.table([one.sentence for one in flat])
    fitting = [
        _fitting(said, regions[place], most, sentences.shape[1]) for said, place in zip(flat, owner, strict=True)
    ]
    return Samples(
        torch.from_numpy(objects),
        torch.from_numpy(present),
        torch.from_numpy(sentences),
        torch.from_numpy(owner),
        torch.from_numpy(related),
        torch.from_numpy(_wrong(flat, vocabulary)),
        torch.from_numpy(np.stack(fitting)),
    )


def _wrong(told: Sequence[Told], vocabulary: Vocabulary) -> np.ndarray:
    """The false sentences of each true one, ``(n, FALSE, longest)``, empty where there are fewer."""
    rows = vocabulary.table([text for one in told for text in (*one.wrong, *[""] * (FALSE - len(one.wrong)))])
    return rows.reshape(len(told), FALSE, -1)


def _fitting(said: Told, regions: Regions, most: int, longest: int) -> np.ndarray:
    """The regions that fit each word, with room for ``most`` objects."""
    found = fitting_regions(said.sentence, said.pair, regions, longest)
    count = len(regions.nodes)
    objects = np.pad(found[:, :count], ((0, 0), (0, most - count)))
    pairs = np.pad(found[:, count:].reshape(longest, count, count), ((0, 0), (0, most - count), (0, most - count)))
    return np.concatenate([objects, pairs.reshape(longest, -1)], axis=1)
