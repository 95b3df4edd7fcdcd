"""Sentences about photographs: what they say, what they leave unsaid, and that they are English."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from photo_world import EnglishJudge, thing, told

from detectors.coco import COCO_LABELS
from language.photo.corpus import corpus
from language.photo.templates import PhotoTemplateGenerator
from pipeline.core.places import Direction, Place
from pipeline.core.types import Analysis, Named, ObjectGraph
from ranker.provenance import ProvenanceGrounder


def sentences(analysis: Analysis) -> list[str]:
    return [candidate.text for candidate in PhotoTemplateGenerator().generate(analysis)]


HOUSE = [
    (told("add", "person", color="white", place=Place.TOP), "A person in white has appeared at the top."),
    (told("add", "car", color="red"), "A red car has appeared."),
    (told("add", "umbrella", place=Place.LEFT), "An umbrella has appeared on the left."),
    (told("add", "person", count=2, place=Place.RIGHT), "Two people have appeared on the right."),
    (told("add", "car", others=[thing("car", 9, 9)], place=Place.LEFT), "A car has appeared on the left."),
    (told("add", "object", color="brown", place=Place.LEFT), "A brown object has appeared on the left."),
    (told("add", "scissors"), "A pair of scissors has appeared."),
    (told("add", "broccoli"), "Some broccoli has appeared."),
    (told("drop", "car", color="red"), "The red car is gone."),
    (told("drop", "person", count=5, place=Place.LEFT), "The five people on the left are gone."),
    (told("drop", "scissors"), "The scissors are gone."),
    (told("drop", "object"), "Something is gone."),
    (told("move", "person", color="white", direction=Direction.LEFT), "The person in white has moved to the left."),
    (told("move", "dog"), "The dog has moved."),
    (told("move", "sheep", count=2, direction=Direction.UP), "The two sheep have moved up."),
    (told("color", "bus", old="red", new="blue", color="red"), "The red bus is now blue."),
    (told("color", "person", old="red", new="blue", color="red"), "The person in red is now in blue."),
    (told("state", "tv", old="off", new="on"), "The television has been turned on."),
    (told("state", "laptop", old="on", new="off"), "The laptop has been turned off."),
    (told("add", "food"), "Some food has appeared."),
    (told("add", "piece of furniture", count=2), "Two pieces of furniture have appeared."),
    (told("count", "zebra", group=(3, 2)), "There are now only two zebras instead of three."),
    (told("count", "zebra", group=(0, 1)), "There is now one zebra instead of none."),
    (told("count", "zebra", group=(2, 0)), "There are no zebras any more."),
    (told("replace", "dog", newcomer=Named("cat", {"color": "orange"})), "The dog was replaced by an orange cat."),
    (told("replace", "dog", newcomer=Named("scissors", {})), "The dog was replaced by a pair of scissors."),
    (told("replace", "dog", newcomer=Named("person", {"color": "red"})), "The dog was replaced by a person in red."),
    (told("replace", "dog", newcomer=Named("object", {})), "The dog was replaced by something else."),
    (told("drop", "sheep", group=(5, 2), place=Place.LEFT),
     "There are now only two sheep on the left instead of five."),
    (told("add", "person", group=(2, 4)), "There are now four people instead of two."),
    (told("scene", "scene", node=False), "The two pictures show different scenes."),
    (Analysis(ObjectGraph.of([], 9, 9), ObjectGraph.of([], 9, 9), ()), "Nothing has changed."),
]  # fmt: skip


@pytest.mark.parametrize(("analysis", "expected"), HOUSE, ids=lambda value: value if isinstance(value, str) else "")
def test_the_first_sentence_is_the_plain_one(analysis, expected):
    assert sentences(analysis)[0] == expected


AMONG_OTHERS = [
    # others, what is known, what must and must not be said
    ([], {}, "The car is gone.", None),
    ([thing("car", 10, 10)], {}, "One of the cars is gone.", "The car is gone."),
    ([thing("car", 9, 9)], {"place": Place.LOWER_RIGHT}, "The car at the lower right is gone.", "The car is gone."),
    ([thing("car", 210, 250)], {"place": Place.LOWER_RIGHT}, "One of the cars at the lower right is gone.", None),
    ([thing("car", 10, 10, color="blue")], {"color": "red"}, "The red car is gone.", None),
    ([thing("car", 10, 10)], {"color": "red"}, "A red car is gone.", "One of the red cars is gone."),
    ([thing("car", 10, 10, color="red")], {"color": "red"}, "One of the red cars is gone.", "A red car is gone."),
    ([thing("car", 10, 10, size="large")], {"size": "small"}, "The small car is gone.", "The car is gone."),
    ([thing("bus", 10, 10)], {}, "The car is gone.", None),
    ([thing("car", 9, 9), thing("car", 40, 90)], {"count": 2}, "Two of the cars are gone.", "The two cars are gone."),
]  # fmt: skip


@pytest.mark.parametrize(("others", "known", "said", "unsaid"), AMONG_OTHERS)
def test_definite_only_where_one_thing_is_meant(others, known, said, unsaid):
    found = sentences(told("drop", "car", others=others, **known))
    assert said in found
    assert unsaid not in found


def test_a_count_of_newcomers_is_no_count_of_all():
    alone = sentences(told("add", "dog", count=2, place=Place.LEFT, others=[thing("dog", 200, 100)]))
    among = sentences(told("add", "dog", count=2, place=Place.LEFT, others=[thing("dog", 10, 130)]))
    assert "There are now two dogs on the left." in alone and "There are now two dogs on the left." not in among
    assert "Two dogs have appeared on the left." in alone and "Two dogs have appeared on the left." in among


def test_a_count_at_a_corner_is_said_under_each_name_of_it():
    found = sentences(told("add", "dog", count=2, place=Place.LOWER_LEFT, others=[thing("dog", 200, 100)]))
    assert {f"There are now two dogs at the {place} left." for place in ("bottom", "lower")} <= set(found)


def test_colors_that_everybody_knows_are_not_said():
    assert sentences(told("drop", "zebra", color="gray"))[0] == "The zebra is gone."
    assert (
        sentences(told("color", "zebra", color="white", old="white", new="pink"))[0] == "The white zebra is now pink."
    )


def test_a_landmark_is_definite_only_where_it_is_the_only_one():
    one, two = [thing("bench", 10, 10)], [thing("bench", 10, 10), thing("bench", 90, 90)]
    assert "A dog has appeared next to the bench." in sentences(told("add", "dog", others=one, near="bench"))
    assert "A dog has appeared next to a bench." in sentences(told("add", "dog", others=two, near="bench"))
    assert "A dog has appeared next to another dog." in sentences(
        told("add", "dog", others=[thing("dog", 10, 10)], near="dog")
    )
    parked = [thing("car", 10, 10), thing("car", 50, 10)]
    assert "A dog has appeared next to the cars." in sentences(told("add", "dog", others=parked, near="cars"))


def test_a_color_tells_a_landmark_from_others_whose_colors_are_known():
    red, blue, unknown = thing("car", 10, 10, color="red"), thing("car", 90, 90, color="blue"), thing("car", 50, 50)
    assert "A dog has appeared near the blue car." in sentences(told("add", "dog", others=[red, blue], near="car"))
    assert "A dog has appeared near a blue car." in sentences(
        told("add", "dog", others=[blue, unknown], at=(100, 95), near="car")
    )


def test_where_something_moved_is_told_by_a_landmark_that_a_reader_finds():
    bench, another = thing("bench", 10, 10), thing("bench", 90, 90)
    left = {"direction": Direction.LEFT}
    assert sentences(told("move", "dog", others=[bench], towards="bench", **left))[0] == (
        "The dog has moved closer to the bench."
    )
    assert sentences(told("move", "dog", others=[bench], away_from="bench", **left))[0] == (
        "The dog has moved away from the bench."
    )
    both = told("move", "dog", others=[bench, another], towards="bench", **left)
    assert sentences(both)[0] == "The dog has moved to the left."
    group = told("move", "dog", others=[bench, another], towards="benches", count=2, **left)
    assert sentences(group)[0] == "The two dogs have moved closer to the benches."


def test_a_landmark_tells_more_than_the_middle_of_a_picture():
    bench = [thing("bench", 10, 10)]
    middle = sentences(told("add", "dog", others=bench, near="bench", place=Place.MIDDLE))
    assert not any("in the middle" in text for text in middle)
    assert any(
        "on the left" in one for one in sentences(told("add", "dog", others=bench, near="bench", place=Place.LEFT))
    )


def test_the_ranker_has_learned_from_sentences_about_what_went_on_and_off():
    texts = list(corpus(3000, COCO_LABELS))
    for words in ("turned on.", "turned off.", "closer to the ", "away from the "):
        assert any(words in text for text in texts), words


@pytest.mark.parametrize("kind", ["add", "drop", "move", "color"])
def test_nothing_is_said_that_is_not_known(kind):
    colors = {"old": "red", "new": "blue", "color": "red"} if kind == "color" else {}
    texts = sentences(told(kind, "person", **colors))
    assert len(texts) > 2
    for text in texts:
        assert not re.search(r"\b(man|woman|boy|girl|he|she|his|her|walk\w*|shirt)\b", text.lower())
        assert not re.search(
            r"\b(left|right|top|bottom|upper|lower|near|next|by)\b", text.lower().replace("has left", "")
        )
        assert kind == "color" or not re.search(r"\b(in|red|blue|white)\b", re.sub("in a different|into", "", text))


def test_color_and_place_are_always_said_of_what_came_or_went():
    for kind in ("add", "drop"):
        texts = sentences(told(kind, "dog", color="brown", place=Place.LEFT))
        assert len(texts) > 2
        assert all("brown" in text and "on the left" in text for text in texts)


def test_phrases_are_grounded_where_they_are():
    bench = thing("bench", 10, 10)
    analysis = told("drop", "dog", color="brown", others=[bench], near="bench")
    candidates = PhotoTemplateGenerator().generate(analysis)
    assert candidates
    for candidate in candidates:
        dog, seat = ProvenanceGrounder().ground(candidate, analysis)
        assert dog.phrase == "brown dog" and dog.box_before.tolist() == [200, 200, 230, 230] and dog.box_after is None
        assert seat.phrase == "bench" and seat.box_before.tolist() == bench.box.tolist()


def test_a_change_without_a_node_has_words_but_no_region():
    (first, *_) = PhotoTemplateGenerator().generate(told("add", "object", node=False, color="gray"))
    assert first.text == "A gray object has appeared." and first.spans == ()


def test_a_hundreds_of_sentences_are_english():
    pytest.importorskip("spacy")
    nouns = {label.split()[-1] for label in COCO_LABELS} - {
        *("sheep", "scissors", "skis", "broccoli", "glass", "orange"),
        "remote",  # two remote controls
    }
    judge = EnglishJudge(sorted(nouns))
    assert judge.faults("a apple has appeared") and judge.faults("there is now two dogs")
    assert (
        judge.faults("two dog are gone") and judge.faults("a red dog have moved") and judge.faults("two people is gone")
    )
    written = list(corpus(400, COCO_LABELS, seed=5))
    assert len(written) >= 400
    assert {text: faults for text in written if (faults := judge.faults(text))} == {}


def test_things_that_share_a_fate_share_a_sentence():
    others = [thing("person", 10, 10), thing("dog", 100, 200), thing("car", 100, 20)]
    known = [
        told("drop", "person", others=others, place=Place.LOWER_RIGHT),
        told("drop", "person", place=Place.UPPER_LEFT),
        told("drop", "dog", color="brown", place=Place.BOTTOM),
        told("color", "car", old="red", new="blue", color="red"),
    ]
    changes = [replace(one.changes[0], node_before=node) for node, one in enumerate(known)]
    gone, blue = PhotoTemplateGenerator().paragraph(replace(known[0], changes=tuple(changes)))
    assert gone.text == "The two people and the brown dog at the bottom are gone."
    assert blue.text == "The red car is now blue."
    assert (sorted(gone.changes), blue.changes) == ([0, 1, 2], (3,))
    assert [gone.text[span.start : span.end] for span in gone.spans] == ["people", "brown dog"]


def test_a_place_that_all_share_is_said_once():
    analysis = told("add", "person", place=Place.LEFT)
    others = [told("add", "dog", place=Place.LEFT).changes[0], told("add", "cat", place=Place.TOP).changes[0]]
    two, three = (replace(analysis, changes=(*analysis.changes, *others[:n])) for n in (1, 2))
    texts = [[one.text for one in PhotoTemplateGenerator().paragraph(several)] for several in (two, three)]
    assert texts[0] == ["A person and a dog on the left have appeared."]
    assert texts[1] == ["A person on the left, a dog on the left and a cat at the top have appeared."]


def test_the_corpus_is_the_same_every_time_and_says_it_in_many_ways():
    first = list(corpus(100, COCO_LABELS, seed=1))
    assert first == list(corpus(100, COCO_LABELS, seed=1)) != list(corpus(100, COCO_LABELS, seed=2))
    assert len(set(first)) > 75
