"""Small scenes for the checks: drawn pictures, and the graphs that a sure detector would make of a blocks world."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from pipeline.core.types import Analysis, Change, Named, ObjectGraph, SceneObject

VALUES = {
    "size": ("small", "large"),
    "color": ("gray", "red", "blue", "green", "brown", "purple", "cyan", "yellow"),
    "material": ("rubber", "metal"),
    "shape": ("cube", "sphere", "cylinder"),
}
EYE = np.array([7.48, -6.51, 5.34])
WIDTH, HEIGHT, FOCAL = 480, 320, 525.0
EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "example"

SCENE = (
    ("large red rubber cube", -2.2, -1.6),
    ("small blue metal sphere", 2.4, -1.8),
    ("large green metal cylinder", 1.9, 2.3),
    ("small yellow rubber cube", -1.8, 2.2),
    ("small purple metal cylinder", 0.1, 0.2),
)
"""Description and place on the ground; all stand clear of each other."""

NOUNS = ("cup", "dog", "chair", "cup")


def things(scene=SCENE) -> list[SceneObject]:
    """Sure detections of the objects of a scene, as seen by CLEVR's camera."""
    return [_thing(words.split(), x, y) for words, x, y in scene]


def plain_things(nouns=NOUNS) -> list[SceneObject]:
    """Detections as of photographs: labels alone, without attributes, centres or features."""
    return [
        SceneObject(np.array([20 + 110 * i, 60 + 30 * i, 90 + 110 * i, 180 + 30 * i], float), noun, 0.9)
        for i, noun in enumerate(nouns)
    ]


def graph(objects=()) -> ObjectGraph:
    """The graph of objects, without relations."""
    return ObjectGraph.of(objects, WIDTH, HEIGHT)


def recolored(objects: list[SceneObject], node: int, color: str) -> list[SceneObject]:
    """The same objects, one of them in another colour."""
    other = objects[node]
    attributes = {**other.attributes, "color": color}
    return [*objects[:node], replace(other, **_readings(attributes)), *objects[node + 1 :]]


def analyses() -> dict[str, Analysis]:
    """One pair for each kind of change, and for none; relations are left out as of a relater that is unsure."""
    before = things()
    metal = SCENE[0][0].replace("rubber", "metal")
    moved = things([*SCENE[:4], (SCENE[4][0], 2.9, 0.4)])
    replaced = things([*SCENE[:4], ("large cyan rubber sphere", 0.1, 0.2)])
    made = {
        "none": _analysis(before, before),
        "color": _analysis(before, recolored(before, 0, "brown"), _change("color", before, 0, 0, "red", "brown")),
        "material": _analysis(
            before, things([(metal, -2.2, -1.6), *SCENE[1:]]), _change("material", before, 0, 0, "rubber", "metal")
        ),
        "drop": _analysis(before, before[:4], _change("drop", before, 4, None)),
        "add": _analysis(before[:4], before, _change("add", before, None, 4)),
        "move": _analysis(before, moved, _change("move", before, 4, 4)),
        "replace": _analysis(before, replaced, _change("replace", before, 4, 4, newcomer=replaced[4])),
        "empty": _analysis([], []),
        "alone": _analysis(before[:1], [], _change("drop", before, 0, None)),
    }
    nouns = plain_things()
    made["photo"] = _analysis(nouns, nouns[:3], _change("drop", nouns, 3, None))
    return made


def pictures() -> dict[str, np.ndarray]:
    """Small pictures of several shapes, none of which may be written to."""
    made = {
        "toys": _draw(240, 160, "red"),
        "blank": np.full((160, 240, 3), 128, np.uint8),
        "tall": _draw(90, 260, "blue"),
        "least": _draw(16, 16, "green"),
        "noise": np.random.default_rng(0).integers(0, 256, (120, 120, 3)).astype(np.uint8),
    }
    for side in ("before", "after"):
        if (EXAMPLE / f"{side}.png").is_file():
            made[f"example {side}"] = np.asarray(Image.open(EXAMPLE / f"{side}.png").convert("RGB"))
    for picture in made.values():
        picture.setflags(write=False)
    return made


def _draw(width: int, height: int, color: str) -> np.ndarray:
    shade = np.linspace(110, 190, height)[:, None, None] * np.ones((1, width, 3))
    picture = Image.fromarray(shade.astype(np.uint8))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0.1 * width, 0.3 * height, 0.3 * width, 0.6 * height), fill=color)
    pen.ellipse((0.6 * width, 0.4 * height, 0.9 * width, 0.8 * height), fill="#29d0d0")
    return np.array(picture)


def _thing(words: list[str], x: float, y: float) -> SceneObject:
    attributes = dict(zip(("size", "color", "material", "shape"), words, strict=True))
    radius = 0.7 if attributes["size"] == "large" else 0.35
    center = np.array([x, y, radius])
    (u, v, depth), *_ = _project(center[None])
    outline = _project(center + radius * _surface(attributes["shape"]))[:, :2]
    feature = np.array([float(value == attributes[name]) for name in VALUES for value in VALUES[name]], np.float32)
    return SceneObject(
        np.concatenate([outline.min(axis=0), outline.max(axis=0)]),
        attributes["shape"],
        0.995,
        **_readings(attributes),
        feature=feature,
        center=(float(u), float(v)),
        scale=float(FOCAL / depth),
        visibility=1.0,
    )


def _project(points: np.ndarray) -> np.ndarray:
    """Pixels and depth, shape ``(n, 3)``, of points in the world."""
    forward = -EYE / np.linalg.norm(EYE)
    right = np.cross(forward, [0, 0, 1])
    right /= np.linalg.norm(right)
    away = (points - EYE) @ np.stack([right, np.cross(forward, right), forward], axis=1)
    middle = np.array([WIDTH, HEIGHT]) / 2
    return np.concatenate([middle + FOCAL * away[:, :2] / away[:, 2:], away[:, 2:]], axis=1)


def _surface(shape: str) -> np.ndarray:
    """Points on the surface of a shape of radius 1 that reach its outline from any side."""
    angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    if shape == "cube":
        return np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], float)
    heights = (-1, 1) if shape == "cylinder" else np.linspace(-1, 1, 21)
    widths = (1, 1) if shape == "cylinder" else np.sqrt(1 - np.square(heights))
    return np.array([[w * np.cos(a), w * np.sin(a), z] for w, z in zip(widths, heights, strict=True) for a in angles])


def _readings(attributes: dict[str, str]) -> dict:
    sure = 0.9995
    scores = {
        name: {value: sure if value == attributes[name] else (1 - sure) / (len(values) - 1) for value in values}
        for name, values in VALUES.items()
    }
    return {"attributes": attributes, "attribute_scores": scores}


def _change(kind, objects, before, after, old=None, new=None, newcomer=None) -> Change:
    one = objects[after if before is None else before]
    boxes = (None if before is None else one.box, None if after is None else one.box)
    return Change(kind, one.label, one.attributes, 0.9, before, after, old, new, *boxes, newcomer=_named(newcomer))


def _named(one: SceneObject | None) -> Named | None:
    return None if one is None else Named(one.label, one.attributes)


def _analysis(before, after, *changes) -> Analysis:
    kept = min(len(before), len(after))
    changed = {change.node_before for change in changes}
    matches = tuple((i, i) for i in range(kept) if i not in changed)
    shown = [drawn(objects) for objects in (before, after)]
    return Analysis(graph(before), graph(after), changes, *shown, matches)


def drawn(objects) -> np.ndarray:
    """A picture for those who look at pixels: every object as a box of its colour on a ground with texture."""
    ground = np.random.default_rng(5).integers(100, 140, (HEIGHT // 4, WIDTH // 4))
    picture = Image.fromarray(np.kron(ground, np.ones((4, 4))).astype(np.uint8)).convert("RGB")
    pen = ImageDraw.Draw(picture)
    for one in objects:
        x0, y0, x1, y1 = (float(v) for v in one.box)
        pen.rectangle((x0, y0, x1, y1), fill=one.attributes.get("color", "white"))
    return np.array(picture)
