"""What is true of the sets that the pipeline is measured on, read from their files into one form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.common import ATTRIBUTES, json_lines
from pipeline.datasets import manifest
from pipeline.datasets.example import TrueChange, TrueObject, TrueScene, Truth
from pipeline.datasets.truth import box_of

RADIUS = {"large": 0.7, "small": 0.35}


@dataclass(frozen=True)
class TruePair:
    """Two pictures and what is true of them."""

    name: str
    before: Path
    after: Path
    truth: Truth
    captions: tuple[str, ...] = ()

    @property
    def changes(self) -> tuple[TrueChange, ...]:
        """What changed between them."""
        return self.truth.changes

    @property
    def objects(self) -> tuple[tuple[TrueObject, ...], tuple[TrueObject, ...]]:
        """The objects of both pictures; none where the scenes are not known."""
        return ((), ()) if self.truth.scenes is None else tuple(scene.objects for scene in self.truth.scenes)  # type: ignore[return-value]


@dataclass(frozen=True)
class TruePicture:
    """One picture and its objects."""

    name: str
    image: Path
    objects: tuple[TrueObject, ...] = ()


def read_pairs(folder: Path) -> list[TruePair]:
    """Pairs of a folder with a ``pairs.jsonl``: rendered here, or by the outside generator of ``clevr_blender``.

    The outside generator does not say how much of an object is visible: that is estimated from its pixels.
    """
    pairs = [
        TruePair(one.id, one.pictures[0], one.pictures[1], one.truth, one.captions)
        for one in manifest.read(folder / "pairs.jsonl")
        if one.truth is not None
    ]
    full = _full_sizes(one for pair in pairs for objects in pair.objects for one in objects)
    return [replace(pair, truth=_estimated(pair.truth, full)) for pair in pairs]


def read_pictures(folder: Path) -> list[TruePicture]:
    """Both pictures of every pair of such a folder."""
    return [
        TruePicture(f"{pair.name} {side}", getattr(pair, side), objects)
        for pair in read_pairs(folder)
        for side, objects in zip(("before", "after"), pair.objects, strict=True)
    ]


def read_clevr_change(folder: Path) -> tuple[list[TruePair], list[TruePair]]:
    """The pairs that changed (those labelled ``unsure`` left out), and all pairs in which nothing changed."""
    changed, unchanged = [], []
    for row in json_lines(folder / "labels.jsonl"):
        name = f"{row['id']:06d}"
        before, after, same = (folder / "images" / f"{name}_{part}.webp" for part in ("before", "changed", "unchanged"))
        unchanged.append(TruePair(f"{name} unchanged", before, same, Truth(())))
        if not row["unsure"]:
            attributes = {key: row["color_before" if key == "color" else key] for key in ATTRIBUTES}
            boxes = (box_of(row["box_before"]), box_of(row["box_after"]))
            change = TrueChange("color", attributes=attributes, new=row["color_after"], boxes=boxes)
            changed.append(TruePair(f"{name} changed", before, after, Truth((change,))))
    return changed, unchanged


def read_views(folder: Path) -> list[TruePicture]:
    """Pictures whose scenes are known, but not where their objects are, nor whether all are in view."""
    return [
        TruePicture(
            Path(row["image"]).stem,
            folder / row["image"],
            tuple(TrueObject({name: one[name] for name in ATTRIBUTES}) for one in row["objects"]),
        )
        for row in json_lines(folder / "scenes.jsonl")
    ]


def _estimated(truth: Truth, full: dict[str, float]) -> Truth:
    if truth.scenes is None:
        return truth
    before, after = (
        TrueScene(tuple(replace(one, visibility=_visibility(one, full)) for one in scene.objects), scene.relations)
        for scene in truth.scenes
    )
    return replace(truth, scenes=(before, after))


def _visibility(one: TrueObject, full: dict[str, float]) -> float | None:
    if one.visibility is not None or one.attributes["shape"] not in full:
        return one.visibility
    return min(1.0, _relative_size(one) / full[one.attributes["shape"]])


def _full_sizes(objects: Iterable[TrueObject]) -> dict[str, float]:
    """About how many pixels a wholly visible object of each shape has, at radius 1 and depth 1."""
    sizes: dict[str, list[float]] = {}
    for one in objects:
        if one.pixels is not None and one.depth is not None:
            sizes.setdefault(one.attributes["shape"], []).append(_relative_size(one))
    return {shape: float(np.quantile(values, 0.75)) for shape, values in sizes.items()}


def _relative_size(one: TrueObject) -> float:
    assert one.pixels is not None and one.depth is not None
    return one.pixels * (one.depth / RADIUS[one.attributes["size"]]) ** 2
