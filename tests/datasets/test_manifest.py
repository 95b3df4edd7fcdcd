"""What a line of PAIRS.jsonl may say is true, and how it is read."""

from __future__ import annotations

import json

import pytest

from pipeline.core.errors import SpotItError
from pipeline.datasets import manifest


def one(tmp_path, **row):
    path = tmp_path / "pairs.jsonl"
    path.write_text(json.dumps({"id": "a", "before": "x.png", "after": "y.png", **row}) + "\n")
    return manifest.read(path)[0]


def test_captions_and_pictures(tmp_path):
    example = one(tmp_path, captions=["the cube moved", " ", "it moved "])
    assert example.captions == ("the cube moved", "it moved")
    assert example.pictures == (tmp_path / "x.png", tmp_path / "y.png")
    assert (example.kind, example.truth) == ("", None)


@pytest.mark.parametrize(
    ("row", "kind", "kinds"),
    [
        ({"kind": "none"}, "none", []),
        ({"changes": []}, "none", []),
        ({"kinds": ["add", "drop"]}, "add", None),
        ({"kinds": []}, "none", None),
        ({"kind": "move"}, "move", None),
        ({"changes": [{"kind": "drop", "label": "car"}, {"kind": "add", "label": "dog"}]}, "drop", ["drop", "add"]),
        ({"kind": "color", "change": {"attributes": {"color": "red"}, "new": "blue"}}, "color", ["color"]),
    ],
)
def test_truth_in_every_form(tmp_path, row, kind, kinds):
    example = one(tmp_path, **row)
    found = None if example.truth is None else [change.kind for change in example.truth.changes]
    assert (example.kind, found) == (kind, kinds)


def test_boxes_follow_objects_through_drops_and_replacements(tmp_path):
    def things(*colors):
        return [{"size": "large", "color": c, "material": "metal", "shape": "cube", "bbox": [i, 0, i + 9, 9]}
                for i, c in enumerate(colors)]  # fmt: skip

    nothing = {relation: [[] for _ in range(4)] for relation in ("left", "right", "front", "behind")}
    after = things("brown", "blue", "cyan")
    row = {
        "objects_before": things("red", "green", "blue", "cyan"),
        "objects_after": after,
        "relationships_before": nothing,
        "relationships_after": nothing,
        "changes": [
            {"kind": "drop", "index_before": 0, "index_after": None, "attributes": {}},
            {"kind": "replace", "index_before": 1, "index_after": 0, "new_attributes": {"color": "brown"}},
        ],
    }  # fmt: skip
    objects = one(tmp_path, **row).truth.objects
    place = {key: [None if box is None else box[0] for box in boxes] for key, boxes in objects.items()}
    assert place == {
        ("before", 0): [0, None], ("before", 1): [1, None], ("before", 2): [2, 1], ("before", 3): [3, 2],
        ("after", 0): [None, 0], ("after", 1): [2, 1], ("after", 2): [3, 2],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"before": "x"}\n', "line 1: it has no id"),
        ('{"id": "a"}\n\n{"id": "a"}\n', "line 3: the id 'a' is already on line 1"),
        ('{"id": 7}\n{"id": "7"}\n', "already on line 1"),
        ('{"id": "a"}\n{"id"\n', "line 2: it is not JSON"),
        ("[1]\n", "line 1: it is not an object"),
        ('{"id": "a", "changes": [{"label": "cube"}]}\n', "line 1: what it says is true cannot be read"),
        ("\n", "names no pair"),
    ],
)
def test_broken_lines_are_named(tmp_path, text, words):
    path = tmp_path / "pairs.jsonl"
    path.write_text(text)
    with pytest.raises(SpotItError, match=words):
        manifest.read(path)


@pytest.mark.shared
def test_objects_of_another_generator_are_followed_by_their_order(shared_folder):
    path = shared_folder / "data" / "clevr_blender" / "pairs.jsonl"
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    for row, example in zip(rows, manifest.read(path), strict=True):
        numbers = {thing["id"]: thing["bbox"] for thing in row["objects_after"]}
        for i, thing in enumerate(row["objects_before"]):
            after = example.truth.objects["before", i][1]
            assert numbers.get(thing["id"]) == (None if after is None else after.tolist())
