import json

import numpy as np
import pytest
from abstract_world import world

from language.corpus import corpus
from language.ngram.kneser_ney import estimate
from language.templates import TemplateGenerator
from pipeline.core.errors import SpotItError
from pipeline.core.ngram.scorer import Scorer
from pipeline.core.tokens import tokenize
from pipeline.core.types import Candidate
from pipeline.training.ranker import Tools, train_ranker
from pipeline.training.scenes import scenes
from pipeline.worlds.finder import find_world
from ranker.cider import Rarity
from ranker.features import NAMES, measure
from ranker.fit import Ranked, fit, regret
from ranker.learned import LearnedRanker, load


@pytest.fixture(scope="module")
def ranker():
    return LearnedRanker(**find_world("blocks").in_style("benchmark").arguments("ranker", "learned"))


@pytest.mark.parametrize("kind", ["add", "drop", "move", "color", "material", "replace", "none"])
def test_a_false_sentence_is_never_first(ranker, kind):
    for seed in range(3):
        analysis = world(kind, seed)
        others = [one for other in range(50, 53) for one in TemplateGenerator().generate(world(kind, other))[:3]]
        texts = {candidate.text for candidate in TemplateGenerator().generate(analysis)}
        wrong = [Candidate(one.text, "other", (0,) * (kind != "none")) for one in others if one.text not in texts]
        ranked = ranker.rank([*wrong, *TemplateGenerator().generate(analysis)], analysis)
        assert ranked[0].generator == "templates"


def test_consensus_prefers_short_unique_references(ranker):
    lengths = []
    for seed in range(8):
        analysis = world("color", seed)
        first = ranker.rank(TemplateGenerator().generate(analysis), analysis)[0]
        lengths.append(len(first.text.split()))
        assert set(NAMES) <= set(first.features)
    assert np.mean(lengths) < 9


def test_fitting_finds_the_feature_that_matters():
    rng = np.random.default_rng(0)
    lists = []
    for _ in range(20):
        features = rng.normal(size=(40, len(NAMES)))
        lists.append(Ranked(features, features[:, 3] + 0.1 * rng.normal(size=40)))
    weights = fit(lists)
    assert np.argmax(np.abs(weights)) == 3 and weights[3] > 0
    chosen, best = regret(lists, weights)
    assert chosen > 0.9 * best


def test_training_writes_weights_that_rank(tmp_path):
    language_model = tmp_path / "language.arpa"
    estimate([tokenize(text) for text in corpus(300)], 3).write(language_model)
    pairs = list(scenes(14, seed=1))
    measured = train_ranker(
        pairs, Tools(TemplateGenerator(limit=40, draws=30), language_model), tmp_path / "ranker.json"
    )
    assert 0 < measured["chosen"] <= measured["best"]
    record = json.loads((tmp_path / "ranker.json").read_text())
    assert record["weights"]["consensus"] > 0 > record["weights"]["unmeasured"]
    ranked = LearnedRanker(tmp_path / "ranker.json", language_model).rank(
        TemplateGenerator().generate(pairs[0].analysis), pairs[0].analysis
    )
    assert ranked[0].score > ranked[-1].score


def test_scores_of_pictures_are_told_against_the_best_of_the_list(tmp_path):
    pair = next(iter(scenes(1, seed=1)))
    candidates = TemplateGenerator(limit=5, draws=10).generate(pair.analysis)
    language_model = tmp_path / "language.arpa"
    estimate([tokenize(text) for text in corpus(100)], 2).write(language_model)

    class Length:
        def score(self, analysis, sentences):
            return np.array([float(len(text)) for text in sentences])

    rarity = Rarity.of([[tokenize(candidate.text)] for candidate in candidates])
    table = measure(candidates, pair.analysis, Scorer(language_model), rarity, {"alignment": Length()})
    lengths = [len(candidate.text) for candidate in candidates]
    assert table[:, NAMES.index("alignment")].tolist() == [length - max(lengths) for length in lengths]
    assert not table[:, NAMES.index("embedding")].any()


def test_too_few_scenes_are_refused(tmp_path):
    with pytest.raises(SpotItError, match="10 pairs"):
        train_ranker(
            list(scenes(3, seed=1)), Tools(TemplateGenerator(), tmp_path / "language.arpa"), tmp_path / "ranker.json"
        )


@pytest.mark.parametrize("text", ["", "{}", '{"weights": {}, "documents": 3, "frequency": {}}', "[1]"])
def test_damaged_weights_are_a_clear_error(tmp_path, text):
    path = tmp_path / "ranker.json"
    path.write_text(text)
    with pytest.raises(SpotItError, match="damaged"):
        load(path)
