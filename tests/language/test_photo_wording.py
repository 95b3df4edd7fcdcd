"""The wording that the photo pack's language model prefers."""

from __future__ import annotations

import pytest
from photo_world import thing, told

from detectors.coco import COCO_LABELS
from language.photo.templates import PhotoTemplateGenerator
from language.photo.words import COLORS, nouns
from pipeline.core.ngram.scorer import Scorer
from pipeline.core.places import Direction, Place
from pipeline.core.tokens import tokenize
from pipeline.worlds.finder import find_world
from ranker.lm import LanguageModelRanker


@pytest.fixture(scope="module")
def ranker() -> LanguageModelRanker:
    return LanguageModelRanker(**find_world("photo").arguments("ranker", "lm"))


def best(ranker, analysis) -> str:
    return ranker.rank(PhotoTemplateGenerator().generate(analysis), analysis)[0].text


def test_every_word_that_the_grammar_has_is_known(ranker):
    model = Scorer(ranker.language_model).model
    for label in COCO_LABELS:
        analysis = told("drop", label, others=[thing(label, 9, 9)], place=Place.LEFT, near="person")
        candidates = PhotoTemplateGenerator().generate(analysis)
        assert any(noun in candidate.text for candidate in candidates for noun, _ in nouns(label))
        for candidate in candidates:
            unknown = [word for word in tokenize(candidate.text) if word not in model]
            assert not unknown, candidate.text
    assert all(color in model for color in COLORS)


@pytest.mark.parametrize(
    ("analysis", "plain"),
    [
        (told("add", "person", color="white", place=Place.BOTTOM), {
            "There is now a person in white at the bottom.", "A person in white has appeared at the bottom."}),
        (told("add", "person", count=2, place=Place.LEFT), {
            "There are now two people on the left.", "Two people have appeared on the left."}),
        (told("drop", "car", color="red", place=Place.LEFT), {
            "The red car on the left is gone.", "The red car on the left has disappeared."}),
        (told("move", "person", color="white", direction=Direction.LEFT), {
            "The person in white has moved to the left.", "The person in white moved to the left."}),
        (told("color", "bus", color="red", old="red", new="blue"), {
            "The red bus is now blue.", "The red bus turned blue.", "The bus changed from red to blue."}),
        (told("drop", "person", color="white", place=Place.LOWER_RIGHT), {
            "The person in white at the bottom right is gone."}),
        (told("add", "dog", place=Place.UPPER_LEFT), {
            "There is now a dog at the top left.", "A dog has appeared at the top left."}),
        (told("count", "zebra", group=(3, 2)), {"There are now only two zebras instead of three."}),
    ],
)  # fmt: skip
def test_a_plain_wording_comes_first(ranker, analysis, plain):
    assert best(ranker, analysis) in plain
