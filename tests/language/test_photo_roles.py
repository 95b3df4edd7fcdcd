"""What somebody is called by what goes with them."""

import numpy as np
import pytest
from photo_world import thing, told

from language.photo.roles import role_of
from language.photo.templates import PhotoTemplateGenerator
from pipeline.core.places import Place
from pipeline.core.types import ObjectGraph, SceneObject

PERSON = np.array([100.0, 50, 140, 150])


def called(*others, score=0.8):
    seen = [SceneObject(PERSON, "person", 0.9)]
    seen += [SceneObject(np.array(box, float), label, score) for label, box in others]
    return role_of(ObjectGraph.of(seen, 300, 300), "person", PERSON)


@pytest.mark.parametrize(
    ("others", "role"),
    [
        ([("tennis racket", (135, 80, 155, 100))], "tennis player"),
        ([("tennis racket", (180, 80, 200, 100))], ""),  # too far away
        ([("tennis racket", (135, 80, 155, 100)), ("person", (140, 50, 180, 150))], ""),  # nearer to another
        ([("bicycle", (80, 90, 160, 180))], "cyclist"),
        ([("bicycle", (80, 70, 160, 150))], ""),  # stands beside it: both end at the ground
        ([("bicycle", (150, 90, 230, 180))], ""),  # beyond the bicycle's end
        ([("horse", (70, 100, 170, 200)), ("baseball bat", (110, 60, 130, 100))], ""),  # what of both?
        ([("skis", (90, 145, 150, 155))], ""),
        ([], ""),
    ],
)
def test_a_person_is_called_by_what_is_surely_theirs(others, role):
    assert called(*others) == role


def test_what_is_not_surely_there_gives_no_name():
    assert called(("bicycle", (80, 90, 160, 180)), score=0.5) == ""


def test_only_persons_have_roles():
    graph = ObjectGraph.of([SceneObject(np.array([80.0, 90, 160, 180]), "bicycle", 0.9)], 300, 300)
    assert role_of(graph, "dog", PERSON) == ""


RACKET = thing("tennis racket", 215, 205)


def first(kind, others, **known):
    return {one.text for one in PhotoTemplateGenerator().generate(told(kind, "person", others=others, **known))}


def test_the_role_is_the_noun_and_what_it_comes_from_no_landmark():
    said = first("add", [RACKET], near="tennis racket", place=Place.RIGHT)
    assert "There is now a tennis player on the right." in said
    vague = ("near", "racket", "person", "someone")
    assert not any(word in one.lower() for one in said for word in vague)


def test_the_clothes_of_a_player_have_their_colour():
    assert "The tennis player in white on the right is gone." in first(
        "drop", [RACKET], color="white", place=Place.RIGHT
    )


def test_others_are_not_called_by_what_one_person_holds():
    said = first("move", [RACKET, thing("person", 20, 20)])
    assert any(one.startswith("One of the people") for one in said)
    assert not any("players" in one for one in said)
    assert not any("another" in one.lower() for one in first("add", [RACKET, thing("person", 20, 20)]))
