"""Which regions each word of a true sentence may be about: known here, since the sentence was made of the truth."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import numpy as np

from language.parser import Phrase, Situation, parse
from pipeline.core.tokens import located
from pipeline.training.alignment.pairs import FictivePair
from ranker.alignment.regions import Regions


def fitting_regions(sentence: str, pair: FictivePair, regions: Regions, longest: int) -> np.ndarray:
    """Shape ``(longest, n + n * n)``: objects first, then every two of them; a row without any is left open.

    Words of a noun phrase are about the object that is meant, even if others fit them: what happened to it, told
    elsewhere in the sentence, shows in its region.  Of a move it does not, so there every object that the phrase fits
    will do.  Words of a relation are about the two objects that it is said of, and the words for what happened about
    the changed object.
    """
    count = len(regions.nodes)
    made = np.zeros((longest, count + count * count), bool)
    facts = parse(sentence)
    if len(facts) != 1:
        return made
    (fact,) = facts
    situation = Situation.of_record(pair.record)
    side = int(fact.kind == "add")
    rows = [_rows(pair.nodes[place], regions, place) for place in (0, 1)]
    changed = rows[side].get((situation.changes[0].before, situation.changes[0].after)[side])
    shown = [changed] if fact.kind != "move" and changed is not None else []
    for phrase, where in ((fact.subject, side), (fact.anchor, side), (fact.newcomer, 1)):
        if phrase is None:
            continue
        objects = _known(rows[where], _fit(phrase, situation, where))
        meant = shown if phrase is fact.subject else []
        _mark(made, _words(sentence, phrase.start, phrase.end, longest), meant or objects)
    if fact.subject and fact.anchor and changed is not None:
        anchors = _known(rows[side], _fit(fact.anchor, situation, side))
        pairs = [count + head * count + tail for head, tail in product([changed], anchors)]
        _mark(made, _words(sentence, fact.subject.end, fact.anchor.start, longest)[:-1], pairs)
    if fact.newcomer is None and changed is not None:
        _mark(made, _words(sentence, fact.start, fact.end, longest), [changed])
    return made


def _mark(table: np.ndarray, words: list[int], regions: list[int]) -> None:
    for word in words:
        table[word, regions] = True


def _rows(nodes: Mapping[int, int], regions: Regions, side: int) -> dict[int | None, int]:
    """The region of each true object that one picture shows."""
    of_node = {pair[side]: row for row, pair in enumerate(regions.nodes) if pair[side] is not None}
    return {place: of_node[node] for place, node in nodes.items()}


def _fit(phrase: Phrase, situation: Situation, side: int) -> list[int]:
    scene = (situation.before, situation.after)[side]
    found = scene.fitting(phrase.properties)
    return [place for place in scene.properties if found >> place & 1]


def _known(rows: Mapping[int | None, int], objects: list[int]) -> list[int]:
    return [rows[place] for place in objects if place in rows]


def _words(sentence: str, start: int, end: int, longest: int) -> list[int]:
    """Places of the words between two characters."""
    found = [place for place, (_, begin, stop) in enumerate(located(sentence)) if begin >= start and stop <= end]
    return [place for place in found if place < longest]
