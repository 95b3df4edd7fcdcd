"""What changed below something that pushed it down is told as it would be if nothing had moved."""

from __future__ import annotations

from dataclasses import replace

import pytest
import screen_page as page
from test_screen_differ import overlap, told

BY, PITCH = 20, 52
TITLES = ("Use presets for quick testing", "Indicators provide feedback", "The frame adapts to all space", "Imprint")
LINES = tuple(page.Line(text, 60, 64 + PITCH * i, "#6c757d", 22) for i, text in enumerate(TITLES))
NOTICE = (page.Box(0, 40, page.WIDTH, 40 + BY, "#fff3cd"),)


def pushed(things):
    """The things, below a notice that came."""
    return page.drawn((*page.HEADER, *NOTICE, *(replace(one, y=one.y + BY) for one in things)))


@pytest.mark.parametrize("color", ["#7a4a12", "#b06010"])
def test_a_line_that_took_another_colour_and_was_pushed_has_not_moved(color):
    line = LINES[1]
    recolored = tuple(replace(one, color=color) if one is line else one for one in LINES)
    *_, change = told(page.drawn((*page.HEADER, *LINES)), pushed(recolored))
    assert (change.kind, change.old) == ("color", "gray")
    assert overlap(change.box_before, [60, line.y, 360, line.y + 28]) > 0.5
    assert abs(change.box_after[1] - change.box_before[1] - BY) <= 1


def test_the_bullet_of_a_line_that_took_another_colour_is_not_told_beside_it():
    def items(color):
        inks = "#202020", color, "#202020"
        bullets = [page.Box(40, 106 + 40 * i, 46, 112 + 40 * i, ink) for i, ink in enumerate(inks)]
        return [*bullets, *(page.Line("An item", 60, 100 + 40 * i, ink) for i, ink in enumerate(inks))]

    (change,) = told(page.drawn(items("#202020")), page.drawn(items("#d02020")))
    assert (change.kind, change.new) == ("color", "red")
    assert overlap(change.box_after, [60, 142, 108, 154]) > 0.5
