import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pipeline.core.types import Analysis, Change, Named, ObjectGraph, SceneObject

judging = pytest.importorskip("benchmarks.judge")
truth = pytest.importorskip("benchmarks.truth")
facts = pytest.importorskip("benchmarks.facts")

CUBE = {"size": "small", "color": "red", "material": "rubber", "shape": "cube"}
BALL = {"size": "large", "color": "blue", "material": "metal", "shape": "sphere"}
SORTED = dict(sorted(BALL.items()))
HALF = {"color": "blue", "shape": "sphere"}
BOX, ELSEWHERE = [10.0, 10.0, 30.0, 30.0], [100.0, 100.0, 130.0, 130.0]

COLOR = truth.TrueChange("color", CUBE, new="blue", box_before=BOX, box_after=BOX)
REPLACE = truth.TrueChange("replace", CUBE, new_attributes=BALL, box_before=BOX, box_after=BOX)
DROP = truth.TrueChange("drop", BALL, box_before=ELSEWHERE)


def pair(*changes):
    return truth.TruePair("000001", Path("set/images/b.png"), Path("set/images/a.png"), changes)


def said(true):
    """The answer that states exactly a true change."""
    boxes = [None if box is None else np.array(box) for box in (true.box_before, true.box_after)]
    fact = Change(true.kind, true.attributes["shape"], true.attributes, 0.9, None, None, None, true.new, *boxes)
    return replace(fact, newcomer=named(true.new_attributes)) if true.new_attributes else fact


def named(attributes):
    return Named(attributes["shape"], attributes)


def answer(*changes, before=()):
    return Analysis(ObjectGraph.of(before, 160, 160), ObjectGraph.of([], 160, 160), changes)


@pytest.mark.parametrize(
    ("true", "claims", "exact", "first"),
    [
        ((), (), True, True),  # nothing happened, nothing said
        ((), (said(DROP),), False, False),  # a false alarm
        ((COLOR,), (), False, False),  # a change overlooked
        ((COLOR,), (said(COLOR),), True, True),  # right
        ((COLOR,), (said(COLOR), said(DROP)), False, True),  # right, and something untrue after it
        ((COLOR,), (replace(said(COLOR), new="green"),), False, False),  # wrong new value
        ((COLOR,), (replace(said(COLOR), attributes={**CUBE, "size": "large"}),), False, False),  # wrong object
        ((COLOR,), (replace(said(COLOR), kind="replace"),), False, False),  # wrong kind
        ((REPLACE,), (said(REPLACE),), True, True),  # all four new attributes
        (
            (REPLACE,),
            (replace(said(REPLACE), newcomer=named(SORTED)),),
            True,
            True,
        ),  # in another order
        (
            (REPLACE,),
            (replace(said(REPLACE), newcomer=named(HALF)),),
            False,
            False,
        ),  # two of the four
        ((COLOR, DROP), (said(DROP), said(COLOR)), True, True),  # two changes in another order
        ((DROP, DROP), (said(DROP),), False, True),  # one of two equal ones
    ],
)
def test_verdicts(true, claims, exact, first):
    verdict = judging.judge(pair(*true), answer(*claims))
    assert verdict.exact is exact
    assert verdict.first_right is first


def test_boxes_count_each_view_in_which_the_object_is_visible():
    shifted = replace(said(COLOR), box_after=np.array([25.0, 25.0, 45.0, 45.0]))
    assert judging.judge(pair(COLOR), answer(shifted)).boxes == 2
    assert judging.judge(pair(COLOR), answer(shifted)).boxes_right == 1
    assert judging.judge(pair(DROP), answer(said(DROP))).boxes == 1
    assert judging.judge(pair(DROP), answer()).boxes_right == 0


def test_f_score_counts_changes_and_not_pairs():
    verdicts = [judging.judge(pair(COLOR, DROP), answer(said(COLOR))), judging.judge(pair(DROP), answer(said(DROP)))]
    f1, precision, recall = judging.f_score(verdicts)
    assert (precision, recall) == (1.0, pytest.approx(2 / 3))
    assert f1 == pytest.approx(0.8)


def test_causes_say_what_the_detector_read():
    scores = {"color": {"red": 0.3, "brown": 0.7}}
    seen = SceneObject(np.array(BOX), "cube", 0.8, {**CUBE, "color": "brown"}, scores)
    causes = judging.judge(pair(COLOR), answer(before=[seen])).causes
    assert "color red read as brown (0.30)" in causes[0]
    assert "not detected" in causes[1]


def scene(kind, **change):
    thing = {**CUBE, "bbox": [10, 10, 30, 30], "pixel_coords": [20, 20, 10.0], "pixels": 300}
    row = {"id": "1", "before": "b.png", "after": "a.png", "objects_before": [thing], "objects_after": [thing]}
    full = {"index_before": 0, "index_after": 0, "attributes": CUBE, "box_before": BOX, "box_after": BOX, **change}
    return row | {"kind": kind} | ({"change": full} if kind != "none" else {})


def test_pairs_of_both_formats_read_alike(tmp_path):
    one = scene("color", old="red", new="blue")
    several = {**one, "changes": [{"kind": "color", **one["change"]}]}
    rows = [one, several, scene("none"), {**scene("none"), "changes": []}]
    (tmp_path / "pairs.jsonl").write_text("\n".join(map(json.dumps, rows)))
    read = truth.read_pairs(tmp_path)
    assert [len(one.changes) for one in read] == [1, 1, 0, 0]
    assert judging.true_fact(read[0].changes[0]) == judging.true_fact(read[1].changes[0])
    assert read[0].changes[0].visible_before == pytest.approx(1.0)


def test_the_summary_knows_its_floors():
    cases = [(pair(COLOR), answer(said(COLOR))), (pair(DROP), answer()), (pair(), answer())]
    found = [(judging.judge(true, claim), claim) for true, claim in cases]
    rows = {row.measure: row for row in facts.summary("clevr_blender", found).rows}
    assert rows["exact"].value == pytest.approx(2 / 3)
    assert rows["exact"].met is False
    assert rows["exact: drop"].value == 0.0
    assert rows["false alarms"].value == 0.0
    assert rows["false alarms"].met is True
    assert rows["boxes"].value == pytest.approx(2 / 3)


@pytest.mark.shared
def test_an_answer_that_knows_the_truth_is_always_right(shared_folder):
    data = shared_folder / "data"
    changed, unchanged = truth.read_clevr_change(data / "clevr_change")
    pairs = [*truth.read_pairs(data / "clevr_blender"), *changed, *unchanged]
    assert len(pairs) == 60 + 49 + 51
    for one in pairs:
        verdict = judging.judge(one, answer(*map(said, one.changes)))
        assert verdict.exact
        assert verdict.boxes == verdict.boxes_right
