"""An evaluation as a table or as JSON."""

from __future__ import annotations

from typing import Any

from pipeline.evaluate.evaluation import Evaluation
from pipeline.evaluate.measure import Figure
from pipeline.evaluate.retrieval import Retrieved
from pipeline.evaluate.words import NAMES, PLAIN
from pipeline.output.as_table import aligned

_NOT_MEASURED = "-"


def evaluation_table(found: Evaluation) -> str:
    """A row for each measure, a column for all pairs and for each kind."""
    groups = list(found.groups)
    rows = [["percent (95% interval)", *groups], ["pairs", *(str(found.groups[name]) for name in groups)]]
    for measure, figures in found.figures.items():
        rows.append([measure, *(_cell(figures.get(name)) for name in groups)])
    lines = [aligned(rows)]
    if found.tokenizer is not None:
        lines.append(f"words split by: {found.tokenizer}")
    if found.tokenizer == PLAIN:
        lines.append("These scores of words may not be compared with published ones.")
    return "\n".join([*lines, *found.notes])


def evaluation_json(found: Evaluation) -> dict[str, Any]:
    """The same for programs; values are in percent."""
    return {
        "groups": found.groups,
        "figures": {
            measure: {group: _entry(figure) for group, figure in figures.items()}
            for measure, figures in found.figures.items()
        },
        "tokenizer": found.tokenizer,
        "comparable_with_published": found.tokenizer != PLAIN if set(found.figures) & set(NAMES) else None,
        "notes": found.notes,
    }


def retrieval_table(found: dict[str, Retrieved]) -> str:
    """A row for each direction."""
    cuts = next(iter(found.values())).recall
    rows = [["percent (95% interval)", *(f"recall@{cut}" for cut in cuts), "median rank"]]
    for direction, figures in found.items():
        rows.append([direction, *map(_cell, figures.recall.values()), f"{figures.median_rank:g}"])
    return aligned(rows)


def retrieval_json(found: dict[str, Retrieved]) -> dict[str, Any]:
    """The same for programs."""
    return {
        direction: {
            **{f"recall@{cut}": _entry(figure) for cut, figure in figures.recall.items()},
            "median_rank": figures.median_rank,
        }
        for direction, figures in found.items()
    }


def _cell(figure: Figure | None) -> str:
    if figure is None:
        return _NOT_MEASURED
    if figure.interval is None:
        return f"{figure.value:.1f}"
    low, high = figure.interval
    return f"{figure.value:.1f} ({low:.0f}-{high:.0f})"


def _entry(figure: Figure) -> dict[str, Any]:
    bounds = None if figure.interval is None else [round(value, 4) for value in figure.interval]
    return {"value": round(figure.value, 4), "interval": bounds, "count": figure.count}
