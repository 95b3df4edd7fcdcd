"""Sampled pairs keep what they promise."""

import json
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from pipeline.synth import records, sample, truth
from pipeline.synth.scene import VALUES, Pair, Step

NUMBERS = range(28)
CHANGED = [number for number in NUMBERS if sample.KINDS[number % len(sample.KINDS)] != "none"]


@cache
def sampled(number: int) -> Pair:
    return sample.pair(4, number, sample.KINDS, 1, sample.Recipe())


def test_the_same_seed_gives_the_same_pair():
    again = sample.pair(4, 5, sample.KINDS, 1, sample.Recipe())
    assert again == sampled(5)
    assert sample.pair(5, 5, sample.KINDS, 1, sample.Recipe()) != again


def test_kinds_take_turns():
    for number in NUMBERS:
        steps = sampled(number).steps
        assert (steps[0].kind if steps else "none") == sample.KINDS[number % len(sample.KINDS)]


@pytest.mark.parametrize("number", CHANGED)
def test_the_change_is_what_it_says_and_nothing_else_changed(number):
    pair = sampled(number)
    (step,) = pair.steps
    before, after = list(pair.before.things), list(pair.after.things)
    old = before.pop(step.before) if step.before is not None else None
    new = after.pop(step.after) if step.after is not None else None
    assert before == after
    if old and new:
        differing = {name for name in VALUES if getattr(old, name) != getattr(new, name)}
        moved = np.hypot(old.x - new.x, old.y - new.y)
        assert moved >= 0.8 if step.kind == "move" else moved == 0
        if step.kind in VALUES:
            assert differing == {step.kind}
        elif step.kind == "replace":
            assert differing and differing not in ({"color"}, {"material"})
        else:
            assert step.kind == "move" and not differing
    else:
        assert step.kind == ("drop" if new is None else "add")


@pytest.mark.parametrize("number", CHANGED)
def test_the_change_can_be_seen(number):
    pair = sampled(number)
    (step,) = pair.steps
    for view, index in ((pair.before, step.before), (pair.after, step.after)):
        assert index is None or truth.describe(view)[index]["pixels"] >= 150


def test_several_changes_touch_different_objects():
    for number in range(12):
        pair = sample.pair(8, number, ("color", "drop", "add", "move"), 3, sample.Recipe())
        touched = [step.before for step in pair.steps if step.before is not None]
        assert 2 <= len(pair.steps) <= 3 and len(set(touched)) == len(touched)


def test_the_record_is_json_and_carries_captions():
    for number in NUMBERS[:7]:
        pair = sampled(number)
        record = json.loads(json.dumps(records.pair(number, pair, 4)))
        assert record["kind"] == (pair.steps[0].kind if pair.steps else "none")
        assert record["captions"] and all(caption == caption.lower() for caption in record["captions"])
        assert len(record["objects_before"]) == len(pair.before.things)


def test_a_pair_has_a_caption_even_where_no_words_pick_out_the_object():
    pair = sampled(CHANGED[0])
    twin = pair.before.things[0]
    twins = (replace(twin, color="red", x=-1.0), replace(twin, color="red", x=1.0))
    before = replace(pair.before, things=twins)
    after = replace(before, things=(replace(twins[0], color="blue"), twins[1]))
    for steps, views in (((Step("color", 0, 0),), (before, after)), ((Step("drop", 0, None),), (before, before))):
        (caption,) = records.pair(0, Pair(*views, steps), 4)["captions"]
        assert f"{twin.size} red {twin.material} {twin.shape}" in caption
