"""Whether phrases point at what they name: the pointing game of Park et al. 2019, and the overlap of boxes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.datasets.example import Boxes, Example, Truth
from pipeline.evaluate.answers import Answer, SaidPhrase
from pipeline.evaluate.shown import covers

if TYPE_CHECKING:
    from language.parser import Phrase, StatedFact

_NOWHERE: Boxes = (None, None)


@dataclass(frozen=True)
class Hits:
    """Of one phrase or several, over the pictures in which the object is visible or a box is given for it.

    ``pointed``: the middle of the box is inside the true box; ``overlapping``: their IoU is at least 0.5.
    """

    views: int
    pointed: int
    overlapping: int


def changed_object(example: Example, answer: Answer) -> Hits | None:
    """The phrase for the changed object (``add``: the new one; ``replace``: the old one), against its true boxes.

    None where nothing changed or the truth has no box.  A sentence that does not name the object points nowhere, and a
    box where the object is not visible is wrong.
    """
    truth = example.truth
    if truth is None or not truth.changes:
        return None
    change = truth.changes[0]
    boxes: Boxes = (change.boxes[0], None) if change.kind == "replace" else change.boxes
    if boxes[0] is None and boxes[1] is None:
        return None
    phrases = answer.phrases or ()
    facts = _facts(truth, answer)
    named = _phrase_of(facts[0].subject, phrases) if facts else next(iter(phrases), None)
    return _hits([(boxes, named.boxes if named else _NOWHERE)])


def other_objects(example: Example, answer: Answer) -> Hits | None:
    """The phrases for neighbours and for what replaced an object; None where the sentence has none.

    Only for pairs whose scenes are known, and phrases whose words fit one object.
    """
    truth = example.truth
    if truth is None:
        return None
    pairs = []
    for fact in _facts(truth, answer):
        for phrase, boxes in _others(fact, truth):
            named = _phrase_of(phrase, answer.phrases or ())
            pairs.append((boxes, named.boxes if named else _NOWHERE))
    return _hits(pairs) if pairs else None


def _facts(truth: Truth, answer: Answer) -> Sequence[StatedFact]:
    if truth.situation is None:
        return ()
    from language.parser import parse

    return parse(answer.caption)


def _others(fact: StatedFact, truth: Truth) -> Iterator[tuple[Phrase, Boxes]]:
    assert truth.situation is not None
    side = "after" if fact.kind == "add" else "before"
    scene = truth.situation.after if fact.kind == "add" else truth.situation.before
    if fact.anchor is not None and not fact.anchor.unknown:
        fits = scene.fitting(fact.anchor.properties)
        if fits.bit_count() == 1:
            yield fact.anchor, truth.objects[side, fits.bit_length() - 1]
    if fact.newcomer is not None and truth.changes and truth.changes[0].kind == "replace":
        yield fact.newcomer, (None, truth.changes[0].boxes[1])


def _phrase_of(wanted: Phrase | None, phrases: Sequence[SaidPhrase]) -> SaidPhrase | None:
    """The grounded phrase that shares most characters with a parsed one; they may differ by an article."""
    if wanted is None:
        return None
    shared = [min(one.end, wanted.end) - max(one.start, wanted.start) for one in phrases]
    best = int(np.argmax(shared)) if shared else -1
    return phrases[best] if shared and shared[best] > 0 else None


def _hits(pairs: Sequence[tuple[Boxes, Boxes]]) -> Hits:
    views = [
        (true, said)
        for wanted, given in pairs
        for true, said in zip(wanted, given, strict=True)
        if true is not None or said is not None
    ]
    both = [(true, said) for true, said in views if true is not None and said is not None]
    pointed = sum(_middle_inside(said, true) for true, said in both)
    overlapping = sum(covers(said, true) for true, said in both)
    return Hits(len(views), pointed, overlapping)


def _middle_inside(box: np.ndarray, around: np.ndarray) -> bool:
    middle = (box[:2] + box[2:]) / 2
    return bool((around[:2] <= middle).all() and (middle <= around[2:]).all())
