"""Whether the facts are right: those of the change list, and those that the sentence states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.datasets.example import NO_CHANGE, Example, TrueChange, Truth
from pipeline.evaluate.answers import Answer, SaidChange

if TYPE_CHECKING:
    from language.parser import StatedFact


@dataclass(frozen=True)
class ListVerdict:
    """Of a change list.  ``exact``: it is the true one; ``first``: what comes first is true."""

    exact: bool
    first: bool


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
    """Compare a change list with the truth.

    A change is right if its kind, every attribute that the truth gives, and the new value are; an error is never right.
    """
    if answer.changes is None:
        return ListVerdict(False, False)
    left = list(answer.changes)
    found = 0
    for true in truth.changes:
        hit = next((said for said in left if states(said, true)), None)
        if hit is not None:
            left.remove(hit)
            found += 1
    return ListVerdict(found == len(truth.changes) and not left, _first_right(truth, answer.changes))


def states(said: SaidChange, true: TrueChange) -> bool:
    """Whether a stated change is the true one."""
    if said.kind != true.kind or (true.label and said.label != true.label):
        return False
    if any(said.attributes.get(name) != value for name, value in true.attributes.items()):
        return False
    if true.newcomer:
        return set(said.new.split()) == set(true.newcomer.values())
    return not true.new or said.new == true.new


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


def _first_right(truth: Truth, said: Sequence[SaidChange]) -> bool:
    return any(states(said[0], true) for true in truth.changes) if said else not truth.changes
