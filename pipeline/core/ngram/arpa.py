"""ARPA files: the text format that every n-gram toolkit reads."""

from __future__ import annotations

import math
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pipeline.core import messages

Table = dict[tuple[str, ...], tuple[float, float]]


def write_arpa(tables: Sequence[Mapping[tuple[str, ...], tuple[float, float]]], path: Path, digits: int = 6) -> None:
    """Write tables of n-gram to (log10 probability, log10 back-off); the file appears whole or not at all."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.writelines(_lines(tables, digits))
        os.chmod(draft, 0o644)
        os.replace(draft, path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def read_arpa(path: Path) -> list[Table]:
    """Read an ARPA file.

    Raises
    ------
    SpotItError
        If the file is missing, is no ARPA file, or holds another number of n-grams than it announces.
    """
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise messages.error(messages.LANGUAGE_MODEL_UNREADABLE, path=path) from error
    announced: list[int] = []
    tables: list[Table] = []
    try:
        for line in lines:
            if line.startswith("ngram "):
                announced.append(int(line.partition("=")[2]))
            elif line.endswith("-grams:") and line.startswith("\\"):
                tables.append({})
            elif line and tables and not line.startswith("\\"):
                probability, gram, *backoff = line.split("\t")
                numbers = (float(probability), float(backoff[0]) if backoff else 0.0)
                if not all(map(math.isfinite, numbers)):
                    raise ValueError("what is no number")
                tables[-1][tuple(gram.split(" "))] = numbers
    except ValueError as error:
        raise messages.error(messages.NO_ARPA, path=path) from error
    if not tables or [len(table) for table in tables] != announced:
        raise messages.error(messages.ARPA_CUT_SHORT, path=path)
    return tables


def _lines(tables: Sequence[Mapping[tuple[str, ...], tuple[float, float]]], digits: int) -> Iterator[str]:
    yield "\\data\\\n"
    for order, table in enumerate(tables, start=1):
        yield f"ngram {order}={len(table)}\n"
    for order, table in enumerate(tables, start=1):
        yield f"\n\\{order}-grams:\n"
        for gram in sorted(table):
            probability, backoff = table[gram]
            tail = f"\t{_number(backoff, digits)}" if order < len(tables) else ""
            yield f"{_number(probability, digits)}\t{' '.join(gram)}{tail}\n"
    yield "\n\\end\\\n"


def _number(value: float, digits: int) -> str:
    return f"{value:.{digits}f}" if value else "0"
