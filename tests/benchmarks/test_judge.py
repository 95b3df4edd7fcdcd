import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks import facts, truth
from benchmarks import judge as judging
from pipeline.core.types import Analysis, Change, Named, ObjectGraph, SceneObject
from pipeline.datasets.example import TrueChange, Truth

CUBE = {"size": "small", "color": "red", "material": "rubber", "shape": "cube"}
BALL = {"size": "large", "color": "blue", "material": "metal", "shape": "sphere"}
BOX, ELSEWHERE = np.array([10.0, 10.0, 30.0, 30.0]), np.array([100.0, 100.0, 130.0, 130.0])

COLOR = TrueChange("color", attributes=CUBE, new="blue", boxes=(BOX, BOX))
REPLACE = TrueChange("replace", attributes=CUBE, newcomer=BALL, boxes=(BOX, BOX))
DROP = TrueChange("drop", attributes=BALL, boxes=(ELSEWHERE, None))


def pair(*changes):
    return truth.TruePair("000001", Path("set/images/b.png"), Path("set/images/a.png"), Truth(changes))


def said(true):
    """The answer that states exactly a true change."""
    fact = Change(
        true.kind, true.attributes["shape"], true.attributes, 0.9, None, None, None, true.new or None, *true.boxes
    )
    return replace(fact, newcomer=named(true.newcomer)) if true.newcomer else fact


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
        ((COLOR,), (replace(said(COLOR), label="ball"),), False, False),  # wrong noun
        ((REPLACE,), (said(REPLACE),), True, True),  # all four new attributes
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
    f1, precision, recall = judging.f_score([one.facts for one in verdicts])
    assert (precision, recall) == (1.0, pytest.approx(2 / 3))
    assert f1 == pytest.approx(0.8)
    assert judging.f_score([judging.judge(pair(), answer()).facts]) == (1.0, 1.0, 1.0)


def test_causes_say_what_the_detector_read():
    scores = {"color": {"red": 0.3, "brown": 0.7}}
    seen = SceneObject(BOX, "cube", 0.8, {**CUBE, "color": "brown"}, scores)
    causes = judging.judge(pair(COLOR), answer(before=[seen])).causes
    assert "color red read as brown (0.30)" in causes[0]
    assert "not detected" in causes[1]


def scene(kind, **change):
    thing = {**CUBE, "bbox": [10, 10, 30, 30], "pixel_coords": [20, 20, 10.0], "pixels": 300}
    row = {"before": "b.png", "after": "a.png", "objects_before": [thing], "objects_after": [thing]}
    row |= {f"relationships_{side}": {"left": [[]]} for side in ("before", "after")}
    full = {
        "index_before": 0,
        "index_after": 0,
        "attributes": CUBE,
        "box_before": BOX.tolist(),
        "box_after": BOX.tolist(),
        **change,
    }
    return row | {"kind": kind} | ({"change": full} if kind != "none" else {})


def test_pairs_of_both_formats_read_alike(tmp_path):
    one = scene("color", old="red", new="blue")
    several = {**one, "changes": [{"kind": "color", **one["change"]}]}
    given = [one, several, scene("none"), {**scene("none"), "changes": []}]
    rows = [{"id": str(number), **row} for number, row in enumerate(given)]
    (tmp_path / "pairs.jsonl").write_text("\n".join(map(json.dumps, rows)))
    read = truth.read_pairs(tmp_path)
    assert [len(one.changes) for one in read] == [1, 1, 0, 0]
    assert [judging.words(one) for pair in read[:2] for one in pair.changes] == [
        "color small red rubber cube -> blue"
    ] * 2
    assert read[0].objects[0][0].visibility == pytest.approx(1.0)


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
