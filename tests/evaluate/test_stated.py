"""When a stated change is the true one, case by case, and that the judge of sentences holds the same."""

from __future__ import annotations

import pytest

from language.parser import KnownChange, Phrase, Situation, StatedFact, judge
from language.scene import Scene
from pipeline.core.types import Change
from pipeline.datasets.example import TrueChange
from pipeline.evaluate.stated import SaidChange, states, told
from pipeline.output.as_json import change_json

RED = {"size": "small", "color": "red", "material": "rubber", "shape": "cube"}
BALL = {"size": "large", "color": "blue", "material": "metal", "shape": "sphere"}
BIG = RED | {"size": "large"}

COLOR = TrueChange("color", attributes=RED, new="blue")
NAMED = TrueChange("color", "cube", {"color": "red"}, "blue")
VAGUE = TrueChange("color", "bus")
DROP = TrueChange("drop", attributes=RED)
MOVE = TrueChange("move", attributes=RED)
CROWD = TrueChange("add", "person")
FIVE = TrueChange("add", "person", new="5")
SWAP = TrueChange("replace", attributes=RED, newcomer=BALL)
PARTLY = TrueChange("replace", "cube", {"color": "red"}, newcomer={"size": "large", "color": "blue"})
DOG = TrueChange("replace", "cat", new="dog")


def said(kind, new="", label="cube", attributes=RED, old=""):
    return SaidChange(kind, label, attributes, new, old)


@pytest.mark.parametrize(
    ("true", "claim", "right"),
    [
        (COLOR, said("color", "blue"), True),
        (COLOR, said("material", "blue"), False),  # another kind
        (COLOR, said("color", "green"), False),  # another value
        (COLOR, said("color"), False),  # no value
        (COLOR, said("color", "light blue"), False),  # more than the value
        (COLOR, said("color", "blue", attributes=BIG), False),  # another object
        (COLOR, said("color", "blue", attributes={"shape": "cube"}), False),  # the object is described in part
        (COLOR, said("color", "blue", attributes=RED | {"place": "left"}), True),  # of that nothing is known
        # the noun: in the label, whether the truth has a label or a shape
        (COLOR, said("color", "blue", label="ball"), False),
        (COLOR, said("color", "blue", label="small red rubber cube"), False),  # a label is the noun alone
        (COLOR, said("color", "blue", label=""), True),  # the shape says it
        (NAMED, said("color", "blue"), True),
        (NAMED, said("color", "blue", label="ball"), False),
        (NAMED, said("color", "blue", label="red cube"), False),
        (NAMED, said("color", "blue", label=""), True),
        (NAMED, said("color", "blue", label="", attributes={"color": "red"}), False),  # no noun at all
        # the old value
        (COLOR, said("color", "blue", old="red"), True),
        (COLOR, said("color", "blue", old="green"), False),
        (VAGUE, said("color", "blue", "bus", {}, "green"), True),  # nobody knows what it was
        # the new value
        (VAGUE, said("color", "blue", "bus", {}), True),  # nobody knows what it became
        (DROP, said("drop"), True),
        (DROP, said("drop", "blue"), False),  # what is gone took no new value
        (MOVE, said("move", "blue"), False),
        (MOVE, said("move", "large blue metal sphere"), False),
        (CROWD, said("add", "5", "person", {"count": "several"}), True),  # how many there are was not asked
        (CROWD, said("add", "blue", "person", {}), False),
        (FIVE, said("add", "5", "person", {}), True),
        (FIVE, said("add", "4", "person", {}), False),
        (FIVE, said("add", "", "person", {}), False),
        # what replaced it
        (SWAP, said("replace", "large blue metal sphere"), True),
        (SWAP, said("replace", "sphere blue large metal"), True),  # in any order
        (SWAP, said("replace", "a large blue metal sphere"), True),  # an article says nothing
        (SWAP, said("replace", "blue sphere"), False),  # two of the four
        (SWAP, said("replace", "large blue metal sphere on the left"), False),  # more than is known
        (SWAP, said("replace", "large blue blue metal sphere"), False),
        (SWAP, said("replace", "large blue shiny sphere"), False),  # lists have values, not synonyms
        (SWAP, said("replace", "large red metal sphere"), False),
        (SWAP, said("replace"), False),
        (PARTLY, said("replace", "large blue"), True),
        (PARTLY, said("replace", "large"), False),
        (PARTLY, said("replace", "large blue metal"), False),
        (DOG, said("replace", "dog", "cat", {}), True),
        (DOG, said("replace", "a dog", "cat", {}), True),
        (DOG, said("replace", "horse", "cat", {}), False),
        (TrueChange("replace", "cat"), said("replace", "dog", "cat", {}), True),  # nobody knows what came
    ],
)
def test_a_stated_change_is_the_true_one(true, claim, right):
    assert states(claim, true) is right


def test_what_the_program_answers_is_read_from_its_json():
    change = Change("replace", "cube", RED, 0.9, old="small red rubber cube", new="large blue metal sphere")
    assert states(SaidChange.of_json(change_json(change)), SWAP)
    assert SaidChange.of_json({"kind": "drop", "label": None, "attributes": {}, "new": None}) == SaidChange("drop")
    with pytest.raises(KeyError):
        SaidChange.of_json({"kind": "drop"})


@pytest.mark.parametrize(
    ("claims", "true", "pairs"),
    [
        ([], [], []),
        ([], [DROP], []),
        ([said("drop")], [], []),
        ([said("drop"), said("drop")], [DROP], [(0, 0)]),  # said twice
        ([said("drop")], [DROP, DROP], [(0, 0)]),  # one of two equal ones
        ([said("color", "blue"), said("drop")], [DROP, COLOR], [(0, 1), (1, 0)]),
        # the first claim is either of the two; the second is only the one that the truth describes less
        (
            [said("drop"), said("drop", attributes=BIG)],
            [TrueChange("drop", "cube"), DROP],
            [(0, 1), (1, 0)],
        ),
    ],
)
def test_every_change_is_told_once_and_as_many_as_can_be(claims, true, pairs):
    assert sorted(told(claims, true)) == pairs


CUBE = Phrase(0, 1, {"color": "red", "shape": "cube"})
SPHERE = Phrase(0, 1, {"color": "red", "shape": "sphere"})
SCENE = Scene.of_truth([RED, BALL], {})
BLUE = (KnownChange("color", 0, 0, "blue"), COLOR)
GONE = (KnownChange("drop", 0), DROP)
MOVED = (KnownChange("move", 0, 0), MOVE)
SWAPPED = (KnownChange("replace", 0, 1, newcomer=BALL), SWAP)


@pytest.mark.parametrize(
    ("change", "fact", "right"),
    [
        (BLUE, StatedFact("color", 0, 1, CUBE, new="blue"), True),
        (BLUE, StatedFact("color", 0, 1, CUBE, new="green"), False),
        (BLUE, StatedFact("material", 0, 1, CUBE, new="blue"), False),
        (BLUE, StatedFact("color", 0, 1, SPHERE, new="blue"), False),
        (GONE, StatedFact("drop", 0, 1, CUBE), True),
        (GONE, StatedFact("drop", 0, 1, CUBE, new="blue"), False),
        (MOVED, StatedFact("move", 0, 1, CUBE, new="blue"), False),
        (MOVED, StatedFact("move", 0, 1, CUBE, newcomer=Phrase(0, 1, BALL)), False),
        (SWAPPED, StatedFact("replace", 0, 1, CUBE, newcomer=Phrase(0, 1, BALL)), True),
        (SWAPPED, StatedFact("replace", 0, 1, CUBE, newcomer=Phrase(0, 1, BIG)), False),
    ],
)
def test_a_list_and_a_sentence_that_state_the_same_are_judged_alike(change, fact, right):
    known, true = change
    noun = fact.subject.properties["shape"]
    new = " ".join(fact.newcomer.properties.values()) if fact.newcomer else fact.new
    listed = SaidChange(fact.kind, noun, {**RED, **fact.subject.properties}, new)
    assert judge([fact], Situation(SCENE, SCENE, (known,))).true is right
    assert states(listed, true) is right


def test_a_sentence_may_leave_out_what_a_list_may_not():
    known = Situation(SCENE, SCENE, (KnownChange("replace", 0, 1, newcomer=BALL),))
    assert judge([StatedFact("replace", 0, 1, CUBE)], known).true
    assert not states(said("replace"), SWAP)
    assert judge([StatedFact("drop", 0, 1, CUBE)], Situation(SCENE, SCENE, (KnownChange("drop", 0),))).true
    assert not states(said("drop", attributes=CUBE.properties), DROP)
