import json
from random import Random

import pytest
from abstract_world import scene_pair, world

from language.abstract_scenes import KINDS
from language.captions import captions
from language.parser import KnownChange, Situation, judge, parse
from language.scene import Scene
from pipeline.synth import records, sample

WAYS = ("left", "right", "front", "behind")


NAMES = ("size", "color", "material", "shape")


def said(phrase):
    """A phrase in short, as in ``the small cube``."""
    if phrase is None:
        return None
    assert phrase.properties.keys() <= set(NAMES)
    words = [phrase.properties[name] for name in NAMES if name in phrase.properties]
    count = [str(phrase.among)] * (phrase.among != 1)
    return " ".join(
        [*[phrase.article] * bool(phrase.article), *count, *words, *(f"{word}?" for word in phrase.unknown)]
    )


@pytest.mark.parametrize(
    ("sentence", "kind", "subject", "relation", "anchor", "new"),
    [
        (
            "The tiny shiny ball that is on the left side of the big block turned matte.",
            "material", "the small metal sphere", "left", "the large cube", "rubber",
        ),
        ("the thing is missing", "drop", "the", "", None, ""),
        ("One of the three red balls has moved.", "move", "one 3 red sphere", "", None, ""),
        ("someone removed the little grey box", "drop", "the small gray cube", "", None, ""),
        ("There is a new ball behind the cube.", "add", "a sphere", "behind", "the cube", ""),
        ("there is no longer a red cube", "drop", "a red cube", "", None, ""),
        ("the ball changed from red to blue", "color", "the sphere", "", None, "blue"),
        ("the cube became a sphere", "shape", "the cube", "", None, "sphere"),
        ("the cube is now green", "color", "the cube", "", None, "green"),
        ("the cube looks different", "altered", "the cube", "", None, ""),
        ("the orange cube has moved", "move", "the cube orange?", "", None, ""),
        ("the red blue cube has moved", "move", "the red cube blue?", "", None, ""),
        ("cubes have moved", "move", "0 cube", "", None, ""),
        ("the scene is the same as before", "none", None, "", None, ""),
    ],
)  # fmt: skip
def test_a_sentence_states_a_fact(sentence, kind, subject, relation, anchor, new):
    (fact,) = parse(sentence)
    assert (fact.kind, said(fact.subject), fact.relation, said(fact.anchor), fact.new) == (
        kind, subject, relation, anchor, new,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "old", "new"),
    [
        ("The cube was replaced by a tiny ball.", {"shape": "cube"}, {"size": "small", "shape": "sphere"}),
        ("A tiny ball has taken the place of the cube.", {"shape": "cube"}, {"size": "small", "shape": "sphere"}),
        ("the cube turned into a blue ball", {"shape": "cube"}, {"shape": "sphere", "color": "blue"}),
    ],
)  # fmt: skip
def test_a_replacement_has_two_objects(sentence, old, new):
    (fact,) = parse(sentence)
    assert (fact.kind, fact.subject.properties, fact.newcomer.properties) == ("replace", old, new)


@pytest.mark.parametrize("sentence", ["", "the cube", "the cube did not move", "it has moved", "a nice picture"])
def test_where_nothing_is_stated_there_is_no_fact(sentence):
    assert parse(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("The red cube turned blue. The ball has moved.", ["color", "move"]),
        ("the cube moved and a ball has appeared behind the cylinder", ["move", "add"]),
    ],
)
def test_several_facts(sentence, kinds):
    assert [fact.kind for fact in parse(sentence)] == kinds


def test_spans_are_the_words_that_state_it():
    sentence = "The small red cube that is behind the big ball changed to metal."
    (fact,) = parse(sentence)
    spans = [(fact.subject.start, fact.subject.end), (fact.anchor.start, fact.anchor.end), (fact.start, fact.end)]
    assert [sentence[start:end] for start, end in spans] == ["small red cube", "big ball", "changed to metal"]


TABLE = [
    {"size": "small", "color": "red", "material": "rubber", "shape": "cube"},
    {"size": "small", "color": "blue", "material": "rubber", "shape": "cube"},
    {"size": "large", "color": "red", "material": "metal", "shape": "sphere"},
]
RELATIONS = {"left": [[], [0], [0, 1]], "right": [[1, 2], [2], []]}


def situation(*changes):
    scene = Scene.of_truth(TABLE, RELATIONS)
    return Situation(scene, scene, changes)


BLUE = KnownChange("color", 0, 0, "blue")


@pytest.mark.parametrize(
    ("sentence", "changes", "true", "unique"),
    [
        ("the small red cube turned blue", [BLUE], True, True),
        ("the cube to the left of the ball turned blue", [BLUE], True, False),  # both cubes stand there
        ("the cube to the left of the blue cube turned blue", [BLUE], True, True),
        ("the cube to the left of the small cube turned blue", [BLUE], True, False),  # two small cubes
        ("the cube to the right of the ball turned blue", [BLUE], False, False),
        ("one of the two cubes turned blue", [BLUE], True, True),
        ("one of the three cubes turned blue", [BLUE], True, False),
        ("the cube turned blue", [BLUE], True, False),
        ("the ball turned blue", [BLUE], False, False),
        ("the red cube turned green", [BLUE], False, False),
        ("the orange cube turned blue", [BLUE], False, False),
        ("the red cube has moved", [BLUE], False, False),
        ("the red cube changed", [BLUE], True, True),
        ("nothing has changed", [BLUE], False, False),
        ("nothing has changed", [], True, True),
        ("the red cube turned blue", [], False, False),
        ("it is nice", [BLUE], False, False),
        ("the red cube turned blue. the ball has disappeared.", [BLUE, KnownChange("drop", 2)], True, True),
        ("the red cube turned blue. the red cube turned blue.", [BLUE, KnownChange("drop", 2)], False, False),
        ("the red cube turned blue. the ball has moved.", [BLUE], False, False),
    ],
)
def test_judging(sentence, changes, true, unique):
    verdict = judge(sentence, situation(*changes))
    assert (verdict.true, verdict.unique) == (true, unique), verdict.reason
    assert bool(verdict.reason) == (not unique)


@pytest.mark.parametrize("kind", KINDS)
def test_reference_captions_are_judged_true_of_their_pair_and_of_few_others(kind):
    others = 0
    for seed in range(3):
        analysis, other = world(kind, seed), world(kind, seed + 50)
        texts = written(analysis, kind, seed)
        assert texts
        for text in texts:
            verdict = judge(text, Situation.of(analysis))
            assert verdict.true and verdict.unique, (text, verdict.reason)
            others += judge(text, Situation.of(other)).true
    assert others < 12 or kind == "none"


def test_the_truth_of_a_record():
    pair = sample.pair(3, 0, ("replace",), 1, sample.RECIPES["clevr"])
    record = json.loads(json.dumps(records.pair(0, pair, 3)))
    known = Situation.of_record(record)
    assert known.changes[0].newcomer == record["change"]["new_attributes"]
    assert record["captions"]
    assert all(judge(text, known).true for text in record["captions"])


def written(analysis, kind, seed):
    return captions(scene_pair(kind, analysis), Random(seed))
