"""Manifests as tables: CSV or TSV with a head line that names the columns ``before``, ``after`` and perhaps ``id``."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from pipeline.core import messages

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
        with path.open(encoding="utf-8-sig", newline="") as stream:
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
