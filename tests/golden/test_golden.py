"""The blocks pack on real pictures: one rendered pair of every kind of change, and what a camera does to a picture."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageEnhance

from language.parser import parse
from pipeline.core.images import load_picture
from pipeline.flow.captioner import Captioner

HERE = Path(__file__).parent
EXAMPLE = HERE.parent.parent / "docs" / "example"
PAIRS = json.loads((HERE / "pairs.json").read_text())


@pytest.fixture(scope="module")
def captioner() -> Captioner:
    return Captioner.from_pack("blocks", threads=1)


@pytest.mark.parametrize("kind", sorted(kind for kind, fact in PAIRS.items() if fact))
def test_the_change_is_found_and_said(captioner, kind):
    fact = PAIRS[kind]
    answer = captioner.describe(HERE / f"{kind}_before.jpg", HERE / f"{kind}_after.jpg")
    assert [change.kind for change in answer.changes] == [kind]
    (change,) = answer.changes
    assert change.attributes == fact["attributes"]
    if kind in ("color", "material"):
        assert change.new == fact["new"]
    if kind == "replace":
        assert set(fact["new_attributes"].values()) == set(change.newcomer.attributes.values())
    for side in ("before", "after"):
        box = getattr(change, f"box_{side}")
        assert (box is None) == (fact[f"box_{side}"] is None)
        assert box is None or overlap(box, fact[f"box_{side}"]) >= 0.5
    (stated,) = parse(answer.caption)
    assert stated.kind == kind and stated.new == (fact["new"] or "")
    assert stated.subject.properties.items() <= fact["attributes"].items()
    assert (stated.newcomer is None) == (kind != "replace")
    assert stated.newcomer is None or stated.newcomer.properties == fact["new_attributes"]
    assert answer.grounding and answer.caption[0].isupper() and answer.caption.endswith(".")


def test_metal_on_a_plain_ground(captioner):
    (change,) = captioner.describe(HERE / "mirror_before.jpg", HERE / "mirror_after.jpg").changes
    assert change.attributes == {"size": "large", "color": "blue", "material": "metal", "shape": "cylinder"}


def test_a_moved_camera_is_no_change(captioner):
    answer = captioner.describe(HERE / "none_before.jpg", HERE / "none_after.jpg")
    assert not answer.changed and answer.changes == ()


def test_the_example_says_what_the_readme_says(captioner):
    answer = captioner.describe(EXAMPLE / "before.png", EXAMPLE / "after.png")
    assert answer.caption == "The green sphere turned yellow."
    back = captioner.describe(EXAMPLE / "after.png", EXAMPLE / "before.png")
    assert back.caption == "The yellow sphere turned green."


@pytest.mark.parametrize("factor", [0.8, 1.2], ids=["darker", "brighter"])
def test_light_is_no_change(captioner, factor):
    picture = Image.open(EXAMPLE / "before.png").convert("RGB")
    other = np.asarray(ImageEnhance.Brightness(picture).enhance(factor))
    assert captioner.diff(np.asarray(picture), other).changes == ()


def test_mirrored_pictures_have_mirrored_objects(captioner):
    picture = load_picture(EXAMPLE / "before.png")
    found = captioner.inspect(picture).objects
    mirrored = captioner.inspect(np.ascontiguousarray(picture[:, ::-1])).objects
    width = picture.shape[1]
    assert len(found) == len(mirrored) == 7
    in_full_view = [item for item in found if item.visibility > 0.9]
    assert len(in_full_view) >= 5
    for item in in_full_view:
        flipped = np.array([width - item.box[2], item.box[1], width - item.box[0], item.box[3]])
        assert any(overlap(flipped, other.box) > 0.7 and other.attributes == item.attributes for other in mirrored)


def overlap(first, second) -> float:
    low, high = np.maximum(first[:2], second[:2]), np.minimum(first[2:], second[2:])
    common = np.prod(np.maximum(high - low, 0))
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (first, second)]
    return float(common / (sum(areas) - common))
