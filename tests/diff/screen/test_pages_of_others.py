"""Changes as pages of other projects show them: greyed fields, marks that are the words' colour, pictures for words."""

from __future__ import annotations

import numpy as np
import pytest
import screen_page as page
from PIL import Image, ImageDraw, ImageFont
from test_screen_differ import overlap, told
from test_screen_generalised import listed
from test_unseen_pages import barred, sides

from pipeline.core.types import ObjectGraph, SceneObject
from pipeline.diff.screen.differ import ScreenDiffer
from pipeline.diff.screen.facts import facts
from pipeline.diff.screen.finding import Finding
from pipeline.diff.screen.kinds import judged
from pipeline.diff.screen.roles import role_of
from pipeline.diff.screen.scrollbar import scrolled_way
from pipeline.diff.screen.spots import Spot
from pipeline.diff.screen.words import read_words

LARGE = ImageFont.load_default(60)


class Numbered:
    """Reads of a line how far down it begins."""

    def read(self, image, boxes):
        return [f"line{int(box[1])}" for box in boxes]


class Saying:
    """Reads of each picture what it was told to."""

    def __init__(self, *texts):
        self.texts = iter(texts)

    def read(self, image, boxes):
        return [next(self.texts), *[""] * (len(boxes) - 1)]


def field(ground="#ffffff", border="#767676", ink=None, page_ground="#ffffff"):
    image = Image.new("RGB", (page.WIDTH, page.HEIGHT), page_ground)
    pen = ImageDraw.Draw(image)
    pen.rectangle((60, 100, 219, 125), fill=ground, outline=border)
    if ink:
        pen.text((68, 105), "Desktop light", fill=ink, font=ImageFont.load_default(13))
    pen.text((60, 200), "Below the field", fill="#202020", font=ImageFont.load_default(14))
    return np.array(image)


def test_lines_are_read_from_the_top_whatever_their_heights():
    lines = [page.Line("ace over sea", 40, 111, size=13), page.Line("Highly tall (l)", 40, 130, size=15)]
    lines += [page.Line("an em seen", 40, 155, size=12), page.Line("(Total) lays", 40, 175, size=16)]
    pair = sides(page.drawn(lines), page.drawn(()))
    read = read_words(Finding("drop", np.array([30, 100, 200, 200]), None, "text"), *pair, Numbered()).before
    tops = [int(word.removeprefix("line")) for word in read.split()]
    assert len(tops) == 4
    assert tops == sorted(tops)


@pytest.mark.parametrize(("first", "end"), [((17, 71), 18), ((17, 34), 8)])
def test_a_thumb_right_below_the_arrow_or_short_as_on_long_pages_tells_of_a_scroll(first, end):
    lines = listed(0, 60)
    pair = sides(barred(page.drawn(lines), *first), barred(page.drawn(listed(3, 60)), first[0] + end, first[1] + end))
    assert scrolled_way(*pair)[0] == -1


@pytest.mark.parametrize("ground", ["#ffffff", "#303030"])
def test_a_field_with_paler_words_and_edge_is_disabled(ground):
    faded = {"#ffffff": ("#f8f8f8", "#c8c8c8", "#909090"), "#303030": ("#8f8f8f", "#414141", "#6a6a6a")}[ground]
    (change,) = told(field("#ffffff", "#767676", "#000000", ground), field(*faded, page_ground=ground))
    assert (change.kind, change.old, change.new) == ("state", "enabled", "disabled")


def test_an_empty_field_with_a_paler_edge_is_disabled_and_enabled_again():
    pictures = field(), field("#f8f8f8", "#d0d0d0")
    (change,) = told(*pictures)
    assert (change.kind, change.label, change.new) == ("state", "input", "disabled")
    (change,) = told(*pictures[::-1])
    assert (change.kind, change.new) == ("state", "enabled")


def test_an_empty_field_with_an_edge_of_another_colour_is_no_state():
    assert all(change.kind != "state" for change in told(field(), field(border="#d02020")))


def test_a_field_whose_words_alone_have_another_colour_is_not_disabled():
    (change,) = told(field(ink="#000000"), field(ink="#7a7a7a"))
    assert change.kind == "color"


@pytest.mark.parametrize("active", [0, 1])
def test_two_exchanged_colours_of_words_are_the_mark_of_what_is_active(active):
    def menu(which):
        names = ("Demos", "Reports", "Articles")
        return [
            page.Line(name, 60 + 110 * i, 60, "#303030" if i == which else "#9a9a9a", 17)
            for i, name in enumerate(names)
        ]

    (change,) = told(page.drawn(menu(active)), page.drawn(menu(2)))
    assert (change.kind, change.label, change.new) == ("state", "tab", "selected")
    assert change.box_after[0] > 260
    assert abs(change.box_before[0] - (60 + 110 * active)) < 12


def test_a_word_that_came_into_a_heading_before_its_last_one_is_another_text():
    before = page.drawn((page.Line("Large headings 2", 20, 80, size=34), *listed(0, 200)))
    (change,) = told(before, page.drawn((page.Line("Large headings at 2", 20, 80, size=34), *listed(0, 200))))
    assert change.kind == "text"


def test_words_that_moved_onto_a_bar_are_one_move():
    words = "Why not try these with other fantastic open libraries"

    def quote(x):
        return page.drawn((page.Box(40, 88, 48, 150, "#20b0c0"), page.Line(words, x, 100), *listed(0, 220)))

    (change,) = told(quote(58), quote(40))
    assert change.kind == "move"
    assert change.box_after[0] - change.box_before[0] == pytest.approx(-18, abs=1)


def test_another_word_in_large_type_is_a_text():
    def title(word):
        image = Image.new("RGB", (page.WIDTH, page.HEIGHT), "white")
        pen = ImageDraw.Draw(image)
        for x, part in ((20, "Our"), (134, word)):
            pen.text((x, 40), part, fill="black", font=LARGE, stroke_width=2)
        return np.array(image)

    pair = sides(title("Editor"), title("Island"))
    boxes = [max(side.boxes("phrase"), key=lambda box: box[0] + box[2]) for side in pair]
    raw = np.array([*np.minimum(*boxes)[:2], *np.maximum(*boxes)[2:]])
    found = judged(Spot(*boxes, raw, raw), *pair, ScreenDiffer(reader="none"))
    assert found is not None
    assert found.kind == "text"


@pytest.mark.parametrize("swapped", [False, True])
def test_a_picture_in_the_place_of_words_is_a_replacement(swapped):
    words = page.drawn((page.Line("WEDESIGN", 150, 112, "#909090", 24), *listed(0, 200)))
    picture = page.drawn(
        (page.Box(190, 116, 226, 138, "#303070"), page.Box(202, 121, 214, 133, "#e0c050"), *listed(0, 200))
    )
    (change,) = told(*((picture, words) if swapped else (words, picture)))
    assert change.kind == "replace"


def test_a_picture_round_the_place_of_an_icon_is_a_replacement():
    icon = page.drawn((page.Box(196, 116, 208, 128, "#208040"), *listed(0, 220)))
    (change,) = told(icon, page.drawn((page.Box(160, 96, 244, 148, "#b0a030"), *listed(0, 220))))
    assert change.kind == "replace"
    assert overlap(change.box_before, [196, 116, 208, 128]) > 0.7


def test_a_box_over_a_line_that_goes_on_beside_it_replaces_nothing():
    lines = (page.Line("A long line of text that runs below it all", 100, 116), *listed(0, 220))
    changes = told(page.drawn(lines), page.drawn((*lines, page.Box(160, 96, 244, 148, "#b0a030"))))
    assert "replace" not in [change.kind for change in changes]


def text_of_two_lines(size):
    lines = ("This is a library of animations", "that work very well")
    return page.drawn([page.Line(line, 40, 80 + round(1.5 * size) * i, size=size) for i, line in enumerate(lines)])


def test_the_same_words_in_larger_type_that_wrap_otherwise_are_a_resize():
    pair = sides(text_of_two_lines(14), text_of_two_lines(19))
    boxes = [np.array([38, 78, 300, 150])] * 2
    one = Finding("text", *boxes, form="text")
    graphs = tuple(ObjectGraph.of([], page.WIDTH, page.HEIGHT) for _ in range(2))
    (change,) = facts([one], graphs, pair, None, Saying("a library that works well", "a library that works well"), 3)
    assert (change.kind, change.new) == ("resize", "larger")


def test_words_whose_compared_parts_are_equal_did_not_change():
    pair = sides(text_of_two_lines(14), text_of_two_lines(14))
    one = Finding("text", *[np.array([38, 78, 300, 150])] * 2, form="text")
    graphs = tuple(ObjectGraph.of([], page.WIDTH, page.HEIGHT) for _ in range(2))
    texts = "perfectly works animate functions.", "animate functions. perfectly works"
    assert facts([one], graphs, pair, None, Saying(*texts), 3) == []


@pytest.mark.parametrize(
    ("label", "fill", "words", "role"),
    [
        ("navigation bar", "#0d6efd", "Send that museum save from bread", "banner"),
        ("navigation bar", "#0d6efd", "Home      Shop      News      About", "navigation bar"),
        ("input", "#fff3cd", "Camera our with for document museum", "banner"),
        ("input", "#ffffff", "Camera our with for document museum", "input"),
    ],
)
def test_a_wide_bar_with_a_sentence_is_a_notice(label, fill, words, role):
    bar = page.Box(20, 60, 460, 96, fill)
    ink = "white" if fill == "#0d6efd" else "#303030"
    _, after = sides(page.drawn(()), page.drawn((bar, page.Line(words, 34, 70, ink))))
    box = np.array([20, 60, 460, 96])
    found = SceneObject(box.astype(float), label, 0.8)
    assert role_of(Finding("add", None, box, "box"), after, box, found) == role
