"""The truth of a rendered scene as one JSON line, in the field names of CLEVR and CLEVR-Change."""

from __future__ import annotations

from collections.abc import Sequence
from math import radians
from random import Random
from typing import Any

from language.captions import captions, house_caption
from language.scene_pair import ScenePair
from pipeline.core.reading import parse_json
from pipeline.synth import truth
from pipeline.synth.scene import VALUES, Camera, Pair, Step, Thing, View, triple


def single(number: int, view: View) -> dict[str, Any]:
    """One picture: objects with boxes, relations, camera."""
    return {
        "id": f"{number:06d}",
        "image": f"images/{number:06d}.png",
        "objects": truth.describe(view),
        "relationships": truth.relations(view.things, view.camera),
        "camera": _camera(view.camera),
    }


def pair(number: int, scene: Pair, seed: int) -> dict[str, Any]:
    """Two pictures and the changes between them, most important first, with reference captions of the first."""
    before, after = truth.describe(scene.before), truth.describe(scene.after)
    changes = [_change(step, before, after) for step in scene.steps]
    kind = changes[0]["kind"] if changes else "none"
    record = {
        "id": f"{number:06d}",
        "before": f"images/{number:06d}_before.png",
        "after": f"images/{number:06d}_after.png",
        "kind": kind,
        "objects_before": before,
        "objects_after": after,
        "relationships_before": truth.relations(scene.before.things, scene.before.camera),
        "relationships_after": truth.relations(scene.after.things, scene.after.camera),
        "camera_before": _camera(scene.before.camera),
        "camera_after": _camera(scene.after.camera),
        "changes": changes,
        **({"change": changes[0]} if changes else {}),
    }
    return record | {"captions": _captions(ScenePair.of_record(record), Random(f"{seed}/{number}"))}


def pictures(alone: bool) -> tuple[str, ...]:
    """The fields of a record that name a picture."""
    return ("image",) if alone else ("before", "after")


def read(line: bytes, number: int, alone: bool) -> dict[str, Any]:
    """The record of one scene.

    Raises
    ------
    ValueError
        If it is not whole, or that of another scene.
    """
    record = parse_json(line)
    objects = ("objects",) if alone else ("objects_before", "objects_after", "changes", "captions")
    if not isinstance(record, dict) or record.get("id") != f"{number:06d}" or not line.endswith(b"\n"):
        raise ValueError("it is not the truth of this scene")
    if not all(isinstance(record.get(name), str) for name in pictures(alone)):
        raise ValueError("it names no pictures")
    if not all(isinstance(record.get(name), list) for name in objects):
        raise ValueError("it lacks what the scene holds")
    return record


def read_things(objects: Sequence[dict[str, Any]]) -> tuple[Thing, ...]:
    """The recorded objects as they stand; how their surfaces looked is not recorded and left plain."""
    return tuple(
        Thing(
            **{name: record[name] for name in VALUES},
            x=record["3d_coords"][0],
            y=record["3d_coords"][1],
            turn=radians(record["rotation"]),
            rgb=(0.0, 0.0, 0.0),
            roughness=(0.0, 0.0, 0.0),
            bevel=0.0,
            soft=False,
        )
        for record in objects
    )


def read_camera(record: dict[str, Any]) -> Camera:
    """The recorded camera."""
    lens = record["focal"] * 32 / record["width"]
    return Camera(
        triple(record["position"]), triple(record["target"]), record["roll"], lens, record["width"], record["height"]
    )


def _captions(told: ScenePair, rng: Random) -> list[str]:
    """At least one: where no words pick out the object, the plain sentence names it as well as it can."""
    return captions(told, rng) or [house_caption(told)]


def _change(step: Step, before: list[dict[str, Any]], after: list[dict[str, Any]]) -> dict[str, Any]:
    old = before[step.before] if step.before is not None else None
    new = after[step.after] if step.after is not None else None
    known = old or new
    assert known is not None
    record = {
        "kind": step.kind,
        "index_before": step.before,
        "index_after": step.after,
        "attributes": {name: known[name] for name in VALUES},
        "box_before": old and old["bbox"],
        "box_after": new and new["bbox"],
    }
    if step.kind in VALUES and old and new:
        record |= {"old": old[step.kind], "new": new[step.kind]}
    if step.kind == "replace" and new:
        record["new_attributes"] = {name: new[name] for name in VALUES}
    return record


def _camera(camera: Camera) -> dict[str, Any]:
    return {
        "position": [round(v, 5) for v in camera.position],
        "target": [round(v, 5) for v in camera.target],
        "roll": round(camera.roll, 5),
        "focal": round(camera.focal, 3),
        "width": camera.width,
        "height": camera.height,
    }
