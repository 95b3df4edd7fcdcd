"""What a browser greys out or ticks: areas and lists, buttons on dark pages and on gradients, boxes that are filled."""

from __future__ import annotations

import numpy as np
import pytest
import screen_page as page
from test_screen_differ import told

OPTIONS = ("Lisbon", "Porto", "Faro", "Braga", "Evora", "Sines", "Lagos", "Tavira", "Guarda", "Viseu")


def area(edge: str, ground: str, ink: str | None = None) -> np.ndarray:
    """A text area, or a list where there is ink."""
    wide = 200 if ink is None else 110
    box = (page.Box(60, 60, 60 + wide, 300, edge), page.Box(61, 61, 59 + wide, 299, ground))
    words = () if ink is None else tuple(page.Line(word, 66, 66 + 23 * i, ink) for i, word in enumerate(OPTIONS))
    return page.drawn((*page.HEADER, *box, *words, page.Line("Send", 60, 320)))


def on_dark(fill: str, edge: str, ink: str) -> np.ndarray:
    button = (page.Box(60, 100, 180, 128, edge), page.Box(61, 101, 179, 127, fill), page.Line("Margins", 92, 105, ink))
    return page.drawn((*button, page.Line("Resize the chart", 60, 200, "#e0e0e0")), ground="#333333")


def titled(share: float) -> np.ndarray:
    """A bar that is lighter at its top, with a button on it of which that share is seen."""
    image = page.drawn((*page.PAGE,)).astype(float)
    image[200:240] = np.linspace([40, 140, 250], [0, 60, 190], 40)[:, None]
    bare = image.copy()
    image[208:232, 400:424] = np.linspace([110, 170, 255], [40, 90, 230], 24)[:, None]
    image[208:232, [400, 423]] = 255
    image[[208, 231], 400:424] = 255
    image[224:227, 406:416] = 255
    return np.round(share * image + (1 - share) * bare).astype(np.uint8)


def form(edge: str, fill: str, ink: str, words: tuple[str, ...] = ("any country",)) -> np.ndarray:
    """A field or card with words on a pale page."""
    box = (page.Box(40, 280, 240, 312, edge), page.Box(41, 281, 239, 311, fill))
    written = tuple(page.Line(word, 52 + 90 * (i // 2), 282 + (4 if len(words) == 1 else 13 * (i % 2)), ink, 12)
                    for i, word in enumerate(words))  # fmt: skip
    rest = [page.Line(f"What is said on line {i + 1}", 250, 60 + 22 * i) for i in range(8)]
    return page.drawn((*page.HEADER, *page.MENU, *box, *written, *rest), ground="#f4f4f4")


@pytest.mark.parametrize(
    "pair",
    [
        (form("#c8c8c8", "#ffffff", "#555555"), form("#c8c8c8", "#ebebeb", "#555555")),
        (form("#767676", "#ffffff", "#757575"), form("#d0d0d0", "#f9f9f9", "#757575")),
        (form("#a8a8a8", "#fcfcfc", "#222222"), form("#dddddd", "#dcdcdc", "#f2f2f2")),
        (area("#767676", "#ffffff"), area("#d4d4d4", "#f8f8f8")),
        (area("#767676", "#ffffff", "#202020"), area("#e2e2e2", "#ffffff", "#acacac")),
        (on_dark("#efefef", "#767676", "#101010"), on_dark("#575757", "#3d3d3d", "#505050")),
        (titled(1), titled(0.5)),
    ],
    ids=["filled", "placeholder", "darker", "area", "list", "dark", "gradient"],
)
def test_what_was_greyed_out_is_disabled(pair):
    (change,) = told(*pair)
    assert (change.kind, change.new) == ("state", "disabled")
    (change,) = told(*pair[::-1])
    assert (change.kind, change.new) == ("state", "enabled")


def test_a_button_whose_words_keep_their_colour_has_another_ground():
    (change,) = told(on_dark("#efefef", "#efefef", "#101010"), on_dark("#808080", "#808080", "#101010"))
    assert (change.kind, change.old, change.new) == ("color", "white", "gray")


def test_a_box_that_was_filled_and_ticked_is_checked_and_not_new():
    def box(edge: str, fill: str, tick: str) -> np.ndarray:
        things = (page.Box(40, 280, 60, 300, edge), page.Box(41, 281, 59, 299, fill))
        check = tuple(page.Box(45 + i, 290 + i, 48 + i, 293 + i, tick) for i in range(3))
        check += tuple(page.Box(48 + i, 292 - i, 51 + i, 295 - i, tick) for i in range(6))
        words = page.Line("Hide what passed", 70, 283)
        return page.drawn((*page.PAGE, *things, *check, words), ground="#eeeeee")

    (change,) = told(box("#767676", "#ffffff", "#ffffff"), box("#0075ff", "#0075ff", "#ffffff"))
    assert (change.kind, change.new) == ("state", "checked")


@pytest.mark.parametrize(
    ("fill", "words"), [("#e0ebff", ("any country",)), ("#ebebeb", ("From any", "country", "to any", "other one"))]
)
def test_a_field_filled_with_a_colour_and_a_card_filled_with_grey_are_not_disabled(fill, words):
    changes = told(form("#c8c8c8", "#ffffff", "#555555", words), form("#c8c8c8", fill, "#555555", words))
    assert {change.kind for change in changes} == {"color"}
