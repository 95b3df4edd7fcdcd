"""What is true of the sets that the pipeline is measured on, read from their files into one form."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

ATTRIBUTES = ("size", "color", "material", "shape")
COLORS = ("gray", "red", "blue", "green", "brown", "purple", "cyan", "yellow")
VALUES = frozenset(("small", "large", *COLORS, "rubber", "metal", "cube", "sphere", "cylinder"))

Box = list[float] | None


@dataclass(frozen=True)
class TrueObject:
    """An object of a scene.  ``box`` encloses its visible pixels, and is None where none is visible or none is known.

    ``center`` is where the middle of the object falls in the picture; ``visibility`` is None where it is not known.
    ``place`` is that middle in world units, and ``scale`` pixels a world unit there, where the camera is known.
    """

    attributes: dict[str, str]
    box: Box = None
    center: tuple[float, float] | None = None
    visibility: float | None = None
    place: tuple[float, ...] | None = None
    scale: float | None = None


@dataclass(frozen=True)
class TrueChange:
    """One change; ``attributes`` describe the object before it (after it, for ``add``)."""

    kind: str
    attributes: dict[str, str]
    new: str | None = None
    new_attributes: dict[str, str] | None = None
    box_before: Box = None
    box_after: Box = None
    visible_before: float | None = None
    visible_after: float | None = None
    index_before: int | None = None
    index_after: int | None = None


@dataclass(frozen=True)
class TruePair:
    """Two pictures and what changed between them; ``objects_before`` and ``objects_after`` where they are known."""

    name: str
    before: Path
    after: Path
    changes: tuple[TrueChange, ...]
    captions: tuple[str, ...] = ()
    objects_before: tuple[TrueObject, ...] = ()
    objects_after: tuple[TrueObject, ...] = ()


@dataclass(frozen=True)
class TruePicture:
    """One picture and its objects."""

    name: str
    image: Path
    objects: list[TrueObject] = field(default_factory=list)


def read_pairs(folder: Path) -> list[TruePair]:
    """Pairs of a folder with a ``pairs.jsonl``: rendered here, or by the outside generator of ``clevr_blender``."""
    pairs = []
    for row, before, after in _scenes(folder):
        changes = row.get("changes")
        if changes is None:
            changes = [{"kind": row["kind"], **row["change"]}] if row["kind"] != "none" else []
        pairs.append(
            TruePair(
                row["id"],
                folder / row["before"],
                folder / row["after"],
                tuple(_change(one, before, after) for one in changes),
                tuple(row.get("captions", ())),
                tuple(before),
                tuple(after),
            )
        )
    return pairs


def read_pictures(folder: Path) -> list[TruePicture]:
    """Both pictures of every pair of such a folder."""
    return [
        TruePicture(f"{row['id']} {side}", folder / row[side], objects)
        for row, before, after in _scenes(folder)
        for side, objects in (("before", before), ("after", after))
    ]


def read_clevr_change(folder: Path) -> tuple[list[TruePair], list[TruePair]]:
    """The pairs that changed (those labelled ``unsure`` left out), and all pairs in which nothing changed."""
    changed, unchanged = [], []
    for row in _lines(folder / "labels.jsonl"):
        name = f"{row['id']:06d}"
        before, after, same = (folder / "images" / f"{name}_{part}.webp" for part in ("before", "changed", "unchanged"))
        unchanged.append(TruePair(f"{name} unchanged", before, same, ()))
        if not row["unsure"]:
            attributes = {key: row["color_before" if key == "color" else key] for key in ATTRIBUTES}
            change = TrueChange(
                "color",
                attributes,
                new=row["color_after"],
                box_before=row["box_before"],
                box_after=row["box_after"],
            )
            changed.append(TruePair(f"{name} changed", before, after, (change,)))
    return changed, unchanged


def read_views(folder: Path) -> list[TruePicture]:
    """Pictures whose scenes are known, but not where their objects are, nor whether all are in view."""
    return [
        TruePicture(Path(row["image"]).stem, folder / row["image"], [TrueObject(_four(one)) for one in row["objects"]])
        for row in _lines(folder / "scenes.jsonl")
    ]


def _scenes(folder: Path) -> Iterator[tuple[dict, list[TrueObject], list[TrueObject]]]:
    rows = list(_lines(folder / "pairs.jsonl"))
    full = _full_sizes([one for row in rows for one in row["objects_before"] + row["objects_after"]])
    for row in rows:
        yield (
            row,
            *(
                [_object(one, full, row.get(f"camera_{side}")) for one in row[f"objects_{side}"]]
                for side in ("before", "after")
            ),
        )


def _object(row: dict, full: dict[str, float], camera: dict | None) -> TrueObject:
    u, v, depth = row["pixel_coords"]
    visible = row.get("visibility")
    if visible is None:
        visible = min(1.0, _relative_size(row) / full[row["shape"]])
    place = tuple(row["3d_coords"]) if "3d_coords" in row else None
    return TrueObject(_four(row), row["bbox"], (u, v), visible, place, camera["focal"] / depth if camera else None)


def _full_sizes(rows: list[dict]) -> dict[str, float]:
    """About how many pixels a wholly visible object of each shape has, at radius 1 and depth 1."""
    sizes: dict[str, list[float]] = {}
    for row in rows:
        sizes.setdefault(row["shape"], []).append(_relative_size(row))
    return {shape: float(np.quantile(values, 0.75)) for shape, values in sizes.items()}


def _relative_size(row: dict) -> float:
    radius = {"large": 0.7, "small": 0.35}[row["size"]]
    return row["pixels"] * (row["pixel_coords"][2] / radius) ** 2


def _change(row: dict, before: list[TrueObject], after: list[TrueObject]) -> TrueChange:
    i, j = row["index_before"], row["index_after"]
    return TrueChange(
        row["kind"],
        row["attributes"],
        row.get("new"),
        row.get("new_attributes"),
        row["box_before"],
        row["box_after"],
        None if i is None else before[i].visibility,
        None if j is None else after[j].visibility,
        i,
        j,
    )


def _four(row: dict) -> dict[str, str]:
    return {name: row[name] for name in ATTRIBUTES}


def _lines(path: Path) -> Iterator[dict]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())
