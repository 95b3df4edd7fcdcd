"""Whether the facts that a sentence states are true of a pair, and whether its words pick out one object."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from language.parser.facts import Phrase, StatedFact
from language.parser.parse import parse
from language.parser.situation import KnownChange, Situation
from language.scene import Scene
from pipeline.core.kinds import OBJECT_KINDS


@dataclass(frozen=True)
class Judgement:
    """The verdict on a sentence.

    ``true``: it states at least one fact, and each that it states is true of a change of its own.  ``unique``: besides,
    the words for each object fit that object alone ("one of the two cubes" counts where there are two).  ``changes``
    are the places, in the situation, of the changes stated truly.  ``reason`` says what is wrong, if anything is.
    """

    true: bool
    unique: bool
    changes: tuple[int, ...]
    facts: tuple[StatedFact, ...]
    reason: str = ""


def judge(sentence: str | Sequence[StatedFact], situation: Situation) -> Judgement:
    """Judge a sentence, or the facts parsed from one, by what is known of the pair."""
    facts = tuple(parse(sentence) if isinstance(sentence, str) else sentence)
    if not facts:
        return Judgement(False, False, (), facts, "no fact is stated")
    told: list[int] = []
    reasons, doubts = [], []
    for fact in facts:
        place, wrong, doubt = _told(fact, situation, told)
        reasons += [wrong] * bool(wrong)
        doubts += [doubt] * bool(doubt)
        told += [] if place is None or wrong else [place]
    return Judgement(not reasons, not reasons and not doubts, tuple(told), facts, "; ".join(reasons or doubts))


def _told(fact: StatedFact, situation: Situation, told: Sequence[int]) -> tuple[int | None, str, str]:
    """The change that a fact states, what is false of it, and what it leaves open."""
    if fact.kind == "none":
        return None, "something changed" if situation.changes else "", ""
    if not situation.changes:
        return None, "nothing changed", ""
    verdicts = [
        (place, *_stated(fact, change, situation))
        for place, change in enumerate(situation.changes)
        if place not in told
    ]
    return min(verdicts, key=lambda v: (bool(v[1]), bool(v[2])), default=(None, "the change is stated already", ""))


def _stated(fact: StatedFact, change: KnownChange, situation: Situation) -> tuple[str, str]:
    """What is false of a fact if it is about this change, and what it leaves open."""
    if fact.kind not in (change.kind, "altered"):
        return f"the kind is {change.kind}, not {fact.kind}", ""
    if fact.kind == "altered" and change.kind in OBJECT_KINDS:
        return f"the kind is {change.kind}, not a new look", ""
    if fact.kind in OBJECT_KINDS and fact.new:
        return f"{fact.kind} has no new value, {fact.new} is said", ""
    if fact.kind != "altered" and change.new and fact.new != change.new:
        return f"the new value is {change.new}, not {fact.new or 'unsaid'}", ""
    if fact.newcomer is not None and not _fits(fact.newcomer, change.newcomer):
        return f"the new object is {_words(change.newcomer)}", ""
    scene, node = (situation.after, change.after) if change.before is None else (situation.before, change.before)
    if fact.subject is None or node is None or node not in scene.properties:
        return "", "the object is not named" if fact.subject is None else ""
    if not _fits(fact.subject, scene.properties[node]):
        return f"the object is {_words(scene.properties[node])}", ""
    return _placed(fact, scene, node)


def _placed(fact: StatedFact, scene: Scene, node: int) -> tuple[str, str]:
    assert fact.subject is not None
    heads = scene.fitting(fact.subject.properties)
    if fact.anchor is None:
        count = heads.bit_count()
        alone = count == 1 or (fact.subject.article == "one" and count == fact.subject.among)
        return "", "" if alone or fact.subject.article == "a" else f"the words fit {count} objects"
    anchors = [] if fact.anchor.unknown else _nodes(scene.fitting(fact.anchor.properties))
    beside = [heads & scene.standing(fact.relation, anchor) for anchor in anchors]
    if not any(standing >> node & 1 for standing in beside):
        return f"it does not stand {fact.relation} of that", ""
    if len(anchors) > 1:
        return "", f"the words for its neighbour fit {len(anchors)} objects"
    return "", "" if beside[0] == 1 << node else f"the words fit {beside[0].bit_count()} objects"


def _fits(phrase: Phrase, properties: dict[str, str]) -> bool:
    return not phrase.unknown and phrase.properties.items() <= properties.items()


def _nodes(found: int) -> list[int]:
    return [node for node in range(found.bit_length()) if found >> node & 1]


def _words(properties: dict[str, str]) -> str:
    return " ".join(properties.values())
