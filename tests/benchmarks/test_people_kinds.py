"""What kind of change people's sentences tell of."""

import pytest

from benchmarks.people_kinds import kind_said


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("There is no difference between the two images.", "none"),
        ("animal1 has a white belly . animal2 is brown .", "compared"),
        ("brighten the image and crop the left side", "edited"),
        ("the minivan in the center of the lot is gone", "drop"),
        ("there aren't any people in the after photo", "drop"),
        ("there are fewer of the parked cars", "count"),
        ("a second man has arrived and stands by the new truck", "add"),
        ("the two people have moved further down the path", "move"),
        ("the man is wearing a white shirt", "look"),
        ("there is a man next to the car", "add"),
        ("the weather was fine", ""),
    ],
)
def test_the_kind_is_that_of_the_words_for_what_happened(sentence, kind):
    assert kind_said(sentence) == kind
