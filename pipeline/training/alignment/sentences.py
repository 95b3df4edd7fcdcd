"""Sentences that are true of a pair, and sentences made false by a word or two."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from random import Random
from typing import Any

from language import lexicon
from language.captions import captions
from language.lexicon import ATTRIBUTE_VALUES, GENERIC, TYPE, synonyms
from language.parser import Situation, StatedFact, judge
from language.scene_pair import ScenePair
from pipeline.core.tokens import as_sentence

ATTEMPTS = 12


def true_sentences(record: Mapping[str, Any], rng: Random) -> list[str]:
    """Captions of the change, each of which picks out one object; none where no words do."""
    return [as_sentence(text) for text in captions(ScenePair.of_record(record), rng)]


def false_sentences(sentence: str, record: Mapping[str, Any], rng: Random, count: int) -> list[str]:
    """At most so many variants with other words ("replace") or two phrases exchanged ("confuse"), none of them true.

    That an object moved does not show in its regions, so of a move only sentences about objects that are not there
    count as false (the names are those of Yao et al. 2022, section 3.3).
    """
    situation = Situation.of_record(record)
    found: dict[str, None] = {}
    for _ in range(ATTEMPTS):
        variant = confused(sentence) if rng.random() < 0.15 else _replaced(sentence, rng)
        if variant and variant not in found and variant != sentence and _is_false(variant, situation, record["kind"]):
            found[variant] = None
        if len(found) == count:
            break
    return list(found)


def noun_words() -> frozenset[str]:
    """Words that a noun phrase ends with."""
    return frozenset(word for value in (*ATTRIBUTE_VALUES[TYPE], GENERIC) for word in synonyms(value))


def modifier_words() -> frozenset[str]:
    """Words that stand before the noun."""
    values = (value for name, values in ATTRIBUTE_VALUES.items() if name != TYPE for value in values)
    return frozenset(word for value in values for word in synonyms(value))


def _replaced(sentence: str, rng: Random) -> str:
    places = [(match, others) for pattern, others in _swaps() for match in pattern.finditer(sentence)]
    if not places:
        return ""
    match, others = rng.choice(places)
    return sentence[: match.start()] + rng.choice(others) + sentence[match.end() :]


def confused(sentence: str) -> str:
    """The head and its neighbour exchanged: "the cube behind the ball" becomes "the ball behind the cube"."""
    match = _ONE_HOP.match(sentence)
    return f"{match[1]}{match[4]}{match[3]}{match[2]}{match[5]}" if match else ""


def _is_false(sentence: str, situation: Situation, kind: str) -> bool:
    judgement = judge(sentence, situation)
    if judgement.true or len(judgement.facts) != 1:
        return False
    return kind != "move" or _nowhere(judgement.facts[0], situation)


def _nowhere(fact: StatedFact, situation: Situation) -> bool:
    """Whether no object before fits the description."""
    scene = situation.before
    if fact.subject is None:
        return False
    heads = scene.fitting(fact.subject.properties)
    if fact.anchor is None:
        return not heads
    anchors = scene.fitting(fact.anchor.properties)
    return not any(heads & scene.standing(fact.relation, node) for node in scene.properties if anchors >> node & 1)


@cache
def _swaps() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    """Every word or phrase that may be exchanged, with what may stand in its place."""
    groups = [[synonyms(value) for value in values] for values in ATTRIBUTE_VALUES.values()]
    groups.append([lexicon.RELATION_PHRASES[name] for name in ("left", "right", "front", "behind")])
    groups.append([lexicon.PREDICATES[name] for name in ("add", "drop")])
    made = [
        (phrases, [p for other in group if other is not phrases for p in other])
        for group in groups
        for phrases in group
    ]
    made.append((synonyms(GENERIC), [word for value in ATTRIBUTE_VALUES[TYPE] for word in synonyms(value)]))
    return tuple((_pattern(phrases), tuple(others)) for phrases, others in made)


def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(longest)})\b")


_RELATIONS = "|".join(phrase for phrases in lexicon.RELATION_PHRASES.values() for phrase in phrases)
_NOUNS = "|".join(sorted(noun_words()))
_ONE_HOP = re.compile(
    rf"(The )(.+?\b(?:{_NOUNS})|(?:{_NOUNS}))( (?:that is )?(?:{_RELATIONS}) the )(.*?\b(?:{_NOUNS}))(\b.*)"
)
