import numpy as np
import pytest
from abstract_world import world
from sentence_judge import falsehood, stated

from language.abstract_scenes import KINDS
from language.acceptor import Acceptor
from language.corpus import corpus
from language.ngram_generator import NgramGenerator
from language.templates import TemplateGenerator
from language.train import Corpus, train_language
from pipeline.core.errors import SpotItError
from pipeline.core.tokens import tokenize
from pipeline.core.types import Analysis, Change, ObjectGraph, SceneObject


@pytest.fixture(scope="module")
def generator(tmp_path_factory):
    path = tmp_path_factory.mktemp("model") / "language.arpa"
    train_language(path, Corpus(corpus, 2000))
    return NgramGenerator(path)


@pytest.mark.parametrize("kind", KINDS)
def test_every_sentence_found_is_true_and_picks_out_one_object(generator, kind):
    found = 0
    for seed in range(4):
        analysis = world(kind, seed)
        for candidate in generator.generate(analysis):
            assert falsehood(candidate.text, analysis) is None, (candidate.text, seed)
            found += candidate.generator == "ngram"
    assert found > 30


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "none"])
def test_spans_hold_the_words_for_their_nodes(generator, kind):
    for seed in range(2):
        analysis = world(kind, seed)
        for candidate in generator.generate(analysis):
            fact = stated(candidate.text)
            assert len(candidate.spans) == 1 + bool(fact.relation) + (kind == "replace")
            for span in candidate.spans:
                graph = analysis.before if span.picture == "before" else analysis.after
                noun = stated(f"the {candidate.text[span.start : span.end]} has moved")
                assert (
                    noun is not None
                    and noun.subject.properties.items() <= graph.nodes[span.node]["object"].attributes.items()
                )


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("none", "replace")])
def test_the_acceptor_takes_true_sentences_and_refuses_those_of_another_pair(kind):
    taken = refused = 0
    for seed in range(3):
        analysis, other = world(kind, seed), world(kind, seed + 100)
        acceptor = Acceptor(analysis)
        for candidate in TemplateGenerator().generate(analysis)[::10]:
            if stated(candidate.text).subject.article == "the":
                assert acceptor.accepts(tokenize(candidate.text)), candidate.text
                taken += 1
        for candidate in TemplateGenerator().generate(other)[::10]:
            if falsehood(candidate.text, analysis) is not None:
                assert not acceptor.accepts(tokenize(candidate.text)), candidate.text
                refused += 1
    assert taken > 20 and refused > 20


def test_words_that_no_corpus_holds_can_still_be_found(generator):
    def seen(label):
        return SceneObject(np.zeros(4), label, 0.9)

    before, after = (ObjectGraph.of(objects, 9, 9) for objects in ([seen("traffic light"), seen("dog")], [seen("dog")]))
    change = Change("drop", "traffic light", {}, 0.9, 0)
    candidates = generator.generate(Analysis(before, after, (change,)))
    assert "The traffic light has disappeared." in [candidate.text for candidate in candidates]


def test_the_templates_speak_where_no_words_single_out_the_object(generator):
    thing = SceneObject(np.zeros(4), "cup", 0.9)
    graphs = ObjectGraph.of([thing, thing], 9, 9), ObjectGraph.of([thing], 9, 9)
    candidates = generator.generate(Analysis(*graphs, (Change("drop", "cup", {}, 0.9, 0),)))
    assert candidates[0].text == "One of the two cups has disappeared."


def test_a_model_is_needed():
    with pytest.raises(SpotItError, match="language_model"):
        NgramGenerator().generate(world("none", 0))
