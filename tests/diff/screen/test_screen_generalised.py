"""Changes as component libraries make them: themes that leave cards alone, scroll bars, pictures that push the rest."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import screen_page as page
from test_screen_differ import overlap, told

WORDS = (
    "Accounts payable",
    "Barley and oats",
    "Colour of money",
    "Delivery notes",
    "Electric meters",
    "Furniture store",
    "Garden centre",
    "Holiday plans",
    "Insurance",
)


def listed(first: int, top: int):
    return tuple(page.Line(word, 40, top + 34 * i) for i, word in enumerate(WORDS[first:]))


def barred(image: np.ndarray, top: int, end: int) -> np.ndarray:
    image = image.copy()
    image[:, -15:] = 252
    image[top:end, -12:-3] = 140
    return image


def test_a_dark_page_whose_cards_stay_light_is_in_another_theme():
    cards = (page.Box(20, 200, 220, 340, "#f4f6fa"), page.Box(250, 200, 460, 340, "#f4f6fa"))
    ink = tuple(page.Line(word, 40, 20 + 34 * i, "#202020") for i, word in enumerate(WORDS[:5]))
    pale = tuple(replace(line, color="#e0e0e0") for line in ink)
    (change,) = told(page.drawn((*cards, *ink)), page.drawn((*cards, *pale), ground="#14161a"))
    assert (change.kind, change.old, change.new) == ("theme", "light", "dark")


def test_a_dark_box_over_most_of_a_page_is_no_theme():
    kinds = [
        one.kind
        for one in told(page.drawn(page.MENU), page.drawn((*page.MENU, page.Box(150, 60, 480, 360, "#14161a"))))
    ]
    assert "theme" not in kinds


def test_where_the_thumb_of_the_scroll_bar_went_the_page_was_scrolled():
    before = barred(page.drawn(listed(0, 30)), 60, 160)
    after = barred(page.drawn(listed(1, 30)), 70, 170)
    (change,) = told(before, after)
    assert (change.kind, change.shifted) == ("scroll", -34)


def test_where_the_thumb_only_grew_the_first_line_is_gone():
    before = barred(page.drawn(listed(0, 30)), 60, 160)
    after = barred(page.drawn(listed(1, 30)), 60, 172)
    (change,) = told(before, after)
    assert (change.kind, change.shifted) == ("drop", -34)


def pictured(high: int, color: str) -> np.ndarray:
    below = (replace(line, y=line.y + high - 60) for line in listed(0, 120))
    middle = 20 + high // 2
    thing = (page.Box(40, 20, 180, 20 + high, color), page.Box(80, middle - 15, 130, middle + 15, "#f0c030"))
    return page.drawn((*thing, *below))


def test_a_picture_of_another_height_pushes_the_rest_and_the_page_is_not_scrolled():
    told_first = told(pictured(60, "#204080"), pictured(110, "#802060"))[0]
    assert told_first.kind in ("replace", "resize")
    assert overlap(told_first.box_after, [40, 20, 180, 130]) > 0.8


def test_a_word_put_into_large_type_is_a_text_and_no_move():
    first = (*page.HEADER, page.Line("Margins", 30, 80, size=32), page.Line("padding", 170, 80, size=32))
    second = (*first[:-1], page.Line("customer", 170, 80, size=32), page.Line("padding", 324, 80, size=32))
    (change,) = told(page.drawn(first), page.drawn(second))
    assert change.kind == "text"


def test_a_button_that_grew_in_a_row_of_its_like_is_a_resize():
    def row(box: page.Box, words: page.Line, down: int):
        others = [page.Box(20 + 90 * i, 60 + down // 2, 100 + 90 * i, 90 + down // 2, "#205080") for i in range(2)]
        names = [page.Line(name, 34 + 90 * i, 67 + down // 2, "white") for i, name in enumerate(("Left", "Right"))]
        below = [replace(line, y=line.y + down) for line in listed(3, 140)]
        return page.drawn((*others, *names, box, words, *below))

    before = row(page.Box(200, 60, 300, 90, "#205080"), page.Line("Bottom", 224, 66, "white", 14), 0)
    after = row(page.Box(200, 60, 330, 100, "#205080"), page.Line("Bottom", 231, 69, "white", 18), 10)
    first = told(before, after)[0]
    assert first.kind == "resize"
    assert overlap(first.box_after, [200, 60, 330, 100]) > 0.9


def chips(*names: str) -> np.ndarray:
    things, left = [], 20
    for name in names:
        wide = 24 + 9 * len(name)
        things += [page.Box(left, 60, left + wide, 90, "#205080"), page.Line(name, left + 12, 67, "white")]
        left += wide + 8
    return page.drawn((*things, *listed(3, 140)))


def test_a_button_between_others_is_one_addition_and_the_others_made_room():
    (change,) = told(chips("Left", "Right", "Bottom"), chips("Left", "Upper", "Right", "Bottom"))
    assert change.kind == "add"
    assert overlap(change.box_after, [88, 60, 157, 90]) > 0.8


def test_a_copy_of_a_button_beside_it_is_an_addition():
    (change,) = told(chips("Left", "Right", "Bottom"), chips("Left", "Right", "Right", "Bottom"))
    assert change.kind == "add"


def test_a_button_gone_from_between_others_is_one_loss():
    (change,) = told(chips("Left", "Upper", "Right", "Bottom"), chips("Left", "Right", "Bottom"))
    assert change.kind == "drop"
    assert overlap(change.box_before, [88, 60, 157, 90]) > 0.8


def test_an_edge_that_was_drawn_in_another_shade_makes_no_box_larger():
    def button(edge: str) -> np.ndarray:
        box = (page.Box(200, 60, 306, 110, edge), page.Box(202, 62, 304, 108, "#5755d9"))
        return page.drawn((*box, page.Line("GitHub", 230, 76, "white"), *listed(3, 140)))

    assert "resize" not in [one.kind for one in told(button("#5755d9"), button("#4b48d6"))]
