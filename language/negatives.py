"""Hard negatives: sentences that look right and are not, made from true ones in three ways (Yao, Wang and Jin 2022)."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from language import lexicon
from language.lexicon import ATTRIBUTE_VALUES, synonyms
from language.parser import Situation, judge, parse


def negatives(captions: Sequence[str], others: Sequence[str], situation: Situation, rng: Random) -> list[str]:
    """One false sentence of each sort for every caption, where one is found.

    Parameters
    ----------
    captions
        True sentences about the pair.
    others
        Sentences about other pairs, the more alike the harder.
    situation
        The truth of the pair: what happens to be true of it is left out.
    """
    made = []
    for caption in captions:
        made += [rng.choice(others)] if others else []
        made += [replaced(caption, rng), confused(caption, rng)]
    return [text for text in dict.fromkeys(made) if text and not judge(text, situation).true]


def replaced(caption: str, rng: Random) -> str:
    """Replace: one word for a value gives way to a word for another value of the same attribute."""
    words = caption.split()
    values = _values()
    places = [place for place, word in enumerate(words) if word in values]
    if not places:
        return rng.choice([said for said in lexicon.NO_CHANGE if said != caption])
    place = rng.choice(places)
    attribute, value = values[words[place]]
    other = rng.choice([known for known in ATTRIBUTE_VALUES[attribute] if known != value])
    words[place] = rng.choice(synonyms(other))
    return " ".join(words)


def confused(caption: str, rng: Random) -> str:
    """Confuse: the two objects change places, or what happened gives way to something else."""
    facts = parse(caption)
    if len(facts) != 1 or facts[0].subject is None:
        return ""
    (fact,) = facts
    subject, anchor = fact.subject, fact.anchor
    assert subject is not None
    if anchor is not None and subject.end < anchor.start:
        one, other = caption[subject.start : subject.end], caption[anchor.start : anchor.end]
        return caption[: subject.start] + other + caption[subject.end : anchor.start] + one + caption[anchor.end :]
    kind = rng.choice([kind for kind in lexicon.PREDICATES if kind != fact.kind])
    return f"the {caption[subject.start : subject.end]} {rng.choice(lexicon.PREDICATES[kind])}"


def _values() -> dict[str, tuple[str, str]]:
    return {
        word: (attribute, value)
        for attribute, known in ATTRIBUTE_VALUES.items()
        for value in known
        for word in synonyms(value)
    }
