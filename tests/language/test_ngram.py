import sys
from collections import Counter
from itertools import product

import pytest

from language.corpus import corpus
from language.ngram.counts import adjust, count
from language.ngram.kneser_ney import FALLBACK, discounts, estimate
from language.train import Corpus, train_language
from pipeline.core.errors import SpotItError
from pipeline.core.ngram.model import BOS, EOS, NgramModel
from pipeline.core.ngram.scorer import Scorer
from pipeline.core.tokens import tokenize
from pipeline.worlds.finder import find_world

SENTENCES = [line.split() for line in ["a b c", "a b d", "b c", "a c d a", "d a b c", "c c a b", "a a", "d e"]]


@pytest.fixture(scope="module")
def captions():
    return [tokenize(text) for text in corpus(700, seed=1)]


@pytest.mark.parametrize("order", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("prune", [(), (0, 0, 1)])
def test_probabilities_sum_to_one_in_every_context(order, prune):
    model = estimate(SENTENCES, order, prune)
    words = [word for word in model.vocabulary if word != EOS]
    contexts = [context for length in range(min(order, 4)) for context in product(words, repeat=length)]
    for context in contexts + [(BOS, *context) for context in contexts if len(context) < 3]:
        total = sum(10 ** model.log_probability(word, context) for word in model.vocabulary)
        assert total == pytest.approx(1, abs=1e-9), context


def test_probabilities_sum_to_one_on_captions(captions):
    model = estimate(captions, 4, (0, 0, 1, 2))
    for sentence in captions[:40]:
        for end in range(len(sentence)):
            context = (BOS, *sentence)[max(0, end - 2) : end + 1]
            assert sum(10 ** model.log_probability(w, context) for w in model.vocabulary) == pytest.approx(1, abs=1e-9)


def test_adjusted_counts_are_numbers_of_left_neighbours():
    raw = count([["a", "b"], ["a", "b"], ["c", "b"]], 2)
    lower, highest = adjust(raw)
    assert lower == {("a",): 1, ("b",): 2, ("c",): 1, (EOS,): 1}
    assert highest == {(BOS, "a"): 2, ("a", "b"): 2, ("b", EOS): 3, (BOS, "c"): 1, ("c", "b"): 1}


def test_smoothing_by_hand():
    """Sentences "a b", "a b", "c b" at order 2.

    Unigrams: adjusted counts a 1, b 2, c 1, </s> 1, sum 5; no count of three, so discounts 0.5, 1, 1.5; freed
    (0.5 + 1 + 0.5 + 0.5) / 5 = 0.5, spread over five words with <unk>: 0.1 each.  p(b) = (2 - 1) / 5 + 0.1 =
    0.3, p(a) = (1 - 0.5) / 5 + 0.1 = 0.2.
    Bigrams: two of count one, two of two, one of three: Y = 1 / 3, D1 = 1 / 3, D2 = 1.5, D3 = 3.
    After "a": b twice; back-off 1.5 / 2, p(b|a) = 0.5 / 2 + 0.75 * 0.3 = 0.475, p(c|a) = 0.75 * 0.2 = 0.15.
    After "<s>": a twice, c once; back-off (1.5 + 1 / 3) / 3 = 11 / 18; p(a|<s>) = 0.5 / 3 + 11 / 18 * 0.2 = 26 / 90.
    """
    model = estimate([["a", "b"], ["a", "b"], ["c", "b"]], 2)
    expected = {
        ("b", ()): 0.3,
        ("a", ()): 0.2,
        ("zebra", ()): 0.1,
        ("b", ("a",)): 0.475,
        ("c", ("a",)): 0.15,
        ("a", (BOS,)): 26 / 90,
    }
    for (word, context), probability in expected.items():
        assert 10 ** model.log_probability(word, context) == pytest.approx(probability, abs=1e-12)


def test_discounts_by_hand():
    """Counts of counts 8, 4, 3, 2: Y = 8 / 16 = 0.5; D1 = 1 - 0.5, D2 = 2 - 1.5 * 3 / 4, D3 = 3 - 2 * 2 / 3."""
    times = [1] * 8 + [2] * 4 + [3] * 3 + [4] * 2 + [9]
    found = discounts(Counter({(str(i),): n for i, n in enumerate(times)}))
    assert found == pytest.approx((0.5, 0.875, 3 - 4 / 3))


@pytest.mark.parametrize("times", [[1, 1], [1, 1, 1, 1, 2, 3, 3]])
def test_discounts_fall_back_where_they_cannot_be_estimated(times):
    assert discounts(Counter({(str(i),): n for i, n in enumerate(times)})) == FALLBACK


def test_unseen_words_back_off():
    model = estimate(SENTENCES, 3)
    assert ("e", "a") not in model.tables[1]
    weight = model.tables[0][("e",)][1]
    assert model.log_probability("a", ("e",)) == pytest.approx(weight + model.log_probability("a"))


@pytest.mark.parametrize(("order", "prune"), [(2, ()), (3, ()), (4, (0, 0, 1, 2)), (5, ())])
def test_kenlm_scores_the_file_as_the_reference_does(tmp_path, captions, order, prune):
    path = tmp_path / "model.arpa"
    model = estimate(captions, order, prune)
    model.write(path)
    read, scorer = NgramModel.read(path), Scorer(path)
    strange = [["zebra"], ["the", "zebra", "turned"], [], ["cube", "the", "of"]]
    for sentence in captions[:200] + strange:
        total, tokens = scorer.score(" ".join(sentence))
        assert total == pytest.approx(read.score(sentence), abs=1e-4)
        assert read.score(sentence) == pytest.approx(model.score(sentence), abs=1e-3)
        assert tokens == len(tokenize(" ".join(sentence))) + 1


@pytest.mark.parametrize("pack", ["blocks", "photo"])
def test_without_kenlm_the_scores_are_the_same(pack, captions, monkeypatch):
    path = find_world(pack).folder / "language.arpa"
    ours = NgramModel.read(path)
    theirs = pytest.importorskip("pipeline.core.ngram.with_kenlm").KenlmModel(path)
    strange = [["zebra"], ["the", "zebra", "turned"], [], ["cube", "the", "of"], ["the"] * 20]
    for sentence in captions[:300] + strange:
        assert ours.score(sentence) == pytest.approx(theirs.score(sentence), abs=1e-4)
        contexts = [model.begin() for model in (ours, theirs)]
        for word in (*sentence, EOS):
            (one, contexts[0]), (other, contexts[1]) = (
                model.step(context, word) for model, context in zip((ours, theirs), contexts, strict=True)
            )
            assert one == pytest.approx(other, abs=1e-4), (sentence, word)


def test_without_kenlm_our_reader_is_taken(tmp_path, monkeypatch):
    path = tmp_path / "model.arpa"
    estimate(SENTENCES, 2).write(path)
    monkeypatch.setitem(sys.modules, "pipeline.core.ngram.with_kenlm", None)
    assert isinstance(Scorer(path).model, NgramModel)


def test_a_word_is_unknown_to_a_model_without_a_probability_for_such(tmp_path):
    model = NgramModel([{("a",): (-0.5, 0.0)}])
    assert model.score(["zebra"]) == pytest.approx(-200.0)


def test_a_model_trained_again_is_loaded_again(tmp_path):
    path = tmp_path / "model.arpa"
    scores = []
    for sentences in (SENTENCES, SENTENCES[:3]):
        estimate(sentences, 2).write(path)
        scores.append(Scorer(path).score("a b c")[0])
    assert scores[0] != scores[1]


@pytest.mark.parametrize(
    ("text", "message"),
    [(None, "no language model|cannot read"), ("hello\n", "ARPA|cannot read"), ("", "ARPA|cannot read"),
     ("\\data\\\nngram 1=5\n\n\\1-grams:\n-1\ta\n\\end\\\n", "cut short|cannot read")],
)  # fmt: skip
def test_unusable_files_are_a_clear_error(tmp_path, text, message):
    path = tmp_path / "model.arpa"
    if text is not None:
        path.write_text(text)
    for reader in (Scorer, NgramModel.read):
        with pytest.raises(SpotItError, match=message):
            reader(path)


@pytest.mark.parametrize(("order", "prune"), [(0, ()), (3, (1,)), (3, (0, 2, 1))])
def test_impossible_settings_are_refused(order, prune):
    with pytest.raises(ValueError):
        estimate(SENTENCES, order, prune)


def test_training_is_repeatable_and_writes_the_file_whole(tmp_path):
    seen = []
    figures = [
        train_language(
            tmp_path / name,
            Corpus(corpus, 1500),
            order=3,
            seed=4,
            progress=lambda done, wanted: seen.append((done, wanted)),
        )
        for name in ("one.arpa", "two.arpa")
    ]
    assert (tmp_path / "one.arpa").read_bytes() == (tmp_path / "two.arpa").read_bytes()
    assert figures[0] == figures[1]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.arpa", "two.arpa"]
    assert seen[-1] == (1500, 1500)
    assert 3 < figures[0]["perplexity"] < 8


@pytest.mark.parametrize("order", [3, 4, 5, 9, 40])
def test_an_order_beyond_the_sentences_is_that_of_the_longest(order, tmp_path):
    model = estimate([["red"], ["red", "cube"]], order)
    assert model.order == min(order, 4)  # two words and both boundaries
    model.write(tmp_path / "words.arpa")
    assert Scorer(tmp_path / "words.arpa").score("red cube")[0] == pytest.approx(model.score(["red", "cube"]), abs=1e-4)
    pruned = estimate([["red"], ["red", "cube"]], order, (0, 0, 1, 3))
    assert all(pruned.tables) and pruned.perplexity([["red"]]) > 1
