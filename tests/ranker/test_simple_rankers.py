from importlib.resources import files

import pytest
from abstract_world import world

from language.corpus import corpus
from language.ngram.kneser_ney import estimate
from language.templates import TemplateGenerator
from pipeline.core.errors import SpotItError
from pipeline.core.tokens import tokenize
from ranker.first import FirstRanker
from ranker.lm import LanguageModelRanker


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    path = tmp_path_factory.mktemp("model") / "language.arpa"
    found = estimate([tokenize(text) for text in corpus(700)], 3)
    found.write(path)
    return path, found


def test_the_language_model_orders_by_probability_and_length(model):
    path, reference = model
    analysis = world("color", 1)
    candidates = TemplateGenerator().generate(analysis)
    ranked = LanguageModelRanker(path).rank(candidates, analysis)
    assert sorted(c.text for c in ranked) == sorted(c.text for c in candidates)
    scores = [candidate.score for candidate in ranked]
    assert scores == sorted(scores, reverse=True) and scores[0] > scores[-1]
    for candidate in ranked:
        words = tokenize(candidate.text)
        assert candidate.features["lm"] == pytest.approx(reference.score(words), abs=1e-3)
        assert candidate.features["length"] == len(words) + 1
        assert candidate.score == pytest.approx(candidate.features["lm"] / candidate.features["length"] ** 0.6)


def test_first_keeps_the_order():
    analysis = world("drop", 1)
    candidates = TemplateGenerator().generate(analysis)
    ranked = FirstRanker().rank(candidates, analysis)
    assert [c.text for c in ranked] == [c.text for c in candidates]
    assert ranked[0].score > ranked[1].score


@pytest.mark.parametrize("path", [None, "nowhere.arpa"])
def test_a_missing_model_is_a_clear_error(path):
    with pytest.raises(SpotItError, match=r"language.model"):
        LanguageModelRanker(path).rank(TemplateGenerator().generate(world("none", 0)), world("none", 0))


@pytest.mark.parametrize("kind", ["add", "drop", "move", "color", "material", "replace"])
def test_the_blocks_model_prefers_the_plain_sentence_with_all_attributes(kind):
    ranker = LanguageModelRanker(files("pipeline") / "worlds" / "blocks" / "language.arpa")
    plain = 0
    for seed in range(20):
        analysis = world(kind, seed)
        best = ranker.rank(TemplateGenerator().generate(analysis), analysis)[0].text
        name = " ".join(analysis.changes[0].attributes[n] for n in ("size", "color", "material", "shape"))
        plain += name in best.lower()
    assert plain >= 17
