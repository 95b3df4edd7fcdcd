"""How well the detector reads single pictures, for sorting its errors.

    python -m benchmarks.detector ../shared/data/clevr_blender --wrong

The folder holds a ``pairs.jsonl`` with the truth of every object.  A figure is about the renderer of that folder: on
pictures of the renderer that the detector was trained with it is a check of training, and not of the blocks world.
Recall counts objects with at least one visible pixel; none of this is COCO's average precision, nor comparable to it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from benchmarks.common import ATTRIBUTES, Row, parser, print_rows, print_table, progress, write
from benchmarks.truth import read_pictures
from pipeline.cli.options import captioner_of
from pipeline.core.types import SceneObject
from pipeline.datasets.example import TrueObject
from pipeline.evaluate.shown import overlap, shown

SHARES = (0.0, 0.1, 0.25, 0.5, 0.75, 1.0)
SIDES = (0, 16, 24, 32, 48, 64, 96, math.inf)


@dataclass(frozen=True)
class Seen:
    """A true object and the detection that covers it, if any; ``faint`` is one too weak to be a node."""

    picture: str
    true: TrueObject
    found: SceneObject | None
    faint: bool = False

    @property
    def side(self) -> float:
        """Longer side of the visible box in pixels."""
        assert self.true.box is not None
        x0, y0, x1, y1 = self.true.box
        return max(x1 - x0, y1 - y0)


def main() -> None:
    made = parser(__doc__, "detector")
    made.add_argument("folder", type=Path, nargs="+", help="folder with pairs.jsonl")
    made.add_argument("--wrong", action="store_true", help="list every object that is missed or misread")
    arguments = made.parse_args()
    captioner = captioner_of(arguments)
    rows, tables = [], {}
    for folder in arguments.folder:
        seen, spurious = [], 0
        for picture in progress(read_pictures(folder)[: arguments.limit], folder.name):
            graph = captioner.inspect(picture.image)
            matched = match(picture.name, picture.objects, graph.objects, list(graph.faint))
            spurious += len(graph.objects) - sum(one.found is not None and not one.faint for one in matched)
            seen += matched
        if arguments.wrong:
            list_wrong(seen)
        rows += figures(folder.name, seen, spurious)
        tables[folder.name] = breakdowns(seen)
        for name, table in tables[folder.name].items():
            print(f"\n{folder.name}: {name}")
            print_table([["", "n", *table["columns"]], *([key, *map(str, cells)] for key, cells in table["rows"])])
        print()
    print_rows(rows)
    write(arguments.output, rows, pack=arguments.pack, breakdowns=tables)


def match(picture: str, true: Sequence[TrueObject], nodes: list[SceneObject], faint: list[SceneObject]) -> list[Seen]:
    """Give each visible object the detection that shows it: a node, or else a faint detection."""
    visible = [one for one in true if one.box is not None]
    sure = shown([one.box for one in visible], [one.box for one in nodes])
    missed = [one.box if number is None else None for one, number in zip(visible, sure, strict=True)]
    weak = shown(missed, [one.box for one in faint])
    return [
        Seen(picture, one, nodes[i] if i is not None else faint[j] if j is not None else None, j is not None)
        for one, i, j in zip(visible, sure, weak, strict=True)
    ]


def figures(name: str, seen: Sequence[Seen], spurious: int) -> list[Row]:
    """The main figures of one set."""
    nodes = [one for one in seen if one.found is not None and not one.faint]
    covered = [one for one in seen if one.found is not None]
    rows = [
        Row(name, "recall", len(nodes) / max(len(seen), 1), len(seen)),
        Row(name, "recall, faint ones too", len(covered) / max(len(seen), 1), len(seen)),
        Row(name, "precision", len(nodes) / max(len(nodes) + spurious, 1), len(nodes) + spurious),
        Row(name, "mean IoU", _mean(overlap(o.true.box, o.found.box) for o in nodes), len(nodes)),
    ]
    rows += [Row(name, f"{key} right", _mean(_right(one, key) for one in nodes), len(nodes)) for key in ATTRIBUTES]
    rows.append(Row(name, "all four right", _mean(_all_right(one) for one in nodes), len(nodes)))
    for key in ATTRIBUTES:
        rows.append(Row(name, f"{key}: -log p(true)", _mean(_surprise(one, key) for one in nodes), len(nodes)))
    errors = [math.dist(one.true.center, one.found.center) for one in nodes if one.true.center and one.found.center]
    if errors:
        rows.append(Row(name, "centre error, median px", float(np.median(errors)), len(errors)))
        rows.append(Row(name, "centre error, 95% px", float(np.quantile(errors, 0.95)), len(errors)))
    return rows


def breakdowns(seen: Sequence[Seen]) -> dict[str, dict]:
    """Recall and accuracy by visible share and by size, and what each attribute's values are confused with."""
    tables = {
        "by visible share": _by(seen, lambda one: one.true.visibility, SHARES),
        "by longer side in pixels": _by(seen, lambda one: one.side, SIDES),
    }
    confused = Counter(
        (key, one.true.attributes[key], one.found.attributes.get(key, "?"))
        for one in seen
        for key in ATTRIBUTES
        if one.found is not None and not one.faint and not _right(one, key)
    )
    rows = [(f"{key}: {true} read as {said}", [count]) for (key, true, said), count in confused.most_common()]
    return {**tables, "confusions": {"columns": [], "rows": rows}}


def list_wrong(seen: Sequence[Seen]) -> None:
    """Print every object that is missed or misread."""
    for one in seen:
        said = {} if one.found is None else one.found.attributes
        wrong = [f"{key} read as {said.get(key)}" for key in ATTRIBUTES if said and not _right(one, key)]
        if one.found is None or one.faint or wrong:
            state = "missed" if one.found is None else f"{'faint' if one.faint else 'found'} at {one.found.score:.2f}"
            name = " ".join(one.true.attributes.values())
            share = "" if one.true.visibility is None else f"{one.true.visibility:.0%} visible"
            print(f"{one.picture}: {name} {one.true.box.tolist()} {share}: {', '.join([state, *wrong])}")


def _by(seen: Sequence[Seen], value: Callable[[Seen], float | None], edges: Sequence[float]) -> dict:
    rows = []
    for low, high in pairwise(edges):
        top = high == edges[-1]
        group = [one for one in seen if (v := value(one)) is not None and low <= v and (v < high or top)]
        if group:
            nodes = [one for one in group if one.found is not None and not one.faint]
            cells = [_mean(_right(one, key) for one in nodes) for key in ATTRIBUTES]
            rows.append(
                (f"{low:g} to {high:g}", [len(group), *(round(v, 3) for v in [len(nodes) / len(group), *cells])])
            )
    return {"columns": ["recall", *ATTRIBUTES], "rows": rows}


def _right(one: Seen, key: str) -> bool:
    return one.found is not None and one.found.attributes.get(key) == one.true.attributes[key]


def _all_right(one: Seen) -> bool:
    return all(_right(one, key) for key in ATTRIBUTES)


def _surprise(one: Seen, key: str) -> float:
    assert one.found is not None
    return -math.log(max(one.found.attribute_scores.get(key, {}).get(one.true.attributes[key], 0.0), 1e-6))


def _mean(values) -> float:
    values = [float(value) for value in values]
    return sum(values) / len(values) if values else math.nan


if __name__ == "__main__":
    main()
