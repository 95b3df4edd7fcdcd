"""Changes as pages that nobody tuned to show them: things on others, copies, words beside words, pages half dark."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import screen_page as page
from test_screen_differ import overlap, told
from test_screen_generalised import listed

from detectors.screen.layout import LayoutProposer
from pipeline.diff.screen.beside import beside
from pipeline.diff.screen.finding import Finding
from pipeline.diff.screen.relations import swapped
from pipeline.diff.screen.scrollbar import at_rest, bar_at
from pipeline.diff.screen.side import Side
from pipeline.diff.screen.words import Words
from pipeline.register.reflow import ReflowRegistrar


def barred(image: np.ndarray, top: int, end: int) -> np.ndarray:
    """With a scroll bar that has an arrow at each end."""
    image = image.copy()
    image[:, -15:] = 252
    for row in (6, page.HEIGHT - 10):
        image[row : row + 4, -11:-4] = 139
    image[top:end, -12:-3] = 139
    return image


def sides(before: np.ndarray, after: np.ndarray) -> tuple[Side, Side]:
    from pipeline.core.types import ObjectGraph

    graphs = [ObjectGraph.of([], image.shape[1], image.shape[0]) for image in (before, after)]
    motion = ReflowRegistrar().register(*graphs, before, after)
    return Side("before", motion), Side("after", motion)


def test_a_page_whose_cards_and_writing_stay_is_in_another_theme_where_its_ground_goes_dark():
    cards = tuple(page.Box(x, y, x + 190, y + 130, "#ffffff") for x in (40, 250) for y in (50, 200))
    lines = tuple(page.Line(word, 60, 70 + 30 * i) for i, word in enumerate(("Fade", "Scale", "Shake")))
    pages = [page.drawn((*cards, *lines), ground=ground) for ground in ("#ffffff", "#14161a")]
    (change,) = told(*pages)
    assert (change.kind, change.old, change.new) == ("theme", "light", "dark")


def test_a_wide_panel_that_goes_dark_is_no_theme():
    pages = [page.drawn((page.Box(60, 80, 420, 300, fill), *listed(5, 100))) for fill in ("#f0f0f0", "#14161a")]
    assert "theme" not in [one.kind for one in told(*pages)]


def test_a_heading_that_moved_onto_another_line_is_one_move():
    under = page.Line("Support of cards and their subtitles", 60, 130, "#a0a8b0", 18)
    first, second = (page.Line("Card title", 60, y, "#203050", 20) for y in (80, 126))
    (change,) = told(page.drawn((*page.HEADER, first, under)), page.drawn((*page.HEADER, under, second)))
    assert change.kind == "move"
    assert abs(change.box_after[1] - change.box_before[1] - 46) <= 1


def test_a_thumb_that_stays_where_it_began_tells_that_the_page_was_not_scrolled():
    lines = listed(0, 60)
    pair = sides(barred(page.drawn(lines), 19, 160), barred(page.drawn(lines), 19, 150))
    assert at_rest(*pair, 60)
    assert not at_rest(*sides(barred(page.drawn(lines), 19, 160), barred(page.drawn(lines), 40, 181)), 60)
    bar = bar_at(pair[0])
    assert bar is not None
    assert 12 <= page.WIDTH - bar[0] <= 18
    assert bar_at(sides(page.drawn(lines), page.drawn(listed(1, 60)))[0]) is None


def test_a_copy_that_pushed_the_page_down_is_an_addition():
    logo = (page.Box(160, 50, 300, 90, "#204080"), page.Box(210, 60, 250, 80, "#f0c030"))
    copy = tuple(replace(box, y0=box.y0 + 60, y1=box.y1 + 60) for box in logo)
    before = barred(page.drawn((*page.HEADER, *logo, *listed(0, 110))), 19, 160)
    after = barred(page.drawn((*page.HEADER, *logo, *copy, *listed(0, 170))), 19, 140)
    (change,) = told(before, after)
    assert (change.kind, change.shifted) == ("add", 60)
    assert overlap(change.box_after, [160, 110, 300, 150]) > 0.8


def test_words_stuck_to_others_are_an_element_beside_them():
    box = np.array([10, 10, 50, 24])
    text = Finding("text", box, np.array([10, 10, 110, 24]), "text")
    one, words = beside(text, Words("Home", "HomeCoffee", "Home", "HomeCoffee"))
    assert (one.kind, words.after) == ("add", "Coffee")
    assert one.after is not None
    assert one.after.tolist() == [50, 10, 110, 24]
    for grown in ("Homes", "Home page", "Homecoming"):
        assert beside(text, Words("Home", grown, "Home", grown))[0] is text


def test_a_label_with_one_more_word_in_a_wider_button_is_another_text():
    def button(words: str, wide: int, left: int) -> np.ndarray:
        return page.drawn(
            (page.Box(60, 60, 60 + wide, 96, "#205080"), page.Line(words, left, 70, "white"), *listed(3, 140))
        )

    (change,) = told(button("Notify", 110, 90), button("Notify friends", 165, 86))
    assert change.kind == "text"


def test_letters_within_a_large_word_are_a_text_and_no_other_icon():
    pages = [page.drawn((*page.HEADER, page.Line(word, 40, 120, size=44))) for word in ("Update", "Updtae")]
    (change,) = told(*pages)
    assert change.kind == "text"
    assert overlap(change.box_after, [40, 128, 185, 170]) > 0.6


def test_the_shadow_around_a_button_hides_no_words():
    image = page.drawn((page.Box(100, 100, 260, 140, "#205080"), page.Line("Sign up now", 130, 111, "white")))
    for far in range(1, 5):  # a shadow around it
        y, x = slice(100 - far, 140 + far), slice(100 - far, 260 + far)
        for part in ((100 - far, x), (139 + far, x), (y, 100 - far), (y, 259 + far)):
            image[part] = 150 + 25 * far
    layout = LayoutProposer().layout(image)
    lines = layout.boxes[layout.of_kind("phrase")]
    assert any(overlap(line, [130, 114, 214, 128]) > 0.6 for line in lines)


def test_a_strip_of_a_picture_that_a_smaller_one_replaced_is_of_it():
    picture = Finding("replace", np.array([80, 48, 290, 210]), np.array([80, 48, 290, 210]), "image")
    strip = Finding("drop", np.array([120, 226, 290, 260]), None, "image")
    (one,) = swapped([strip, picture])
    assert one.kind == "replace"
    assert one.before is not None
    assert one.before.tolist() == [80, 48, 290, 260]
    assert len(swapped([replace(strip, before=np.array([120, 400, 290, 434])), picture])) == 2


def test_a_thing_gone_where_another_came_is_one_exchange():
    gone = Finding("drop", np.array([30, 100, 230, 140]), None, "box")
    (one,) = swapped([gone, Finding("add", None, np.array([30, 98, 230, 140]), "image")])
    assert one.kind == "replace"
