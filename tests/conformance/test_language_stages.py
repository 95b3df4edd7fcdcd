"""Change facts to candidate sentences, candidates to an order, a sentence to regions."""

import copy
from itertools import pairwise

import conformance_scenes as scenes
import numpy as np
import pytest
from conformance_support import build, entries, every

from language.templates import TemplateGenerator
from pipeline.core.types import Candidate, Grounding

ANALYSES = scenes.analyses()
SURE = [entry for entry in entries("generator") if entry.name not in ("neural", "transformer")]
"""Generators that word the facts; networks do not see them, and what they say may be wrong."""


@pytest.fixture(params=ANALYSES)
def analysis(request):
    return ANALYSES[request.param]


_WRITTEN: dict[tuple[str, int], list[Candidate]] = {}


def written(entry, analysis):
    """What a generator writes about one of the analyses; asked once of each."""
    key = entry.name, id(analysis)
    if key not in _WRITTEN:
        _WRITTEN[key] = build(entry).generate(analysis)
    return copy.deepcopy(_WRITTEN[key])


@every("generator")
def test_candidates_are_distinct_sentences(entry, analysis):
    texts = [candidate.text for candidate in written(entry, analysis)]
    assert texts
    assert len(set(texts)) == len(texts)
    for text in texts:
        assert text[0].isupper()
        assert text.endswith(".")
        assert "  " not in text


@every("generator")
def test_candidates_state_the_changes_there_are(entry, analysis):
    candidates = written(entry, analysis)
    assert candidates
    for candidate in candidates:
        assert isinstance(candidate, Candidate)
        assert set(candidate.changes) <= set(range(len(analysis.changes)))
        assert bool(candidate.changes) == bool(analysis.changes and not candidate.rejected)


@pytest.mark.parametrize("entry", SURE, ids=lambda entry: entry.name)
def test_what_the_facts_bear_out_is_not_rejected_and_names_its_object(entry, analysis):
    candidates = written(entry, analysis)
    assert not any(candidate.rejected for candidate in candidates)
    if not analysis.changes:
        assert "nothing has changed" in candidates[0].text.lower()
        assert not any(candidate.spans for candidate in candidates)
        return
    (change,) = analysis.changes
    nodes = {"before": change.node_before, "after": change.node_after}
    named = [
        [one.text[span.start : span.end] for span in one.spans if span.node == nodes[span.picture]]
        for one in candidates
    ]
    assert all(named), "each sentence names the object that changed"
    assert change.label in named[0][0]


@every("generator")
def test_spans_are_phrases_about_nodes(entry, analysis):
    for candidate in written(entry, analysis):
        for span in candidate.spans:
            assert 0 <= span.start < span.end <= len(candidate.text)
            assert candidate.text[span.start : span.end].strip() == candidate.text[span.start : span.end]
            assert span.picture in ("before", "after")
            assert span.node in getattr(analysis, span.picture)
        spans = sorted(candidate.spans, key=lambda span: span.start)
        assert all(one.end <= other.start for one, other in pairwise(spans))


@every("generator")
@pytest.mark.parametrize(("kind", "new"), [("color", "brown"), ("material", "metal")])
def test_a_new_value_is_named(entry, kind, new):
    meanings = {"metal": ("metal", "metallic", "shiny"), "brown": ("brown",)}[new]
    candidates = written(entry, ANALYSES[kind])
    assert candidates
    honest = [candidate for candidate in candidates if not candidate.rejected]
    assert all(any(word in candidate.text for word in meanings) for candidate in honest)


@every("generator")
def test_two_instances_write_the_same(entry, analysis):
    assert build(entry).generate(analysis) == written(entry, analysis)


@every("generator")
def test_two_calls_write_the_same(entry):
    generator, analysis = build(entry), ANALYSES["color"]
    assert generator.generate(analysis) == generator.generate(analysis)


@every("ranker")
def test_ranking_keeps_every_candidate_and_orders_them_by_score(entry, analysis):
    candidates = TemplateGenerator().generate(analysis)
    given = copy.deepcopy(candidates)
    ranked = build(entry).rank(candidates, analysis)
    assert candidates == given, "the candidates given were changed"
    assert sorted(map(said, ranked), key=str) == sorted(map(said, candidates), key=str)
    scores = [candidate.score for candidate in ranked]
    assert np.isfinite(scores).all()
    assert scores == sorted(scores, reverse=True)


@every("ranker")
def test_features_are_numbers_with_names(entry, analysis):
    ranked = build(entry).rank(TemplateGenerator().generate(analysis), analysis)
    assert ranked
    for candidate in ranked:
        assert all(isinstance(name, str) and isinstance(value, float) for name, value in candidate.features.items())


@every("ranker")
def test_no_candidates_are_ranked_as_none(entry, analysis):
    assert build(entry).rank([], analysis) == []


@every("ranker")
def test_two_calls_rank_alike(entry, analysis):
    candidates = TemplateGenerator().generate(analysis)
    assert build(entry).rank(candidates, analysis) == build(entry).rank(candidates, analysis)


@every("grounder")
def test_phrases_are_words_of_the_sentence_in_its_order(entry, analysis):
    grounder = build(entry)
    candidates = TemplateGenerator().generate(analysis)[:10]
    assert candidates
    for candidate in candidates:
        found = grounder.ground(candidate, analysis)
        assert bool(found) == bool(analysis.changes), candidate.text
        for one in found:
            assert isinstance(one, Grounding)
            assert one.phrase == candidate.text[one.start : one.end] != ""
            assert np.isfinite(one.score)
        assert [one.start for one in found] == sorted(one.start for one in found)


@every("grounder")
def test_regions_lie_inside_their_picture(entry, analysis):
    grounder = build(entry)
    found = [
        one for candidate in TemplateGenerator().generate(analysis)[:10] for one in grounder.ground(candidate, analysis)
    ]
    shown = [one for one in found if one.box_before is not None or one.box_after is not None]
    assert bool(shown) == bool(analysis.changes), "what changed is shown in at least one picture"
    for one in found:
        for box, graph in ((one.box_before, analysis.before), (one.box_after, analysis.after)):
            if box is not None:
                width, height = graph.extent
                assert 0 <= box[0] < box[2] <= width
                assert 0 <= box[1] < box[3] <= height


@every("grounder")
def test_the_changed_object_is_shown_where_it_is(entry):
    analysis = ANALYSES["color"]
    found = build(entry).ground(TemplateGenerator().generate(analysis)[0], analysis)
    assert np.array_equal(found[0].box_before, analysis.changes[0].box_before)
    assert np.array_equal(found[0].box_after, analysis.changes[0].box_after)


def said(candidate):
    return candidate.text, candidate.generator, candidate.changes, candidate.spans
