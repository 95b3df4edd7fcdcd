"""How sure the screen world is of what it tells."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import screen_page as page

from pipeline.core.types import ObjectGraph
from pipeline.diff.screen.belief import believed
from pipeline.diff.screen.differ import ScreenDiffer
from pipeline.diff.screen.finding import Finding
from pipeline.diff.screen.side import Side
from pipeline.register.reflow import ReflowRegistrar

BEFORE = page.drawn(page.PAGE)
GREEN = page.drawn(tuple(replace(one, fill="#209020") if one is page.BUTTON[0] else one for one in page.PAGE))
BUTTON = np.array([320.0, 60.0, 420.0, 92.0])
FINDING = Finding("color", BUTTON, BUTTON, new="green")


def sides(before, after):
    graphs = [ObjectGraph.of([], image.shape[1], image.shape[0]) for image in (before, after)]
    motion = ReflowRegistrar().register(*graphs, before, after)
    return graphs, motion, (Side("before", motion), Side("after", motion))


def test_one_clear_change_that_explains_all_is_believed():
    graphs, motion, _ = sides(BEFORE, GREEN)
    (change,) = ScreenDiffer(reader="none").diff(*graphs, motion).changes
    assert change.confidence > 0.8


def test_of_very_many_only_the_first_is_told():
    _, _, both = sides(BEFORE, GREEN)
    assert len(believed([FINDING] * 4, *both)) == 4
    (told,) = believed([FINDING] * 300, *both)
    assert told.confidence < 0.05


def test_one_of_several_is_believed_less_than_one_alone():
    _, _, both = sides(BEFORE, GREEN)
    (alone,) = believed([FINDING], *both)
    several = believed([FINDING] * 4, *both)
    assert several[0].confidence < alone.confidence - 0.1


def test_what_leaves_much_unexplained_is_believed_less():
    stained = GREEN.copy()
    stained[200:260, 40:300] = np.random.default_rng(3).integers(0, 255, (60, 260, 3))
    (sure,) = believed([FINDING], *sides(BEFORE, GREEN)[2])
    (doubted,) = believed([FINDING], *sides(BEFORE, stained)[2])
    assert doubted.confidence < sure.confidence - 0.1


def test_nothing_found_is_nothing_to_believe():
    assert believed([], *sides(BEFORE, GREEN)[2]) == []


def test_what_is_far_less_sure_than_another_finding_comes_behind_it():
    _, _, both = sides(BEFORE, GREEN)
    bare = np.array([40.0, 260.0, 44.0, 264.0])
    first, second, third = believed([Finding("replace", bare, bare), FINDING, FINDING], *both)
    assert first.kind == second.kind == "color"
    assert third.confidence < 0.5 * first.confidence
