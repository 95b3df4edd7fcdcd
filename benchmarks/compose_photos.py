"""Pairs of photographs with a known change, composed of photographs whose objects are known.

    python -m benchmarks.compose_photos FOLDER OUT --count 300 --seed 1

``FOLDER`` holds ``photos.jsonl``: ``{"image": "a.jpg", "objects": [{"label": "dog", "box": [x0, y0, x1, y1]}]}``.  An
object is cut out of one photograph (GrabCut in its box) and put into another, where it hides no other: it comes, goes,
moves or takes another colour, or nothing changes.  Half of all pairs are taken again by a moved camera.
``OUT/pairs.jsonl`` is what ``benchmarks.photos`` and ``benchmarks.calibration`` read.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

from benchmarks.common import json_lines
from benchmarks.disturb import taken_again
from pipeline.core.images import load_picture

KINDS = ("add", "drop", "move", "color", "none")
SIDE = 640
"""Pixels of the longer side of a pair."""
LEAST_CUT = 60
"""Pixels that the shorter side of an object must have to be cut out."""
SIZES = (70, 200)
"""Pixels of the longer side of an object that is put in."""


@dataclass(frozen=True, eq=False)
class Cutout:
    """An object without what was around it: colours ``(h, w, 3)``, and how opaque it is, ``(h, w, 1)``, 0 to 1."""

    label: str
    colors: np.ndarray
    opaque: np.ndarray

    def sized(self, side: int) -> Cutout:
        """The same with a longer side of so many pixels."""
        high, wide = self.colors.shape[:2]
        scale = side / max(high, wide)
        size = max(1, round(wide * scale)), max(1, round(high * scale))
        opaque = cv2.resize(self.opaque, size, interpolation=cv2.INTER_AREA)[..., None]
        return Cutout(self.label, cv2.resize(self.colors, size, interpolation=cv2.INTER_AREA), opaque)

    def tinted(self, hue: int) -> Cutout:
        """The same in another hue, by so many of OpenCV's 180."""
        hsv = cv2.cvtColor(self.colors, cv2.COLOR_RGB2HSV)
        hsv[..., 0] = (hsv[..., 0].astype(int) + hue) % 180
        hsv[..., 1] = np.maximum(hsv[..., 1], 120)
        return Cutout(self.label, cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB), self.opaque)


def compose(folder: Path, out: Path, count: int, seed: int) -> Path:
    """Write so many pairs and their manifest; equal seeds give equal pairs."""
    photos = json_lines(folder / "photos.jsonl")
    (out / "images").mkdir(parents=True, exist_ok=True)
    rows = []
    for number in range(count):
        rng = np.random.default_rng([seed, number])
        rows.append(_pair(folder, photos, out, f"c{seed}_{number:04d}", KINDS[number % len(KINDS)], rng))
    manifest = out / "pairs.jsonl"
    manifest.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return manifest


def _pair(
    folder: Path, photos: Sequence[dict[str, Any]], out: Path, name: str, kind: str, rng: np.random.Generator
) -> dict[str, Any]:
    photo = photos[rng.integers(len(photos))]
    ground, scale = _ground(folder / photo["image"])
    first = _cutout(folder, photos, rng).sized(int(rng.integers(*SIZES)))
    taken = [np.array(one["box"], float) * scale for one in photo["objects"]]
    places: list[np.ndarray] = []
    for _ in range(2):
        places.append(_place(first, ground.shape[1], ground.shape[0], taken, rng))
        taken.append(np.array([*places[-1], *(places[-1] + first.colors.shape[1::-1])], float))
    shown: dict[str, tuple[Cutout, np.ndarray] | None] = {"before": (first, places[0]), "after": (first, places[0])}
    if kind == "add":
        shown["before"] = None
    elif kind == "drop":
        shown["after"] = None
    elif kind == "move":
        shown["after"] = (first, places[1])
    elif kind == "color":
        shown["after"] = (first.tinted(int(rng.integers(40, 140))), places[0])
    again = bool(rng.random() < 0.5) or kind == "none"
    row: dict[str, Any] = {"id": name, "world": "composed", "kinds": [kind], "captions": [], "objects": []}
    boxes: dict[str, list[float] | None] = {}
    for side, one in shown.items():
        picture = ground.copy()
        boxes[side] = None if one is None else _put(picture, *one)
        if again and side == "after":
            picture = taken_again(picture, int(rng.integers(1 << 30)))
        row[side] = f"images/{name}_{side}.png"
        Image.fromarray(picture).save(out / row[side])
    if kind != "none":
        row["objects"] = [
            {
                "label": first.label,
                "change": kind,
                **{f"box_{side}": box for side, box in boxes.items()},
                "color_before": None,
                "color_after": None,
                "count": 1,
            }
        ]
    return row


def _ground(path: Path) -> tuple[np.ndarray, float]:
    """The photograph at the size of a pair, and how many times its own that is."""
    picture = load_picture(path)
    scale = SIDE / max(picture.shape[:2])
    size = round(picture.shape[1] * scale), round(picture.shape[0] * scale)
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC), scale


def _cutout(folder: Path, photos: Sequence[dict[str, Any]], rng: np.random.Generator) -> Cutout:
    known = [
        (photo, one)
        for photo in photos
        for one in photo["objects"]
        if min(one["box"][2] - one["box"][0], one["box"][3] - one["box"][1]) >= LEAST_CUT
    ]
    photo, one = known[rng.integers(len(known))]
    picture = load_picture(folder / photo["image"])
    x0, y0, x1, y1 = (max(0, round(corner)) for corner in one["box"])
    margin = 8
    left, top = max(0, x0 - margin), max(0, y0 - margin)
    part = np.ascontiguousarray(picture[top : y1 + margin, left : x1 + margin])
    scale = min(1.0, max(SIZES) / max(part.shape[:2]))
    size = round(part.shape[1] * scale), round(part.shape[0] * scale)
    part = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
    mask = np.zeros(part.shape[:2], np.uint8)
    inside = tuple(round(value * scale) for value in (x0 - left, y0 - top, x1 - x0, y1 - y0))
    inside = inside[0], inside[1], min(inside[2], size[0] - inside[0] - 1), min(inside[3], size[1] - inside[1] - 1)
    cv2.setRNGSeed(0)
    cv2.grabCut(part, mask, inside, np.zeros((1, 65)), np.zeros((1, 65)), 3, cv2.GC_INIT_WITH_RECT)
    opaque = np.isin(mask, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.float32)
    if opaque.mean() < 0.15:
        cx, cy, wide, high = inside[0] + inside[2] // 2, inside[1] + inside[3] // 2, inside[2] // 2, inside[3] // 2
        cv2.ellipse(opaque, (cx, cy), (wide, high), 0, 0, 360, 1.0, -1)
    ys, xs = np.nonzero(opaque)
    tight = np.s_[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]
    return Cutout(one["label"], part[tight], cv2.GaussianBlur(opaque[tight], (3, 3), 0)[..., None])


def _place(thing: Cutout, width: int, height: int, taken: Sequence[np.ndarray], rng: np.random.Generator) -> np.ndarray:
    """Of some random places for its upper left corner, the one where it hides least of what is ``taken``."""
    high, wide = thing.colors.shape[:2]
    size = np.array([wide, high])
    tried = [
        np.array([rng.integers(20, max(21, width - wide - 20)), rng.integers(20, max(21, height - high - 20))])
        for _ in range(30)
    ]
    return min(tried, key=lambda place: sum(_shared(np.array([*place, *(place + size)]), box) for box in taken))


def _shared(one: np.ndarray, other: np.ndarray) -> float:
    """Pixels that two boxes have in common."""
    return float(np.maximum(0, np.minimum(one[2:], other[2:]) - np.maximum(one[:2], other[:2])).prod())


def _put(picture: np.ndarray, thing: Cutout, place: np.ndarray) -> list[float]:
    """Draw the object with its upper left corner there; the box that it takes."""
    x, y = map(int, place)
    target = picture[y : y + thing.colors.shape[0], x : x + thing.colors.shape[1]]
    colors, opaque = (part[: target.shape[0], : target.shape[1]] for part in (thing.colors, thing.opaque))
    target[:] = np.round(colors * opaque + target * (1 - opaque)).astype(np.uint8)
    return [float(x), float(y), float(x + target.shape[1]), float(y + target.shape[0])]


def main() -> None:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("folder", type=Path)
    made.add_argument("out", type=Path)
    made.add_argument("--count", type=int, default=200)
    made.add_argument("--seed", type=int, default=1)
    arguments = made.parse_args()
    print(compose(arguments.folder, arguments.out, arguments.count, arguments.seed))


if __name__ == "__main__":
    main()
