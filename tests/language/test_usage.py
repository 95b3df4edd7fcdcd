from collections import Counter
from random import Random

import pytest
from test_referring import COLOR, MATERIAL, SHAPE, SIZE, table

from language.abstract_scenes import scene_pair
from language.captions import captions
from language.parser import parse
from language.usage import Usage


def shares(scene, node):
    return {
        use.reference(node, place): use.share for use in Usage(scene, node).uses() for place in range(len(use.names))
    }


def test_shares_are_of_unique_references_and_sum_to_one():
    found = shares(table(), 1)
    assert sum(found.values()) == pytest.approx(1)
    for reference in found:
        assert reference.unique and len(reference.attributes) < 4


def test_zero_hop_shares_by_hand():
    """The blue cube: with the color, any of the other three may be said, but one attribute is always left out.

    Left out the size: color with any of material and shape, four choices; so for material and shape; left out the
    color: none.  The color alone is a choice all three times.
    """
    found = {r.attributes: s for r, s in shares(table(changed=(0, 2, 3)), 1).items() if not r.relation}
    total = sum(found.values())
    assert found[COLOR,] / total == pytest.approx(3 / 4 / 3)
    assert found[SIZE, COLOR, MATERIAL] / total == pytest.approx(1 / 4 / 3)
    assert (SIZE, COLOR, MATERIAL, SHAPE) not in found


def test_an_object_without_a_unique_reference_has_none():
    assert Usage(table(changed=(1, 2)), 0).uses() == []
    assert Usage(table(changed=(1, 2)), 0).draw(COLOR, False, Random(0)) is None


def test_captions_use_references_as_often_as_said():
    pair = scene_pair("drop", Random(4))
    seen = Counter()
    for seed in range(60):
        for text in captions(pair, Random(seed)):
            (fact,) = parse(text)
            seen[frozenset(fact.subject.properties), bool(fact.relation)] += 1
    expected = Counter()
    for reference, share in shares(pair.before.about(pair.old), pair.old).items():
        expected[frozenset(reference.attributes), bool(reference.relation)] += share
    assert set(seen) <= set(expected)
    distance = sum(abs(seen[key] / seen.total() - expected[key]) for key in expected) / 2
    assert distance < 0.12
