"""What the settings of the registration and of the differ rest on: how far off places are, and what is missed.

    python -m benchmarks.registration PAIRS NONE

Folders of rendered pairs, whose truth says where every object stands.  Errors of centres are in pixels of a picture 480
wide, those of scales relative, both as standard deviations; displacements are those that the differ sees, in standard
deviations of what the registration expects.  An object that did not change is missed if neither a node nor a faint
detection of the other picture covers it, though part of it is visible there or should be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np

from benchmarks.common import Row, parser, print_rows, progress, write
from benchmarks.truth import TruePair, read_pairs
from pipeline.cli.options import captioner_of
from pipeline.core.boxes import iou
from pipeline.core.images import load_pair
from pipeline.core.types import ObjectGraph, SceneObject
from pipeline.datasets.example import TrueObject
from pipeline.diff.graphs.comparison import expected_share
from pipeline.evaluate.shown import owners
from pipeline.flow.captioner import Captioner

SHARES = (0.0, 0.2, 0.4, 0.6, 0.8, 0.95, 1.0)
"""Visible shares between which errors are put together."""
PREDICTED = (0.0, 0.05, 0.2, 0.4, 1.0)
"""The same of the shares that the differ expects to be visible."""
SURE = 0.99
TOUCHES = 0.4


@dataclass
class Found:
    """What all pairs together give; ``errors`` are rows of visible share, pixels across, pixels down, log scale."""

    errors: list[tuple[float, float, float, float]] = field(default_factory=list)
    sure: list[tuple[float, bool]] = field(default_factory=list)
    displacement: dict[str, list[float]] = field(default_factory=lambda: {"unmoved": [], "moved": [], "replaced": []})
    missed: list[tuple[float, bool]] = field(default_factory=list)


def main() -> None:
    made = parser(__doc__, "registration")
    made.add_argument("folder", type=Path, nargs="+", help="folder with rendered pairs")
    arguments = made.parse_args()
    captioner = captioner_of(arguments)
    found = Found()
    for folder in arguments.folder:
        for pair in progress(read_pairs(folder)[: arguments.limit], folder.name):
            add(found, captioner, pair)
    rows = figures(found)
    print_rows(rows)
    write(arguments.output, rows, pack=arguments.pack, folders=[folder.name for folder in arguments.folder])


def add(found: Found, captioner: Captioner, pair: TruePair) -> None:
    """Register the pair and compare with its truth."""
    images = load_pair(pair.before, pair.after)
    before, after = captioner.inspect(images[0]), captioner.inspect(images[1])
    registrar = captioner.stages.registrar
    before, after = registrar.reread(before, after)
    motion = registrar.register(before, after, *images)
    sides = list(zip((before.objects, after.objects), pair.objects, strict=True))
    owned = [owners([one.box for one in true], [item.box for item in objects]) for objects, true in sides]
    for (objects, true), own, image in zip(sides, owned, images, strict=True):
        for item, k in zip(objects, own, strict=True):
            if k is not None:
                _add_errors(found, item, true[k], image.shape[1] / 480)
    displacement = motion.displacement(before.objects, after.objects)
    _add_displacements(found, pair, displacement, owned)
    costs = captioner.stages.differ
    gone = expected_share(before.objects, after, motion, "after", displacement, costs)
    come = expected_share(after.objects, before, motion, "before", displacement.T, costs)
    _add_missed(found, gone, owned[0], *pair.objects, after)
    _add_missed(found, come, owned[1], *pair.objects[::-1], before)


def figures(found: Found) -> list[Row]:
    """The table."""
    rows = []
    errors = np.array(found.errors).reshape(-1, 4)
    for low, high, chosen in _between(errors[:, 0], SHARES):
        across, down, scale = errors[chosen, 1:].T
        name = f"visible {low:g} to {high:g}"
        rows.append(Row(name, "centre, px", float(np.sqrt((across.var() + down.var()) / 2)), int(chosen.sum())))
        rows.append(Row(name, "scale, relative", float(scale.std()), int(chosen.sum())))
    sure = np.array(found.sure, float).reshape(-1, 2)
    for low, high, chosen in _between(sure[:, 0], SHARES):
        name = f"visible {low:g} to {high:g}"
        rows.append(Row(name, f"wrong of readings above {SURE}", float(sure[chosen, 1].mean()), int(chosen.sum())))
    for kind, values in found.displacement.items():
        if values:
            for bound in (2, 3, 4, 6):
                rows.append(Row(kind, f"displaced by {bound} or more", np.mean(np.array(values) >= bound), len(values)))
    missed = np.array(found.missed, float).reshape(-1, 2)
    for low, high, chosen in _between(missed[:, 0], PREDICTED):
        name = f"expected visible {low:g} to {high:g}"
        rows.append(Row(name, "missed", float(missed[chosen, 1].mean()), int(chosen.sum())))
    return rows


def _between(values: np.ndarray, bounds: Sequence[float]) -> Iterator[tuple[float, float, np.ndarray]]:
    for low, high in pairwise(bounds):
        chosen = (values >= low) & ((values < high) | (high == bounds[-1]))
        if chosen.any():
            yield low, high, chosen


def _add_errors(found: Found, item: SceneObject, true: TrueObject, unit: float) -> None:
    share = 1.0 if item.visibility is None else item.visibility
    if item.center and item.scale and true.center and true.scale:
        across, down = np.subtract(item.center, true.center) / unit
        found.errors.append((share, across, down, float(np.log(item.scale / true.scale))))
    for name, scores in item.attribute_scores.items():
        value = max(scores, key=scores.__getitem__)
        if scores[value] >= SURE:
            found.sure.append((share, value != true.attributes[name]))


def _add_displacements(found: Found, pair: TruePair, displacement: np.ndarray, owned: list[list[int | None]]) -> None:
    kinds = {one.nodes: one.kind for one in pair.changes}
    for i, first in enumerate(owned[0]):
        for j, second in enumerate(owned[1]):
            if first is None or second is None:
                continue
            kind = kinds.get((first, second))
            if kind in ("move", "replace"):
                found.displacement[kind + "d"].append(float(displacement[i, j]))
            elif kind is None and pair.objects[0][first].place == pair.objects[1][second].place:
                found.displacement["unmoved"].append(float(displacement[i, j]))


def _add_missed(
    found: Found,
    shares: np.ndarray,
    own: list[int | None],
    true: Sequence[TrueObject],
    there: Sequence[TrueObject],
    other: ObjectGraph,
) -> None:
    seen = [item.box for item in (*other.objects, *other.faint)]
    for share, k in zip(shares, own, strict=True):
        same = [] if k is None else [one for one in there if one.place == true[k].place]
        if same and same[0].attributes == true[k].attributes:
            box = same[0].box
            covered = box is not None and bool(seen) and iou(np.array(seen), box).max() >= TOUCHES
            found.missed.append((float(share), not covered))


if __name__ == "__main__":
    main()
