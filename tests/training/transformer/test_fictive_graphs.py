"""Pairs for the transformer that were never rendered, and further pairs made of them."""

from random import Random

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch (pip install 'spot-it[train]')")
pytest.importorskip("spacy", reason="sentences are judged by the parser, which needs spaCy")

from language.parser import Situation, judge  # noqa: E402
from language.transformer.tokens import KNOWN, PLACE, READINGS  # noqa: E402
from pipeline.core.tokens import as_sentence  # noqa: E402
from pipeline.training.transformer.samples import make, samples_of, vocabulary_of  # noqa: E402
from pipeline.training.transformer.scenes import KINDS, fictive  # noqa: E402
from pipeline.training.transformer.variants import Variants  # noqa: E402


@pytest.fixture(scope="module")
def told():
    return make(len(KINDS) * 3, 4)


@pytest.fixture(scope="module")
def samples(told):
    vocabulary = vocabulary_of(told[1])
    return samples_of(*told, vocabulary), vocabulary


def test_captions_are_true_and_rewritten_ones_are_not(told):
    rewritten = 0
    for pair, said in zip(*told, strict=True):
        situation = Situation.of_record(pair.record)
        assert all(judge(as_sentence(text), situation).true for text in said.captions)
        if said.wrong[0]:
            assert not judge(as_sentence(said.wrong[0]), situation).true
            rewritten += 1
    assert rewritten > len(KINDS)


def test_the_same_seed_makes_the_same_pairs(told):
    again, said = make(len(KINDS), 4)
    assert [one.record for one in again] == [one.record for one in told[0][: len(KINDS)]]
    assert said == told[1][: len(KINDS)]


def test_unmoved_objects_are_seen_in_the_same_place_and_moved_ones_are_not():
    nearest = {}
    for kind in ("none", "drop"):
        rng, found = Random(2), []
        for _ in range(25):
            pair = fictive(kind, rng)
            places = pair.tokens.features[:, PLACE]
            known = pair.tokens.features[:, KNOWN] > 0
            before, after = places[known & ~pair.tokens.after], places[known & pair.tokens.after]
            if len(before) and len(after):
                found += np.linalg.norm(after[:, None] - before[None], axis=-1).min(axis=1).tolist()
        nearest[kind] = np.array(found)
    assert np.median(nearest["none"]) < 0.01, "of the picture's width"
    assert np.median(nearest["drop"]) < 0.01


def test_readings_are_probabilities(samples):
    learned, _ = samples
    readings = learned.features[learned.present][:, :READINGS].float()
    assert torch.allclose(readings.sum(dim=1), torch.full((len(readings),), 4.0), atol=0.01)


def test_a_mirror_turned_twice_is_the_pair_itself(samples):
    learned, vocabulary = samples
    batch = learned.rows(torch.arange(len(learned)))
    variants = Variants(vocabulary)
    once = variants._mirrored(batch)
    twice = variants._mirrored(once)
    assert torch.allclose(twice.features, batch.features, atol=1e-6)
    assert torch.equal(twice.captions, batch.captions.long())
    left, right = (vocabulary.numbers(word)[0] for word in ("left", "right"))
    assert torch.equal(once.captions == left, batch.captions == right)


def test_colours_trade_places_in_readings_and_words_alike(samples):
    learned, vocabulary = samples
    batch = learned.rows(torch.arange(len(learned)))
    order = torch.tensor([1, 0, 2, 3, 4, 5, 6, 7])
    other = Variants(vocabulary)._recolored(batch, order)
    assert torch.equal(other.features[..., 2], batch.features[..., 3]), "gray after the two sizes, then red"
    gray, red = (vocabulary.numbers(word)[0] for word in ("gray", "red"))
    assert torch.equal(other.captions == gray, batch.captions == red)
