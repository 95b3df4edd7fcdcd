"""Results as a Parquet file.  While a run goes on its lines stand in a file beside it, from which it can be resumed."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.core import messages
from pipeline.core.files import partial_of, write_failure

ENDING = ".parquet"
ROWS_AT_ONCE = 2000


def is_table(path: Path) -> bool:
    """Whether results that are to go there are to be a table."""
    return path.suffix.lower() == ENDING


def lines_beside(path: Path) -> Path:
    """Where the lines of a table stand until it is finished."""
    return path.with_name(f".{path.name}.jsonl")


def take_up(path: Path, resume: bool, force: bool) -> Path:
    """The file of lines beside a table; those of a finished table stand in it again if the run is to be resumed.

    Raises
    ------
    SpotItError
        If pyarrow is not installed, or the table exists and neither ``resume`` nor ``force`` is given.
    """
    arrow = _pyarrow()
    lines = lines_beside(path)
    if not (resume or force) and (path.exists() or lines.exists()):
        raise messages.error(messages.RESULTS_EXIST, path=path)
    if resume and path.exists() and not lines.exists():
        partial = lines.with_suffix(".part")
        try:
            with arrow.parquet.ParquetFile(path) as table, partial.open("wb") as stream:
                for batch in table.iter_batches(columns=["line"]):
                    stream.writelines(line.encode("ascii") + b"\n" for line in batch.column(0).to_pylist())
            partial.replace(lines)
        except (OSError, ValueError, arrow.ArrowException) as failure:
            partial.unlink(missing_ok=True)
            raise messages.error(messages.NOT_IN_FORMAT, path=path, reason=failure) from None
    return lines


def finish(path: Path) -> None:
    """Make the table of the lines beside it, whole or not at all, and remove them.

    Raises
    ------
    SpotItError
        If it cannot be written; the lines stay.
    """
    arrow = _pyarrow()
    text, truth, number = arrow.string(), arrow.bool_(), arrow.float64()
    kinds = {"id": text, "before": text, "after": text, "pack": text, "changed": truth, "caption": text, "error": text}
    schema = arrow.schema([*kinds.items(), ("kind", text), ("confidence", number), ("line", text)])
    lines, partial = lines_beside(path), partial_of(path)
    try:
        with lines.open(encoding="ascii") as stream, arrow.parquet.ParquetWriter(partial, schema) as writer:
            while rows := [_row(line, kinds) for line in islice(stream, ROWS_AT_ONCE)]:
                writer.write_table(arrow.Table.from_pylist(rows, schema))
        partial.replace(path)
    except OSError as failure:
        raise write_failure(failure, path) from None
    finally:
        partial.unlink(missing_ok=True)
    lines.unlink()


def _row(line: str, plain: dict[str, Any]) -> dict[str, Any]:
    """What is asked for most often in columns of its own, and the whole line."""
    result = json.loads(line)
    first = (result.get("changes") or [{}])[0]
    told = {name: result.get(name) for name in plain}
    return {**told, "kind": first.get("kind"), "confidence": first.get("confidence"), "line": line.rstrip("\n")}


def _pyarrow() -> Any:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise messages.package_missing("pyarrow") from None
    return pyarrow
