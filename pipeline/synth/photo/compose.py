"""One pair: a photograph with a thing put into it, taken twice, and what is different the second time."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from PIL import Image

from pipeline.core.boxes import area, intersection
from pipeline.core.kinds import ADD, DROP, MOVE, REPLACE
from pipeline.synth.photo.cutouts import Cutout

COLOR = "color"

KINDS = (ADD, DROP, MOVE, REPLACE, COLOR, "none")

HUES = (40, 140)
"""By how much the hue of a thing that takes another colour differs, of OpenCV's 180."""

HEIGHTS = (0.1, 0.45)
"""Heights of things, in heights of the picture."""

OVERLAP = 0.1
"""Share of a thing that another one may cover where its place is free."""

LARGEST = 1.5
"""How much larger than in its own photograph a thing may be: pixels as large as tiles give it away."""

TRIES = 30
"""Places tried until one is free."""

TONED = 0.6
"""How far a thing takes on the brightness of its surroundings: in full, black things would turn grey."""

QUALITIES = (78, 93)
"""JPEG quality of each taking."""

FLICKER = 0.04
"""Deviation of the exposure between two takings, as a share."""


@dataclass(frozen=True, eq=False)
class Placed:
    """A thing at a place: ``corner`` is ``x, y`` of its upper left pixel, ``size`` its width and height."""

    cutout: Cutout
    corner: tuple[int, int]
    size: tuple[int, int]

    @property
    def box(self) -> np.ndarray:
        """Where it is."""
        (x, y), (width, height) = self.corner, self.size
        return np.array([x, y, x + width, y + height], float)


@dataclass(frozen=True, eq=False)
class Composed:
    """Both pictures, and what changed: records as those of other pairs of photographs."""

    before: np.ndarray
    after: np.ndarray
    objects: list[dict[str, Any]] = field(default_factory=list)


def compose(
    scene: np.ndarray, things: Sequence[Cutout], taken: np.ndarray, kind: str, rng: np.random.Generator
) -> Composed | None:
    """A pair with this kind of change, or with none; None where there is no room for it.

    ``taken`` are boxes ``(n, 4)`` that hold something already.  A thing that stays is put into both pictures, so that
    the traces of putting one in tell nothing; and each picture is compressed and exposed for itself.
    """
    changing = things[int(rng.integers(len(things)))]
    first = placed(changing, scene, taken, rng)
    if first is None:
        return None
    used = np.concatenate([taken.reshape(-1, 4), first.box[None]])
    staying = placed(things[int(rng.integers(len(things)))], scene, used, rng)
    stays = [] if staying is None else [staying]
    second: Placed | None = first
    if kind == MOVE:
        second = placed(changing, scene, np.concatenate([used, *(one.box[None] for one in stays)]), rng, first.size)
    elif kind == REPLACE:
        others = [one for one in things if one.label != changing.label]
        second = None if not others else _instead(others[int(rng.integers(len(others)))], first, scene.shape)
    elif kind == COLOR:
        second = replace(first, cutout=changing.tinted(int(rng.integers(*HUES))))
    if second is None:
        return None
    shown = {ADD: ([], [first]), DROP: ([first], [])}.get(kind, ([first], [second]))
    before, after = (_taken(put_in(scene, [*stays, *some]), rng) for some in shown)
    return Composed(before, after, [] if kind == "none" else [_record(kind, first, second)])


def _record(kind: str, first: Placed, second: Placed) -> dict[str, Any]:
    """What changed, as the folders of pairs of photographs have it."""
    box, other = first.box.tolist(), second.box.tolist()
    return {
        "label": first.cutout.label,
        "change": kind,
        "box_before": None if kind == ADD else box,
        "box_after": {ADD: box, DROP: None}.get(kind, other),
        "color_before": None,
        "color_after": None,
        "count": 1,
    }


def placed(
    cutout: Cutout,
    scene: np.ndarray,
    taken: np.ndarray,
    rng: np.random.Generator,
    size: tuple[int, int] | None = None,
) -> Placed | None:
    """The thing at a free place; things lower in the picture are nearer, and larger."""
    height, width = scene.shape[:2]
    for _ in range(TRIES):
        foot = float(rng.uniform(0.4, 0.98))
        low, high = HEIGHTS
        tall = height * (low + (high - low) * (foot - 0.4) / 0.58) * float(rng.uniform(0.8, 1.2))
        wide = tall * cutout.image.shape[1] / cutout.image.shape[0]
        across, down = size or (round(wide), round(tall))
        x, y = int(rng.integers(0, max(width - across, 1))), round(foot * height) - down
        made = Placed(cutout, (x, y), (across, down))
        fits = y >= 0 and across < width and min(across, down) >= 8 and down <= LARGEST * cutout.image.shape[0]
        if fits and (not len(taken) or intersection(made.box, taken).max() <= OVERLAP * area(made.box)[0]):
            return made
    return None


def _instead(cutout: Cutout, place: Placed, shape: tuple[int, ...]) -> Placed | None:
    """Another thing that stands where one stood, as high; None where it is too wide for the picture."""
    (x, y), (width, height) = place.corner, place.size
    across = max(2, round(height * cutout.image.shape[1] / cutout.image.shape[0]))
    left = x + (width - across) // 2
    return (
        replace(place, cutout=cutout, corner=(left, y), size=(across, height))
        if 0 <= left <= shape[1] - across
        else None
    )


def put_in(scene: np.ndarray, things: Sequence[Placed]) -> np.ndarray:
    """The scene with things put into it, ``float32``."""
    import cv2

    made = scene.astype(np.float32)
    for one in things:
        (x, y), (width, height) = one.corner, one.size
        window = slice(y, y + height), slice(x, x + width)
        shrunk = cv2.resize(one.cutout.image, one.size, interpolation=cv2.INTER_AREA).astype(np.float32)
        alpha = cv2.resize(one.cutout.alpha, one.size, interpolation=cv2.INTER_AREA)[..., None]
        own = float((shrunk * alpha).sum() / max(3 * alpha.sum(), 1e-6))
        tone = (float(made[window].mean()) / max(own, 1.0)) ** TONED
        made[window] = alpha * np.clip(shrunk * np.clip(tone, 0.6, 1.5), 0, 255) + (1 - alpha) * made[window]
    return made


def _taken(scene: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """What a camera gives: a little noise, an exposure of its own, and compression."""
    exposed = scene * (1 + FLICKER * rng.standard_normal()) + rng.normal(0, 1.5, scene.shape)
    stream = io.BytesIO()
    quality = int(rng.integers(*QUALITIES))
    Image.fromarray(np.clip(np.rint(exposed), 0, 255).astype(np.uint8)).save(stream, "JPEG", quality=quality)
    return np.asarray(Image.open(stream).convert("RGB"))
