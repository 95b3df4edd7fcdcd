"""Sentences of a network are read back: true ones state their change, others are rejected."""

import pytest
from abstract_world import world

pytest.importorskip("spacy", reason="sentences are read back by the parser, which needs spaCy")

from language.abstract_scenes import KINDS
from language.neural.told import Reader
from language.templates import TemplateGenerator
from language.wording import Wording
from pipeline.core.types import Candidate
from pipeline.flow.stages import SeveralGenerators


@pytest.mark.parametrize("kind", KINDS)
def test_true_sentences_state_their_change_and_name_the_same_nodes(kind):
    checked = 0
    for seed in range(3):
        analysis = world(kind, seed)
        reader = Reader(analysis, Wording.read(None))
        for known in TemplateGenerator().generate(analysis)[::6]:
            found = reader.candidate(known.text, "neural", {"search": -1.0})
            if found.rejected:  # "one of the two" and the like fit several
                continue
            checked += 1
            assert found.changes == known.changes
            assert set(found.spans) == set(known.spans)
            assert found.features.get("usage") == pytest.approx(known.features.get("usage"))
    assert checked > (2 if kind == "none" else 10)


@pytest.mark.parametrize("kind", KINDS)
def test_sentences_about_another_pair_are_rejected_and_state_nothing(kind):
    analysis = world(kind, 1)
    reader = Reader(analysis, Wording.read(None))
    other = world("none" if kind != "none" else "move", 2)
    sentences = TemplateGenerator().generate(other)[:5]
    assert len(sentences) == 5
    for known in sentences:
        found = reader.candidate(known.text, "neural", {})
        assert found.rejected
        assert not found.changes
        assert not found.spans


def test_what_cannot_be_read_is_rejected():
    reader = Reader(world("move", 1), Wording.read(None))
    for text in ("The the of.", "Cube.", "The zebra moved."):
        assert reader.candidate(text, "neural", {}).rejected


class Fixed:
    def __init__(self, *candidates):
        self.candidates = list(candidates)

    def generate(self, analysis):
        return self.candidates


def test_a_rejected_sentence_competes_with_nobody():
    right = Candidate("The cube moved.", "templates", (0,))
    wrong = Candidate("The ball moved.", "neural", features={"rejected": 1.0})
    assert SeveralGenerators([Fixed(wrong), Fixed(right)]).generate(None) == [right]
    also_wrong = Candidate("The ball is gone.", "neural", features={"rejected": 1.0})
    assert SeveralGenerators([Fixed(wrong), Fixed()]).generate(None) == [wrong]
    assert SeveralGenerators([Fixed(wrong), Fixed(also_wrong)]).generate(None) == [wrong, also_wrong]


def test_a_sentence_that_two_find_is_kept_once_as_the_first_said_it():
    first, again = (Candidate("The cube moved.", name, (0,)) for name in ("templates", "ngram"))
    other = Candidate("The cube moved.", "ngram", (1,))
    assert SeveralGenerators([Fixed(first), Fixed(again, other)]).generate(None) == [first, other]
