"""Manifests as tables: CSV or TSV with a head line, or Parquet; columns are ``before``, ``after``, maybe ``id``."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from pipeline.core import messages
from pipeline.core.pipes import open_for_reading

SEPARATORS = {".csv": ",", ".tsv": "\t", ".tab": "\t"}
"""The endings that mark a table, and what stands between its columns."""


def read_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with the line that it ends on; one without an id has the number of its row, from 1.

    Raises
    ------
    SpotItError
        If the file cannot be read, lacks a column, or a row has more cells than the head.
    """
    try:
        with TextIOWrapper(open_for_reading(path), "utf-8-sig", newline="") as stream:
            table = csv.DictReader(stream, delimiter=SEPARATORS[path.suffix.lower()], strict=True)
            lacking = [name for name in ("before", "after") if name not in (table.fieldnames or ())]
            if lacking:
                raise messages.error(messages.NO_COLUMN, path=path, name=lacking[0])
            for number, row in enumerate(table, 1):
                if None in row:
                    reason = "it has more cells than the head line"
                    raise messages.error(messages.BROKEN_LINE, path=path, line=table.line_num, reason=reason)
                yield table.line_num, {**row, "id": row.get("id") or str(number)}
    except OSError as failure:
        raise messages.error(messages.NOT_READABLE, path=path, reason=failure.strerror) from None
    except UnicodeDecodeError:
        raise messages.error(messages.NOT_IN_FORMAT, path=path, reason="it is not UTF-8 text") from None
    except csv.Error as failure:
        raise messages.error(messages.BROKEN_LINE, path=path, line=table.line_num + 1, reason=failure) from None


def read_columns(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The same of a Parquet file, a stretch of rows at a time.

    Raises
    ------
    SpotItError
        If pyarrow is not installed, or the file cannot be read or lacks a column.
    """
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise messages.package_missing("pyarrow") from None
    try:
        with ParquetFile(path) as table:
            names = table.schema_arrow.names
            lacking = [name for name in ("before", "after") if name not in names]
            if lacking:
                raise messages.error(messages.NO_COLUMN, path=path, name=lacking[0])
            number = 0
            for batch in table.iter_batches(columns=[name for name in ("id", "before", "after") if name in names]):
                for row in batch.to_pylist():
                    number += 1
                    given = row.get("id")
                    yield number, {**row, "id": str(number) if given is None else given}
    except OSError as failure:
        raise messages.error(messages.NOT_READABLE, path=path, reason=failure.strerror or failure) from None
    except (ArrowException, ValueError) as failure:
        raise messages.error(messages.NOT_IN_FORMAT, path=path, reason=failure) from None
