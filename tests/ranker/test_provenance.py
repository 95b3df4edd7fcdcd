import numpy as np
import pytest
from abstract_world import world

from language.templates import TemplateGenerator
from pipeline.core.types import Analysis
from ranker.provenance import ProvenanceGrounder


def ground(analysis, wanted=lambda candidate: True):
    candidate = next(c for c in TemplateGenerator().generate(analysis) if wanted(c))
    return candidate, ProvenanceGrounder().ground(candidate, analysis)


def same(box, other):
    return (box is None and other is None) or np.array_equal(box, other)


@pytest.mark.parametrize(
    ("kind", "in_before", "in_after"),
    [("color", True, True), ("move", True, True), ("add", False, True), ("drop", True, False)],
)
def test_the_changed_object_is_boxed_where_it_is(kind, in_before, in_after):
    analysis = world(kind, 2)
    change = analysis.changes[0]
    candidate, (grounding, *_) = ground(analysis)
    assert candidate.text[grounding.start : grounding.end] == grounding.phrase
    assert not grounding.phrase.lower().startswith(("the ", "a "))
    before = analysis.before.nodes[change.node_before]["object"].box if in_before else None
    after = analysis.after.nodes[change.node_after]["object"].box if in_after else None
    assert same(grounding.box_before, before) and same(grounding.box_after, after)
    assert grounding.score == change.confidence


def test_a_replacement_is_two_objects():
    analysis = world("replace", 2)
    _, (old, new) = ground(analysis, lambda c: len(c.spans) == 2 and "was replaced" in c.text)
    assert old.box_before is not None and old.box_after is None
    assert new.box_before is None and new.box_after is not None


def test_an_anchor_is_found_in_both_pictures_through_its_match():
    analysis = world("drop", 2)
    candidate, groundings = ground(analysis, lambda c: len(c.spans) == 2)
    anchor = candidate.spans[1].node
    twin = dict(analysis.matches)[anchor]
    assert same(groundings[1].box_before, analysis.before.nodes[anchor]["object"].box)
    assert same(groundings[1].box_after, analysis.after.nodes[twin]["object"].box)
    assert [g.start for g in groundings] == sorted(g.start for g in groundings)


def test_an_anchor_without_a_match_is_found_in_its_own_picture():
    known = world("drop", 2)
    _, groundings = ground(Analysis(known.before, known.after, known.changes), lambda c: len(c.spans) == 2)
    assert groundings[1].box_before is not None and groundings[1].box_after is None


def test_no_change_names_nothing():
    assert ground(world("none", 0))[1] == []
