"""Marks to facts: a small grammar of clauses."""

from __future__ import annotations

from dataclasses import dataclass, field

from language.lexicon import TYPE
from language.parser.facts import Phrase, StatedFact
from language.parser.marks import Mark, sentences


def parse(sentence: str) -> list[StatedFact]:
    """The facts that a sentence (or several) in the domain's words states, with their places in it.

    Word order and auxiliaries are free ("the ball was removed", "someone has removed the ball"); clauses may be joined
    by "and".  A clause that is denied ("did not move"), or in which nothing is said to have happened, states nothing.
    """
    facts: list[StatedFact] = []
    for marks in sentences(sentence):
        for clause in _clauses(marks):
            facts += [fact for fact in [_fact(clause)] if fact is not None]
    return facts


@dataclass
class _Clause:
    """The marks around one thing that happened."""

    before: list[Mark] = field(default_factory=list)
    happened: Mark | None = None
    after: list[Mark] = field(default_factory=list)
    denied: bool = False


def _clauses(marks: list[Mark]) -> list[_Clause]:
    """A new clause begins after an "and", or with a noun phrase that the clause so far has no place for."""
    clauses = [_Clause()]
    for place, mark in enumerate(marks):
        clause = clauses[-1]
        following = marks[place + 1 :]
        if mark.sort == "denial":
            clause.denied = True
        elif mark.sort == "happened" and clause.happened is None:
            clause.happened = mark
        elif mark.sort == "happened":
            clauses.append(_Clause(happened=mark))
        elif mark.sort == "and":
            if clause.happened is not None and any(later.sort == "happened" for later in following):
                clauses.append(_Clause())
        else:
            (clause.before if clause.happened is None else clause.after).append(mark)
    return clauses


def _fact(clause: _Clause) -> StatedFact | None:
    mark = clause.happened
    if mark is None:
        return _new_object(clause)
    if clause.denied:
        return None
    start, end = mark.start, mark.end
    if mark.name == "none":
        return StatedFact("none", start, end)
    subject, relation, anchor = _object(clause.before)
    if mark.name == "replaced":
        newcomer = _first_phrase(clause.after)
        return StatedFact("replace", start, end, subject, relation, anchor, newcomer=newcomer) if subject else None
    if mark.name == "replacing":
        old, relation, anchor = _object(clause.after)
        return StatedFact("replace", start, end, old, relation, anchor, newcomer=subject) if old else None
    if mark.name == "become" or (mark.name == "altered" and any(later.sort == "value" for later in clause.after)):
        return _became(clause, subject, relation, anchor)
    if subject is None:  # "someone removed the cube", "there is a new cube"
        subject, relation, anchor = _object(clause.after)
    return StatedFact(mark.name, start, end, subject, relation, anchor) if subject else None


def _became(clause: _Clause, subject: Phrase | None, relation: str, anchor: Phrase | None) -> StatedFact | None:
    """The last value named is the new one, as in "changed from red to blue"."""
    mark = clause.happened
    assert mark is not None
    if subject is None:
        return None
    values = [later for later in clause.after if later.sort == "value"]
    if values:
        attribute, _, value = values[-1].name.partition("=")
        return StatedFact(attribute, mark.start, values[-1].end, subject, relation, anchor, value)
    phrase = _first_phrase(clause.after)
    if phrase is None or phrase.unknown:
        return None
    if set(phrase.properties) == {TYPE}:
        return StatedFact(TYPE, mark.start, phrase.end, subject, relation, anchor, phrase.properties[TYPE])
    if TYPE not in phrase.properties and len(phrase.properties) == 1:  # "is now a red thing"
        ((attribute, value),) = phrase.properties.items()
        return StatedFact(attribute, mark.start, phrase.end, subject, relation, anchor, value)
    return StatedFact("replace", mark.start, phrase.end, subject, relation, anchor, newcomer=phrase)


def _new_object(clause: _Clause) -> StatedFact | None:
    """ "There is a new red ball" says no more than that the ball is new."""
    if clause.denied or not clause.before or clause.before[0].name != "new":
        return None
    subject, relation, anchor = _object(clause.before)
    return StatedFact("add", clause.before[0].start, clause.before[0].end, subject, relation, anchor)


def _object(marks: list[Mark]) -> tuple[Phrase | None, str, Phrase | None]:
    """The first noun phrase, and the relation to a second one that follows it."""
    phrases = [(place, mark) for place, mark in enumerate(marks) if mark.phrase is not None]
    if not phrases:
        return None, "", None
    place, first = phrases[0]
    rest = marks[place + 1 :]
    if len(rest) >= 2 and rest[0].sort == "relation" and rest[1].phrase is not None:
        return first.phrase, rest[0].name, rest[1].phrase
    return first.phrase, "", None


def _first_phrase(marks: list[Mark]) -> Phrase | None:
    return next((mark.phrase for mark in marks if mark.phrase is not None), None)
