"""Several like things that share a fate are told in one sentence."""

from __future__ import annotations

from dataclasses import replace

from photo_world import thing, told

from language.photo.templates import PhotoTemplateGenerator
from pipeline.core.places import Direction, Place


def people(kind, *known, others=()):
    """An analysis with a change of a person for each of the fields given; none of them is a node."""
    singles = [told(kind, "person", node=False, others=others, **one) for one in known]
    return replace(singles[0], changes=tuple(one.changes[0] for one in singles))


def first(analysis, manner="natural"):
    found = PhotoTemplateGenerator(manner=manner).together(analysis)
    return (found[0].text, found[0].changes) if found else None


LEFT, RIGHT = {"direction": Direction.LEFT}, {"direction": Direction.RIGHT}


def test_like_things_with_one_fate_are_counted_together():
    assert first(people("move", {**LEFT, "color": "red"}, LEFT, LEFT)) == (
        "The three people have moved to the left.",
        (0, 1, 2),
    )
    assert first(people("drop", {"place": Place.BOTTOM}, {"place": Place.LOWER_RIGHT})) == (
        "The two people at the bottom are gone.",
        (0, 1),
    )


def test_what_went_another_way_is_told_in_the_same_sentence_or_left_out():
    analysis = people("move", LEFT, {**LEFT, "color": "red"}, {**RIGHT, "color": "blue"})
    assert first(analysis) == (
        "The two people have moved to the left and the person in blue has moved to the right.",
        (0, 1, 2),
    )
    assert first(analysis, "measured") == ("The two people have moved to the left.", (0, 1))


def test_a_side_is_named_only_where_no_other_of_the_kind_is():
    bottom = ({"place": Place.BOTTOM}, {"place": Place.LOWER_RIGHT})
    text, _ = first(people("drop", *bottom, others=[thing("person", 10, 250)]))
    assert text == "Two of the people are gone."


def test_many_that_do_not_stand_together_are_not_counted():
    analysis = people("add", {"count": 3}, {"count": 2}, {})
    assert first(analysis) == ("Several people have appeared.", (0, 1, 2))


def test_what_is_alone_unsure_or_of_another_kind_is_not_told_along():
    one = people("move", LEFT)
    assert first(one) is None
    unsure = replace(one, changes=(one.changes[0], replace(one.changes[0], confidence=0.4)))
    assert first(unsure) is None
    dog = replace(one, changes=(one.changes[0], replace(one.changes[0], label="dog")))
    assert first(dog) is None
