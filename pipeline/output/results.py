"""The results of a batch as a table: a row for each pair."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipeline.core import messages
from pipeline.output.as_table import csv_text

COLUMNS = ("id", "before", "after", "pack", "changed", "caption", "changes", "kinds", "confidence", "error")
"""``changes`` is their number, ``kinds`` those of all of them, ``confidence`` that of the first."""

TEXTS = (".csv", ".tsv")
ENDINGS = (*TEXTS, ".parquet")


def check_ending(path: Path) -> None:
    """Refuse a file whose ending says no table.

    Raises
    ------
    SpotItError
        If it is none of :data:`ENDINGS`.
    """
    if path.suffix.lower() not in ENDINGS:
        raise messages.error(messages.NO_SUCH_ENDING, path=path, known=", ".join(ENDINGS))


def results_table(results: Iterable[Mapping[str, Any]], ending: str) -> str | bytes:
    """Result lines in the form that a file's ending says."""
    rows = [_row(result) for result in results]
    if ending == ".parquet":
        from pipeline.output.as_parquet import parquet

        return parquet(COLUMNS, rows)
    cells = [COLUMNS, *(["" if row[name] is None else str(row[name]) for name in COLUMNS] for row in rows)]
    return csv_text(cells, "\t" if ending == ".tsv" else ",")


def _row(result: Mapping[str, Any]) -> dict[str, Any]:
    changes = result.get("changes")
    told = {
        "changes": None if changes is None else len(changes),
        "kinds": None if changes is None else " ".join(change["kind"] for change in changes),
        "confidence": changes[0]["confidence"] if changes else None,
    }
    return {name: told[name] if name in told else result.get(name) for name in COLUMNS}
