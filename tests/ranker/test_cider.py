import numpy as np
import pytest

from language.corpus import corpus
from pipeline.core.tokens import tokenize
from ranker.cider import Rarity, expected

CAPTIONS = list(corpus(120, seed=8, house_copies=0))
REFERENCES = {number: CAPTIONS[6 * number : 6 * number + 6] for number in range(20)}
SENTENCES = {
    number: [texts[0] if number % 3 else f"{CAPTIONS[-number]} the red cube the red cube zebra"]
    for number, texts in REFERENCES.items()
}


def tokens(texts):
    return [tokenize(text) for text in texts]


def test_it_gives_what_the_fields_own_code_gives():
    cider = pytest.importorskip("pycocoevalcap.cider.cider", reason="pip install 'spot-it[evaluate]'")
    _, theirs = cider.Cider().compute_score(REFERENCES, SENTENCES)
    rarity = Rarity.of(map(tokens, REFERENCES.values()))
    ours = [expected(tokens(SENTENCES[n]), tokens(REFERENCES[n]), rarity)[0] for n in REFERENCES]
    assert ours == pytest.approx(list(theirs), abs=1e-9)
    assert min(ours) < 1 < max(ours)


def test_shares_weigh_the_references():
    rarity = Rarity.of(map(tokens, REFERENCES.values()))
    sentences, references = tokens(CAPTIONS[:9]), tokens(REFERENCES[0])
    one_by_one = np.array([expected(sentences, [reference], rarity) for reference in references])
    shares = np.arange(1, 7) / 21
    assert expected(sentences, references, rarity, shares) == pytest.approx(shares @ one_by_one)
    assert expected(sentences, references, rarity) == pytest.approx(one_by_one.mean(axis=0))


def test_nothing_is_like_nothing():
    rarity = Rarity.of(map(tokens, REFERENCES.values()))
    assert expected([], tokens(CAPTIONS[:2]), rarity).shape == (0,)
    assert expected(tokens(CAPTIONS[:2]), [], rarity).tolist() == [0, 0]
    assert expected([["zebra"]], tokens(CAPTIONS[:2]), rarity).tolist() == [0]


def test_ngrams_that_are_left_out_are_as_rare_as_can_be():
    documents = [tokens(texts) for texts in REFERENCES.values()]
    pruned = Rarity.of(documents, least=3)
    assert 0 < len(pruned.frequency) < len(Rarity.of(documents).frequency)
    assert all(count >= 3 for count in pruned.frequency.values())
    assert pruned.weights(np.array([12345678901])) == pytest.approx([np.log(20)])
