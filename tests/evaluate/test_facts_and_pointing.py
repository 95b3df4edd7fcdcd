"""Change lists, sentences and boxes against the truth, case by case."""

from __future__ import annotations

import numpy as np
import pytest
from evaluation_data import scene_row, write_lines

from pipeline.datasets import manifest
from pipeline.datasets.example import Example, TrueChange, Truth
from pipeline.evaluate.answers import Answer, SaidPhrase
from pipeline.evaluate.facts import ListVerdict, judge_list, judge_sentence
from pipeline.evaluate.pointing import Hits, changed_object, other_objects
from pipeline.evaluate.stated import SaidChange

RED = {"size": "small", "color": "red", "material": "rubber", "shape": "cube"}
TRUE = TrueChange("color", "cube", RED, "blue")
GONE = TrueChange("drop", "car")

SAID = SaidChange("color", "cube", RED, "blue")
LEFT = SaidChange("drop", "car", {"color": "white"})


def answer(caption="", changes=None, phrases=None):
    return Answer("s", caption, changes=changes, phrases=phrases)


@pytest.mark.parametrize(
    ("true", "said", "exact", "first"),
    [
        ([TRUE], [SAID], True, True),
        ([], [], True, True),
        ([], [SAID], False, False),  # an invented change
        ([TRUE], [], False, False),  # a missed one
        ([TRUE], None, False, False),  # an error
        ([], None, False, False),  # an error is wrong where nothing changed, too
        ([TRUE, GONE], [LEFT, SAID], True, True),  # in any order
        ([TRUE, GONE], [SAID], False, True),
        ([TRUE], [SAID, SAID], False, True),  # said twice
        ([GONE], [LEFT], True, True),  # what the truth does not say is not asked for
    ],
)
def test_a_change_list_is_right_if_it_is_the_true_one(true, said, exact, first):
    verdict = judge_list(Truth(tuple(true)), answer(changes=None if said is None else tuple(said)))
    assert (verdict.exact, verdict.first) == (exact, first)


def test_changes_are_counted_once_each():
    left_too = SaidChange("drop", "car", {"color": "red"})
    assert judge_list(Truth((TRUE, GONE)), answer(changes=(LEFT, left_too, SAID))) == ListVerdict(3, 2, 2, True)
    assert judge_list(Truth((TRUE,)), answer()) == ListVerdict(None, 1, 0, False)


@pytest.fixture
def example(tmp_path):
    return manifest.read(write_lines(tmp_path / "pairs.jsonl", [scene_row()]))[0]


@pytest.mark.parametrize(
    ("caption", "parsed", "true", "unique"),
    [
        ("The small red cube turned blue.", True, True, True),
        ("the tiny block became blue", True, True, True),
        ("the red thing left of the big cube changed to blue", True, True, True),
        ("the red cube turned blue", True, True, False),  # there are two
        ("the large red cube turned blue", True, False, False),
        ("the small red cube turned green", True, False, False),
        ("the small red cube has moved", True, False, False),
        ("nothing has changed", True, False, False),
        ("what a lovely day", False, False, False),
        ("", False, False, False),
    ],
)
def test_a_sentence_is_judged_by_the_scenes(example, caption, parsed, true, unique):
    pytest.importorskip("spacy")
    verdict = judge_sentence(example, answer(caption))
    assert (verdict.parsed, verdict.true, verdict.unique) == (parsed, true, unique)


@pytest.mark.parametrize(
    ("caption", "true"),
    [
        ("the small red cube turned blue", True),
        ("the block became blue", True),
        ("the metal cube turned blue", True),  # no reference says what it is made of
        ("the small green cube turned blue", False),
        ("the small red cube turned purple", False),
        ("the small red cube has moved", False),
        ("the small red cube turned blue and the ball has moved", False),  # no reference says that
        ("nothing has changed", False),
        ("what a lovely day", False),
    ],
)
def test_without_scenes_a_sentence_is_judged_by_what_the_references_state(caption, true):
    pytest.importorskip("spacy")
    references = ("the small cube turned blue", "the tiny red block became blue", "the ball has moved")
    verdict = judge_sentence(Example("s", (), references, "color"), answer(caption))
    assert (verdict.true, verdict.unique) == (true, None)


@pytest.mark.parametrize("captions", [("a man on a horse",), ("a man", "a horse", "the cube has moved"), ()])
def test_where_most_references_are_in_other_words_there_is_no_verdict(captions):
    pytest.importorskip("spacy")
    assert judge_sentence(Example("s", (), captions), answer("the cube has moved")) is None


def phrase(text, before, after, caption="The small red cube turned blue."):
    start = caption.index(text)
    boxes = tuple(None if x is None else np.array([x, 0, x + 20, 20], float) for x in (before, after))
    return SaidPhrase(start, start + len(text), boxes)


@pytest.mark.parametrize(
    ("before", "after", "hits"),
    [
        (0, 5, Hits(2, 2, 2)),
        (4, 9, Hits(2, 2, 2)),
        (9, 5, Hits(2, 2, 1)),  # the middle is inside, the overlap too small
        (100, 5, Hits(2, 1, 1)),
        (None, 5, Hits(2, 1, 1)),  # a box left out is a miss
        (None, None, Hits(2, 0, 0)),
    ],
)
def test_the_box_of_the_changed_object(example, before, after, hits):
    pytest.importorskip("spacy")
    said = answer("The small red cube turned blue.", phrases=(phrase("small red cube", before, after),))
    assert changed_object(example, said) == hits


def test_a_sentence_that_names_no_object_points_nowhere(example):
    pytest.importorskip("spacy")
    assert changed_object(example, answer("Nothing has changed.", phrases=())) == Hits(2, 0, 0)
    assert changed_object(example, answer("", phrases=None)) == Hits(2, 0, 0)


def test_a_box_where_the_object_is_not_visible_is_wrong():
    gone = Example("s", (), (), "drop", Truth((TrueChange("drop", boxes=(np.array([0, 0, 20, 20.0]), None)),)))
    assert changed_object(gone, answer("x", phrases=(SaidPhrase(0, 1, (np.array([0, 0, 20, 20.0]), None)),))) == Hits(
        1, 1, 1
    )
    both = (np.array([0, 0, 20, 20.0]),) * 2
    assert changed_object(gone, answer("x", phrases=(SaidPhrase(0, 1, both),))) == Hits(2, 1, 1)


def test_neighbours_are_looked_for_among_all_objects(example):
    pytest.importorskip("spacy")
    caption = "The red cube left of the green ball turned blue."
    boxes = ((200, 205), (100, 205), (None, None))
    for (before, after), overlapping in zip(boxes, (2, 1, 0), strict=True):
        said = answer(
            caption, phrases=(phrase("red cube", 0, 5, caption), phrase("green ball", before, after, caption))
        )
        assert other_objects(example, said) == Hits(2, overlapping, overlapping)
        assert changed_object(example, said) == Hits(2, 2, 2)
    assert other_objects(example, answer("The small cube turned blue.", phrases=())) is None
