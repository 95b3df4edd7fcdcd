"""Cases of faults that people met: drawn by seed without any reference data, and judged by what is said."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.field_faults.__main__ import KINDS, drawn
from benchmarks.field_faults.case import QUIET, Right, told
from benchmarks.field_faults.films import FILMS, judge_film
from benchmarks.field_faults.grounds import Grounds
from benchmarks.field_faults.judge import _outcome
from pipeline.core.images import load_pair
from pipeline.core.reasons import LIGHT, SHADOW, Reason
from pipeline.core.types import Analysis, Change, Choice, Description, ObjectGraph
from pipeline.flow.captioner import Captioner

pytest.importorskip("cv2")

EMPTY = ObjectGraph.of([], 100, 100)
PLACE, ELSEWHERE = np.array([10.0, 10, 40, 40]), np.array([70.0, 70, 90, 90])
GONE = told({"drop"}, PLACE)


@pytest.fixture
def grounds(monkeypatch, tmp_path):
    monkeypatch.setenv("SPOT_IT_SHARED", str(tmp_path))
    return Grounds()


PAIRS = [kind for kind in KINDS if kind not in (*FILMS, "walkers", "black and white and a change")]


@pytest.mark.parametrize("kind", PAIRS)
def test_every_kind_is_drawn_alike_for_equal_seeds(kind, grounds):
    first, second, other = (drawn(kind, seed, 0, grounds) for seed in (3, 3, 4))
    pair = load_pair(first.before, first.after, any_shape=True)
    for one, again in zip(pair, load_pair(second.before, second.after, any_shape=True), strict=True):
        assert np.array_equal(one, again)
    assert pair[0].shape != pair[1].shape or not np.array_equal(*pair)
    assert pair[0].shape != load_pair(other.before, other.after, any_shape=True)[0].shape or not np.array_equal(
        pair[0], load_pair(other.before, other.after, any_shape=True)[0]
    )


@pytest.mark.parametrize("kind", FILMS)
def test_every_kind_of_film_is_drawn_alike_for_equal_seeds(kind, grounds):
    first, second, other = (drawn(kind, seed, 0, grounds) for seed in (3, 3, 4))
    assert len(first.pictures) == len(second.pictures) and first.made == second.made
    assert all(map(np.array_equal, first.pictures, second.pictures))
    assert not np.array_equal(first.pictures[0], other.pictures[0])


def test_what_is_told_of_a_film_is_judged_by_its_picture(grounds):
    captioner = Captioner.from_pack("photo").replace(detector="none")
    film = drawn("watch: visitor returns", 5, 0, grounds)
    assert judge_film(captioner, film).outcome == "right"
    late = ((len(film.pictures) - 1, told({"scene"})),)
    assert judge_film(captioner, replace(film, news=film.news + late)).outcome == "silent"
    assert judge_film(captioner, replace(film, news=film.news[1:])).outcome == "right and more"
    assert judge_film(captioner, replace(film, news=film.news[1:] + late)).outcome == "false"


def test_walkers_need_people(grounds):
    assert drawn("walkers", 1, 0, grounds) is None


def change(kind, box, label="object"):
    return Change(kind, label, {}, 0.9, box_before=box)


def outcome(right, *changes, reasons=(), world="photo"):
    analysis = Analysis(EMPTY, EMPTY, changes, choice=Choice(world), reasons=reasons)
    return _outcome(Description("", analysis, (), (), {}, world), right)


@pytest.mark.parametrize(
    ("right", "changes", "expected"),
    [
        (QUIET, [], "right"),
        (QUIET, [change("add", PLACE)], "false"),
        (GONE, [change("drop", PLACE + 2)], "right"),
        (GONE, [change("drop", ELSEWHERE)], "false"),
        (GONE, [change("move", PLACE)], "false"),
        (GONE, [change("drop", PLACE), change("add", ELSEWHERE)], "right and more"),
        (GONE, [], "silent"),
        (told({"add"}, PLACE, unnamed=True), [change("add", PLACE, "toilet")], "a false name"),
        (Right(frozenset({"move"}), never=frozenset({"drop"})), [], "right"),
        (Right(frozenset({"move"}), never=frozenset({"drop"})), [change("drop", PLACE)], "false"),
    ],
)  # fmt: skip
def test_what_is_told_is_judged_by_kind_and_place(right, changes, expected):
    assert outcome(right, *changes) == expected


def test_a_reason_counts_at_its_place_and_light_at_none():
    faint = told({"add"}, PLACE, by_reason=True)
    at = [Reason(SHADOW, 9.0, box_before=box, box_after=box) for box in (PLACE, ELSEWHERE)]
    assert outcome(faint, reasons=at[:1]) == "by a reason"
    assert outcome(GONE, reasons=at[:1]) == "a reason alone"
    assert outcome(faint, reasons=at[1:]) == outcome(faint, reasons=(Reason(LIGHT, 1.2),)) == "silent"


def test_a_world_that_may_not_answer():
    assert outcome(told({"drop"}, PLACE, packs=frozenset({"blocks"})), change("drop", PLACE), world="blocks") == (
        "another world"
    )
