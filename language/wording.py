"""How things are worded, and how often: frames, words for values, links, and which attributes are named together.

Counts come from captions (:mod:`language.delexicalise`); what nobody has counted is taken to be said equally often.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from language import lexicon
from language.frames import becoming, fits, hand_written
from language.lexicon import GENERIC, TYPE, in_order
from language.referring import Reference
from pipeline.core import messages
from pipeline.core.files import write_file
from pipeline.core.loaded import loaded_once
from pipeline.core.reading import WRONG, parse_json

SMOOTHING = 0.5
"""Added to every count: hand-written wordings that no caption has are rare, not impossible."""

Counts = Mapping[str, float]
Shares = dict[str, float]


@dataclass(frozen=True, eq=False)
class Wording:
    """Counts of wordings.

    Parameters
    ----------
    frames
        By kind of change, ``none`` and ``altered``.
    words, links
        Words by value, phrases by relation ("that is behind" and "behind" are two).
    expressions
        Attributes that are named together, as :func:`pattern` writes them.
    complete
        Nothing else is said of what is listed: hand-written wordings that are not counted do not exist.
    """

    frames: Mapping[str, Counts] = field(default_factory=dict)
    words: Mapping[str, Counts] = field(default_factory=dict)
    links: Mapping[str, Counts] = field(default_factory=dict)
    expressions: Counts = field(default_factory=dict)
    complete: bool = False

    def of_change(self, kind: str) -> Shares:
        """Frames for a kind of change with their shares, the house frame first."""
        written = _hand_written().get(kind) or becoming(kind)
        return self._shares(written, self.frames.get(kind, {}))

    def of_value(self, value: str) -> Shares:
        """Words for a value with their shares, the house word first."""
        return self._shares(lexicon.synonyms(value), self.words.get(value, {}))

    def of_relation(self, relation: str) -> Shares:
        """Links from an object to its neighbour with their shares, the house phrase first."""
        phrases = lexicon.RELATION_PHRASES[relation]
        return self._shares((*phrases, *(f"that is {phrase}" for phrase in phrases)), self.links.get(relation, {}))

    def of_expression(self, reference: Reference) -> float:
        """How often the attributes of a reference, and no others, are named."""
        return (self.expressions.get(pattern(reference), 0.0) + SMOOTHING) / self._named

    def _shares(self, written: Iterable[str], counted: Counts) -> Shares:
        listed = counted if self.complete and counted else (*written, *counted)
        known = {wording: counted.get(wording, 0.0) + SMOOTHING for wording in listed}
        total = sum(known.values())
        return {wording: count / total for wording, count in known.items()}

    @cached_property
    def _named(self) -> float:
        return sum(self.expressions.values()) + SMOOTHING * (len(self.expressions) + 1)

    def write(self, path: Path) -> None:
        """Write the counts as JSON."""
        record: dict[str, object] = {
            "frames": self.frames,
            "words": self.words,
            "links": self.links,
            "expressions": self.expressions,
        }
        record |= {"complete": True} if self.complete else {}
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        write_file(Path(path), (json.dumps(record, indent=1, sort_keys=True) + "\n").encode())

    @classmethod
    def read(cls, path: str | Path | None) -> Wording:
        """Read a file of counts; without one, nothing is counted.

        Raises
        ------
        SpotItError
            If the file is missing or damaged.
        """
        if path is None:
            return cls()
        return _read(path)


def pattern(reference: Reference) -> str:
    """Which attributes a reference names, as in ``{color} {shape} {relation} {size} {object}``."""
    text = _slots(reference.attributes)
    return f"{text} {{relation}} {_slots(reference.anchor_attributes)}" if reference.relation else text


def _slots(names: Iterable[str]) -> str:
    ordered = [name for name in in_order(names) if name != TYPE]
    return " ".join(f"{{{name}}}" for name in [*ordered, TYPE if TYPE in names else GENERIC])


@lru_cache(maxsize=1)
def _hand_written() -> dict[str, tuple[str, ...]]:
    return hand_written()


@loaded_once(messages.NO_TEMPLATES)
def _read(path: Path) -> Wording:
    try:
        record = parse_json(path.read_bytes())
        frames, words, links = (_groups(record[name]) for name in ("frames", "words", "links"))
        if not all(fits(kind, frame) for kind, known in frames.items() for frame in known):
            raise ValueError("a frame has a slot that nothing fills")
        expressions = _groups({"": record["expressions"]})[""]
        return Wording(frames, words, links, expressions, record.get("complete") is True)
    except (OSError, *WRONG) as error:
        raise messages.error(messages.TEMPLATES_DAMAGED, path=path) from error


def _groups(record: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    found = {str(name): {str(key): float(count) for key, count in counts.items()} for name, counts in record.items()}
    if not all(0 <= count < math.inf for counts in found.values() for count in counts.values()):
        raise ValueError("a count is none")
    return found
