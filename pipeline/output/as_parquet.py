"""Change facts, objects and results as Parquet, for whoever analyses many of them (with pyarrow)."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.core.types import Analysis, ObjectGraph
from pipeline.output.as_json import change_json, graph_json

_BOX = ("box", "box_before", "box_after")
_NUMBERS = ("score", "confidence")
_COUNTS = ("node", "changes")


def changes_parquet(analysis: Analysis) -> bytes:
    """A row for each change, most important first; boxes are lists of four whole numbers, attributes are JSON."""
    names = ("kind", "label", "attributes", "old", "new", "confidence", "box_before", "box_after")
    return parquet(names, [change_json(change) for change in analysis.changes])


def graph_parquet(graph: ObjectGraph) -> bytes:
    """A row for each object."""
    nodes = graph_json(graph)["nodes"]
    return parquet(("node", "label", "score", "attributes", "box"), [{**one, "node": one["id"]} for one in nodes])


def parquet(names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Columns of these names, each of one type though there be no rows."""
    import pyarrow as pa
    from pyarrow import parquet as writer

    kinds = {
        **dict.fromkeys(_BOX, pa.list_(pa.int64())),
        **dict.fromkeys(_NUMBERS, pa.float64()),
        **dict.fromkeys(_COUNTS, pa.int64()),
        "changed": pa.bool_(),
    }
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in names])
    table = pa.Table.from_pylist([{name: _plain(row.get(name)) for name in names} for row in rows], schema)
    stream = io.BytesIO()
    writer.write_table(table, stream)
    return stream.getvalue()


def _plain(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, dict) else value
