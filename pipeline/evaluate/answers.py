"""Answers to score: lines of ``RESULTS.jsonl``, or anyone's captions as a COCO results file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.core import messages
from pipeline.core.files import write_file
from pipeline.core.reading import WRONG
from pipeline.datasets.example import Boxes, Example
from pipeline.datasets.files import identifier, read_json, read_json_lines, starts_with
from pipeline.datasets.truth import box_of
from pipeline.evaluate.stated import SaidChange

_NAMED = 5
"""Ids that a message lists before it says "and more"."""


@dataclass(frozen=True, eq=False)
class SaidPhrase:
    """Characters ``start:end`` of the caption and where they point in each picture."""

    start: int
    end: int
    boxes: Boxes


@dataclass(frozen=True, eq=False)
class Answer:
    """What was said of one example.  ``changes`` and ``phrases`` are None where only a caption was given."""

    id: str
    caption: str
    error: str = ""
    changes: tuple[SaidChange, ...] | None = None
    phrases: tuple[SaidPhrase, ...] | None = None


def read_answers(path: Path) -> list[Answer]:
    """Read results in either form.

    Raises
    ------
    SpotItError
        If the file cannot be read, a line is no result, or an id is missing or there twice.
    """
    coco = starts_with(path, "[")
    entries: Iterable[tuple[int, Any]] = enumerate(read_json(path, list), 1) if coco else read_json_lines(path)
    key, where = ("image_id", "entry") if coco else ("id", "line")
    answers: list[Answer] = []
    places: dict[str, int] = {}
    for place, entry in entries:
        try:
            answer = _answer(entry, key)
        except WRONG as failure:
            reason = str(failure) if isinstance(failure, _NoAnswer) else "it is not in the form of a result"
            raise messages.error(messages.BAD_ANSWER, path=path, where=where, place=place, reason=reason) from None
        if answer.id in places:
            first = places[answer.id]
            raise messages.error(messages.SAME_ANSWER, path=path, where=where, place=place, id=answer.id, first=first)
        places[answer.id] = place
        answers.append(answer)
    if not answers:
        raise messages.error(messages.NO_ANSWERS, path=path)
    return answers


def in_step(
    examples: Sequence[Example], answers: Iterable[Answer], path: Path, partial: bool = False
) -> tuple[list[Example], list[Answer]]:
    """Examples and their answers in the same order; errors and empty captions are kept, and named on stderr.

    Raises
    ------
    SpotItError
        If an answer has no example, or, unless ``partial``, an example no answer.
    """
    table = {answer.id: answer for answer in answers}
    known = {example.id for example in examples}
    strange = [name for name in table if name not in known]
    if strange:
        raise messages.error(messages.UNKNOWN_ANSWERS, path=path, count=len(strange), id=strange[0])
    missing = [example.id for example in examples if example.id not in table]
    if missing and not partial:
        count, total = len(missing), len(examples)
        raise messages.error(messages.MISSING_ANSWERS, path=path, count=count, total=total, id=missing[0])
    if missing:
        messages.notice(messages.PARTIAL, count=len(missing), total=len(examples))
    kept = [example for example in examples if example.id in table]
    found = [table[example.id] for example in kept]
    failed = [answer.id for answer in found if answer.error]
    silent = [answer.id for answer in found if not answer.error and not answer.caption]
    for template, names in ((messages.FAILED_ANSWERS, failed), (messages.EMPTY_ANSWERS, silent)):
        if names:
            listed = ", ".join(names[:_NAMED]) + (", and more" if len(names) > _NAMED else "")
            messages.notice(template, count=len(names), ids=listed)
    return kept, found


def write_coco(path: Path, answers: Iterable[Answer], numbers: bool) -> None:
    """Write captions as a COCO results file; ids are whole numbers for COCO itself, and text for everything else.

    Raises
    ------
    SpotItError
        If the file cannot be written.
    """
    entries = [
        {"image_id": int(answer.id) if numbers and answer.id.isdecimal() else answer.id, "caption": answer.caption}
        for answer in answers
    ]
    write_file(path, (json.dumps(entries, indent=1) + "\n").encode())


class _NoAnswer(ValueError):
    """With a reason for people to read."""


def _answer(entry: Any, key: str) -> Answer:
    name = identifier(entry.get(key))
    if name is None:
        raise _NoAnswer(f"it has no {key}")
    if "error" in entry:
        return Answer(name, "", str(entry["error"]) or "error")
    caption = entry.get("caption")
    if not isinstance(caption, str):
        raise _NoAnswer("it has no caption")
    changes, phrases = entry.get("changes"), entry.get("grounding")
    return Answer(
        name,
        caption if caption.strip() else "",
        changes=None if changes is None else tuple(map(SaidChange.of_json, changes)),
        phrases=None if phrases is None else tuple(map(_phrase, phrases)),
    )


def _change(entry: dict[str, Any]) -> SaidChange:
    attributes = {_text(name): _text(value) for name, value in dict(entry["attributes"]).items()}
    return SaidChange(_text(entry["kind"]), _text(entry.get("label") or ""), attributes, _text(entry.get("new") or ""))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _phrase(entry: dict[str, Any]) -> SaidPhrase:
    before, after = (entry.get(f"box_{side}") for side in ("before", "after"))
    boxes = (box_of(before), box_of(after))
    if any(box is not None and not (box.shape == (4,) and np.isfinite(box).all()) for box in boxes):
        raise ValueError("no box")
    return SaidPhrase(int(entry["start"]), int(entry["end"]), boxes)
