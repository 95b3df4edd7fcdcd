import pytest

from language.morphology import indefinite, number, plural
from pipeline.core.tokens import as_sentence, tokenize


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [("cube", "a cube"), ("orange", "an orange"), ("umbrella", "an umbrella"), ("unicycle", "a unicycle"),
     ("hour", "an hour"), ("house", "a house"), ("Apple", "an Apple")],
)  # fmt: skip
def test_indefinite(phrase, expected):
    assert indefinite(phrase) == expected


@pytest.mark.parametrize(
    ("one", "many"),
    [("cube", "cubes"), ("person", "people"), ("bus", "buses"), ("knife", "knives"), ("toy", "toys"),
     ("berry", "berries"), ("sheep", "sheep"), ("red fire hydrant", "red fire hydrants"), ("fireman", "firemen")],
)  # fmt: skip
def test_plural(one, many):
    assert plural(one) == many


def test_numbers_beyond_words_are_digits():
    assert (number(2), number(40)) == ("two", "40")


def test_tokens_are_lower_case_without_the_full_stop():
    assert tokenize(as_sentence("the T-shirt's gone")) == ["the", "t-shirt's", "gone"]
