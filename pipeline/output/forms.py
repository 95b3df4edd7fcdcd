"""Object graphs and change facts in every form that is no JSON, by its name."""

from __future__ import annotations

import numpy as np

from pipeline.core.types import Analysis, ObjectGraph


def graph_in(form: str, graph: ObjectGraph, image: np.ndarray) -> str | bytes:
    """The objects of one picture as ``table``, ``csv``, ``parquet``, ``png``, ``svg``, ``graphml`` or ``dot``."""
    if form in ("table", "csv"):
        from pipeline.output import as_table

        return as_table.graph_table(graph) if form == "table" else as_table.csv_text(as_table.graph_rows(graph))
    if form == "parquet":
        from pipeline.output.as_parquet import graph_parquet

        return graph_parquet(graph)
    if form in ("png", "svg"):
        from pipeline.output import draw

        drawing = draw.graph_drawing(image, graph)
        return draw.png(drawing.image()) if form == "png" else drawing.svg()
    from pipeline.output import as_graph

    flat = as_graph.flat_graph(graph)
    return as_graph.graphml(flat) if form == "graphml" else as_graph.dot(flat)


def analysis_in(form: str, analysis: Analysis) -> str | bytes:
    """The change facts of a pair in the same forms."""
    if form in ("table", "csv"):
        from pipeline.output import as_table

        if form == "table":
            return as_table.analysis_table(analysis)
        return as_table.csv_text(as_table.change_rows(analysis))
    if form == "parquet":
        from pipeline.output.as_parquet import changes_parquet

        return changes_parquet(analysis)
    if form in ("png", "svg"):
        from pipeline.output import draw

        drawing = draw.changes_drawing(analysis)
        return draw.png(drawing.image()) if form == "png" else drawing.svg()
    from pipeline.output import as_graph

    flat = as_graph.flat_changes(analysis)
    return as_graph.graphml(flat) if form == "graphml" else as_graph.dot(flat)
