"""Object graphs and change facts as tables for a terminal."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import numpy as np

from pipeline.core.messages import NOTHING_CHANGED, TOO_LITTLE
from pipeline.core.types import Analysis, ObjectGraph
from pipeline.output.as_json import box
from pipeline.output.naming import named
from pipeline.output.stated import stated_attributes, stated_values


def graph_table(graph: ObjectGraph) -> str:
    """One row for each object, its relations by node number."""
    return aligned(graph_rows(graph))


def analysis_table(analysis: Analysis) -> str:
    """One row for each change, most important first."""
    if analysis.changes:
        return aligned(change_rows(analysis))
    return TOO_LITTLE if analysis.unsure else NOTHING_CHANGED


def csv_text(rows: Iterable[Sequence[str]], between: str = ",") -> str:
    """The same rows with commas between, or tabs, for spreadsheets."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=between, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def graph_rows(graph: ObjectGraph) -> list[Sequence[str]]:
    """A head, and a row for each object."""
    rows: list[Sequence[str]] = [("node", "object", "score", "box", "relations")]
    for node, found in zip(graph.nodes, graph.objects, strict=True):
        near: dict[str, list[str]] = {}
        for _, other, relation in graph.out_edges(node, keys=True):
            near.setdefault(relation, []).append(str(other))
        relations = "; ".join(f"{relation} of {','.join(others)}" for relation, others in near.items())
        rows.append((str(node), named(found.label, found.attributes), f"{found.score:.2f}", _box(found.box), relations))
    return rows


def change_rows(analysis: Analysis) -> list[Sequence[str]]:
    """A head, and a row for each change."""
    rows: list[Sequence[str]] = [("change", "object", "old", "new", "confidence", "before", "after")]
    for change in analysis.changes:
        old, new = stated_values(change)
        values = (old or "-", new or "-", f"{change.confidence:.2f}")
        boxes = (_box(change.box_before), _box(change.box_after))
        rows.append((change.kind, named(change.label, stated_attributes(change)), *values, *boxes))
    return rows


def _box(corners: np.ndarray | None) -> str:
    whole = box(corners)
    return "-" if whole is None else ",".join(map(str, whole))


def aligned(rows: Iterable[Sequence[str]]) -> str:
    """Rows in columns as wide as their widest cell."""
    rows = list(rows)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)
