"""Pairs and answers that tests of the evaluation share."""

from __future__ import annotations

import json

REFERENCES = {
    "a": ["the small cube turned blue", "the tiny red block became blue", "the small red rubber cube changed to blue"],
    "b": ["the big ball has disappeared", "the large metal sphere is missing"],
    "c": ["nothing has changed", "there is no change", "the scene remains the same"],
    "d": ["the cylinder has moved", "the green cylinder changed its location"],
}
CAPTIONS = {
    "a": "The small red rubber cube turned blue.",
    "b": "The large ball is gone.",
    "c": "There is no change.",
    "d": "The purple cylinder (left) has moved!",
}
KINDS = {"a": "color", "b": "drop", "c": "none", "d": "move"}


def thing(size, color, material, shape, x):
    """An object as in a line of PAIRS.jsonl, its box ``x`` pixels from the left."""
    return {"size": size, "color": color, "material": material, "shape": shape, "bbox": [x, 0, x + 20, 20]}


def scene_row(name="s"):
    """A small red cube left of a large red cube; a green sphere behind nothing.  The small cube turned blue."""
    before = [
        thing("small", "red", "rubber", "cube", 0),
        thing("large", "red", "rubber", "cube", 100),
        thing("small", "green", "metal", "sphere", 200),
    ]
    after = [{**one, "bbox": [one["bbox"][0] + 5, 0, one["bbox"][2] + 5, 20]} for one in before]
    after[0]["color"] = "blue"
    related = {"left": [[], [0], [0, 1]], "right": [[1, 2], [2], []], "front": [[], [], []], "behind": [[], [], []]}
    return {
        "id": name,
        "before": "x.png",
        "after": "y.png",
        "kind": "color",
        "objects_before": before,
        "objects_after": after,
        "relationships_before": related,
        "relationships_after": related,
        "changes": [
            {
                "kind": "color",
                "index_before": 0,
                "index_after": 0,
                "attributes": {key: before[0][key] for key in ("size", "color", "material", "shape")},
                "old": "red",
                "new": "blue",
                "box_before": [0, 0, 20, 20],
                "box_after": [5, 0, 25, 20],
            }
        ],
    }


def write_lines(path, rows):
    """A file of JSON lines."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def pairs(folder, **more):
    """The four pairs above as a manifest."""
    rows = [
        {"id": name, "before": "x.png", "after": "y.png", "captions": said, "kind": KINDS[name], **more}
        for name, said in REFERENCES.items()
    ]
    return write_lines(folder / "pairs.jsonl", rows)


def answers(folder, captions=CAPTIONS, name="results.jsonl"):
    """Captions as result lines."""
    return write_lines(folder / name, [{"id": name, "caption": text} for name, text in captions.items()])
