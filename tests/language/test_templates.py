import numpy as np
import pytest
from abstract_world import world
from sentence_judge import falsehood, stated

from language.abstract_scenes import KINDS
from language.templates import TemplateGenerator
from pipeline.core.types import Analysis, Change, Named, ObjectGraph, SceneObject

CHANGES = [kind for kind in KINDS if kind != "none"]


def person(x=0.0, **attributes):
    return SceneObject(np.array([x, 0, x + 10, 10]), "person", 0.9, attributes)


def pair(before, after, change):
    graphs = [ObjectGraph.of(objects, 100, 100) for objects in (before, after)]
    return Analysis(*graphs, (change,))


def first(analysis):
    return TemplateGenerator().generate(analysis)[0].text


@pytest.mark.parametrize("kind", KINDS)
def test_every_candidate_is_true_and_picks_out_one_object(kind):
    for seed in range(4):
        analysis = world(kind, seed)
        candidates = TemplateGenerator().generate(analysis)[seed::9]
        assert candidates
        for candidate in candidates:
            assert falsehood(candidate.text, analysis) is None, (candidate.text, seed)


@pytest.mark.parametrize("kind", CHANGES)
def test_there_are_hundreds_of_different_candidates(kind):
    counts = []
    for seed in range(9):
        texts = [candidate.text for candidate in TemplateGenerator().generate(world(kind, seed))]
        assert len(set(texts)) == len(texts)
        counts.append(len(texts))
    assert np.median(counts) >= 150


@pytest.mark.parametrize("kind", CHANGES)
def test_the_first_candidate_names_all_attributes_in_house_words(kind):
    for seed in range(20):
        analysis = world(kind, seed)
        change = analysis.changes[0]
        name = " ".join(change.attributes[n] for n in ("size", "color", "material", "shape"))
        assert name in first(analysis).lower()


@pytest.mark.parametrize("kind", CHANGES)
def test_spans_hold_the_words_for_their_nodes_without_the_article(kind):
    analysis = world(kind, 3)
    candidates = TemplateGenerator().generate(analysis)[::12]
    assert len(candidates) > 3
    for candidate in candidates:
        fact = stated(candidate.text)
        change = analysis.changes[0]
        named = {(s.picture, s.node) for s in candidate.spans}
        picture, node = ("after", change.node_after) if kind == "add" else ("before", change.node_before)
        assert (picture, node) in named
        assert len(candidate.spans) == 1 + bool(fact.relation) + (kind == "replace")
        for span in candidate.spans:
            phrase = candidate.text[span.start : span.end]
            graph = analysis.before if span.picture == "before" else analysis.after
            attributes = graph.nodes[span.node]["object"].attributes
            noun = stated(f"the {phrase} has moved")
            assert noun is not None, phrase
            assert noun.subject.properties.items() <= attributes.items()


def cube(color="red", size="small"):
    attributes = {"size": size, "color": color, "material": "rubber", "shape": "cube"}
    return SceneObject(np.array([0.0, 0, 10, 10]), "cube", 0.9, attributes)


@pytest.mark.parametrize(
    ("kind", "new", "sentence"),
    [
        ("color", "blue", "The small red rubber cube turned blue."),
        ("material", "metal", "The small red rubber cube changed to metal."),
        ("size", "large", "The small red rubber cube became large."),
        ("shape", "sphere", "The small red rubber cube became a sphere."),
        ("drop", None, "The small red rubber cube has disappeared."),
        ("move", None, "The small red rubber cube has moved."),
        ("pose", None, "The small red rubber cube changed."),  # an attribute whose new value nobody knows
    ],
)
def test_house_wording(kind, new, sentence):
    thing = cube()
    after = [] if kind == "drop" else [cube()]
    node_after = None if kind == "drop" else 0
    change = Change(kind, "cube", thing.attributes, 0.9, 0, node_after, thing.attributes.get(kind), new)
    assert first(pair([thing], after, change)) == sentence


def test_a_newcomer_takes_the_indefinite_article():
    thing, cup = cube(), Named("cup", {"color": "orange"})
    change = Change("replace", "cube", thing.attributes, 0.9, 0, 0, newcomer=cup)
    assert first(pair([thing], [cube()], change)) == "The small red rubber cube was replaced by an orange cup."


def test_an_added_object_takes_the_indefinite_article():
    thing = cube()
    assert first(pair([], [thing], Change("add", "cube", thing.attributes, 0.9, None, 0))) == (
        "A small red rubber cube has appeared."
    )


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("drop", "One of the two small red rubber cubes has disappeared."),
        ("move", "One of the two small red rubber cubes has moved."),
        ("color", "One of the two small red rubber cubes turned blue."),
    ],
)
def test_of_two_twins_without_neighbours_one_is_named_and_nothing_false_said(kind, sentence):
    thing = cube()
    change = Change(kind, "cube", thing.attributes, 0.9, 0, None, "red", "blue" if kind == "color" else None)
    assert first(pair([cube(), cube()], [cube()], change)) == sentence


def test_a_twin_is_told_from_the_other_by_its_neighbour():
    before = ObjectGraph.of([cube(), cube(), cube("blue", "large")], 100, 100)
    before.add_edges_from([(0, 2, "left"), (2, 0, "right"), (1, 2, "right"), (2, 1, "left")])
    after = ObjectGraph.of([cube(), cube("blue", "large")], 100, 100)
    change = Change("drop", "cube", cube().attributes, 0.9, 0)
    assert first(Analysis(before, after, (change,))) == (
        "The small red rubber cube to the left of the large blue rubber cube has disappeared."
    )


@pytest.mark.parametrize(
    ("kind", "before", "after", "sentence"),
    [
        ("drop", [person()], [], "The person has disappeared."),
        ("drop", [person(), person(20.0)], [person()], "One of the two people has disappeared."),
        ("drop", [person(color="red"), person(20.0, color="blue")], [person()], "The red person has disappeared."),
        ("add", [], [person()], "A person has appeared."),
    ],
)
def test_labels_without_attributes_are_enough(kind, before, after, sentence):
    old, new = (None, 0) if kind == "add" else (0, None)
    attributes = (after if kind == "add" else before)[0].attributes
    assert first(pair(before, after, Change(kind, "person", attributes, 0.9, old, new))) == sentence


def test_a_fact_about_an_object_that_no_graph_holds_still_gets_a_sentence():
    change = Change("drop", "umbrella", {}, 0.9)
    candidate = TemplateGenerator().generate(pair([], [], change))[0]
    assert (candidate.text, candidate.spans) == ("The umbrella has disappeared.", ())


def test_no_anchor_is_an_object_that_changed_itself():
    for seed in range(10):
        analysis = world("move", seed)
        other = next(node for node in analysis.before if node != analysis.changes[0].node_before)
        attributes = analysis.before.nodes[other]["object"].attributes
        gone = Change("drop", attributes["shape"], attributes, 0.8, other)
        changed = Analysis(analysis.before, analysis.after, (*analysis.changes, gone))
        candidates = TemplateGenerator().generate(changed)
        assert any(
            span.node not in (other, analysis.changes[0].node_before) for one in candidates for span in one.spans
        )
        for candidate in candidates:
            assert all(span.node != other for span in candidate.spans), candidate.text


def test_the_fact_overrules_the_detector():
    seen = cube(color="brown")
    change = Change("drop", "cube", cube().attributes, 0.9, 0)
    assert first(pair([seen], [], change)) == "The small red rubber cube has disappeared."
