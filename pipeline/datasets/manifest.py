"""``PAIRS.jsonl``: a pair a line, with its references in ``captions`` and perhaps what is true of it."""

from __future__ import annotations

from pathlib import Path

from pipeline.core import messages
from pipeline.core.reading import WRONG
from pipeline.datasets.example import Example
from pipeline.datasets.files import identifier, read_json_lines, sentences
from pipeline.datasets.truth import kind_of, truth_of


def read(path: Path) -> list[Example]:
    """The pairs of a manifest.

    Raises
    ------
    SpotItError
        If the file or a line cannot be read, or an id is missing or used twice.
    """
    examples: list[Example] = []
    lines: dict[str, int] = {}
    for number, row in read_json_lines(path):
        name = identifier(row.get("id"))
        if name is None:
            raise messages.error(messages.BAD_LINE, path=path, line=number, reason="it has no id")
        if name in lines:
            raise messages.error(messages.SAME_ID, path=path, line=number, id=name, first=lines[name])
        lines[name] = number
        try:
            truth = truth_of(row)
        except WRONG as failure:
            reason = f"what it says is true cannot be read ({type(failure).__name__}: {failure})"
            raise messages.error(messages.BAD_LINE, path=path, line=number, reason=reason) from None
        pictures = tuple(path.parent / row[key] for key in ("before", "after") if isinstance(row.get(key), str))
        examples.append(Example(name, pictures, sentences(row.get("captions")), kind_of(row, truth), truth))
    if not examples:
        raise messages.error(messages.EMPTY_MANIFEST, path=path)
    return examples
