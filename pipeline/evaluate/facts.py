"""Whether the facts are right: those of the change list, and those that the sentence states."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.datasets.example import NO_CHANGE, Example, Truth
from pipeline.evaluate.answers import Answer
from pipeline.evaluate.stated import states, told

if TYPE_CHECKING:
    from language.parser import StatedFact


@dataclass(frozen=True)
class ListVerdict:
    """Of a change list: how many changes are ``said`` (None in an error), how many are ``true``, how many are both.

    ``first``: what comes first is true; nothing comes first where nothing changed.
    """

    said: int | None
    true: int
    right: int
    first: bool

    @property
    def exact(self) -> bool:
        """Whether every true change is said, and nothing else."""
        return self.said == self.true == self.right


@dataclass(frozen=True)
class SentenceVerdict:
    """Of a sentence.

    ``parsed``: facts were found in it; ``true``: they are true, all of them; ``unique``: and its words for each object
    fit that one alone (None where not all objects are known).
    """

    parsed: bool
    true: bool
    unique: bool | None


def judge_list(truth: Truth, answer: Answer) -> ListVerdict:
    """Compare a change list with the truth, by :mod:`pipeline.evaluate.stated`; an error is never right."""
    said, true = answer.changes, truth.changes
    if said is None:
        return ListVerdict(None, len(true), 0, False)
    first = any(states(said[0], one) for one in true) if said else not true
    return ListVerdict(len(said), len(true), len(told(said, true)), first)


def judge_sentence(example: Example, answer: Answer) -> SentenceVerdict | None:
    """Judge a caption by the scenes, or, where they are not known, by what the references state.

    None where there is neither, or most references are not in the parser's words.  Needs spaCy.
    """
    from language.parser import judge
    from pipeline.evaluate.agreement import agrees

    facts = _parsed(answer.caption)
    truth = example.truth
    if truth is not None and truth.situation is not None:
        verdict = judge(facts, truth.situation)
        return SentenceVerdict(bool(facts), verdict.true, verdict.unique)
    if truth is not None and not truth.changes:
        return SentenceVerdict(bool(facts), bool(facts) and all(fact.kind == NO_CHANGE for fact in facts), None)
    references = [stated for text in example.captions if (stated := _parsed(text))]
    if 2 * len(references) <= len(example.captions):
        return None
    return SentenceVerdict(bool(facts), agrees(facts, references), None)


@lru_cache(maxsize=100_000)
def _parsed(text: str) -> tuple[StatedFact, ...]:
    """Captions repeat each other, those of unchanged pairs above all."""
    from language.parser import parse

    return tuple(parse(text))
