"""The sentence most like the others comes first."""

from __future__ import annotations

from ranker.cider import Rarity
from ranker.consensus import by_consensus

TOLD = [
    text.split()
    for text in (
        "a man stands",
        "a brown dog runs through the grass",
        "a brown dog is running through the grass",
        "a dog runs through tall grass",
    )
]
KNOWN = Rarity.of([[words] for words in TOLD])


def test_what_most_others_say_comes_first():
    order = by_consensus(TOLD, KNOWN)
    assert order[0] == 1
    assert order[-1] == 0


def test_of_equals_the_first_stays_first():
    assert by_consensus([TOLD[0], TOLD[0]], KNOWN) == [0, 1]
    assert by_consensus([], KNOWN) == []
