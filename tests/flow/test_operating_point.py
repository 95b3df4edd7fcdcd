"""Confidences as a pack has measured them, and ``--at``, which picks a point of its curve."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline import Captioner
from pipeline.cli.main import main
from pipeline.core.errors import SpotItError
from pipeline.core.types import Change
from pipeline.flow.surety import at_wish, measured
from pipeline.worlds.calibration import Calibration
from pipeline.worlds.finder import find_world
from pipeline.worlds.operating import Curve, Point, Wish
from pipeline.worlds.world import load_world

CURVE = Curve(
    (Point(0.0, 0.01, 0.2), Point(0.5, 0.04, 0.05), Point(0.8, 0.2, 0.01), Point(0.9, 0.5, 0.0)),
    changed=100,
    unchanged=100,
    opened={"least": 0.1},
)
FOUND = [Change(kind, "cube", {}, confidence) for kind, confidence in (("add", 0.9), ("drop", 0.6), ("add", 0.2))]


def world(**measures):
    """The blocks world with a curve and a calibration of our own."""
    return replace(find_world("blocks"), **{"curves": {"hungarian": CURVE}, "calibrations": {}, **measures})


@pytest.mark.parametrize(
    ("wish", "threshold"),
    [
        ("recall=0.95", 0.5),  # the fewest alarms among those that miss no more
        ("recall=0.99", 0.0),
        ("false-alarms=0.05", 0.5),  # the fewest misses among those that alarm no more
        ("false-alarms=0.049", 0.8),
        ("recall=0", 0.9),
    ],
)
def test_the_point_that_fulfils_the_wish_at_the_least_cost_is_taken(wish, threshold):
    assert at_wish(world(), Wish.parse(wish)).told_from == threshold


def test_the_differ_then_states_whatever_it_has_a_doubt_of():
    assert at_wish(world(), Wish.parse("recall=0.95")).settings["differ"]["hungarian"]["least"] == 0.1


def test_less_than_one_pair_of_those_measured_is_said(capsys):
    assert at_wish(world(), Wish.parse("false-alarms=0.001")).told_from == 0.9
    assert "rests on 100 unchanged pairs" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ("recall=1", "does not reach recall=1: its curve ends at 0.99"),
        ("recall", "write recall=0.95 or false-alarms=0.001"),
        ("precision=0.9", "write recall=0.95"),
        ("recall=1.5", "a share from 0 to 1"),
        ("recall=nan", "a share from 0 to 1"),
    ],
)
def test_a_wish_that_cannot_be_fulfilled_is_refused_in_a_line(wish, words):
    with pytest.raises(SpotItError, match=words):
        at_wish(world(), Wish.parse(wish))


def test_a_pack_without_a_curve_says_so():
    with pytest.raises(SpotItError, match="has no measured curve for differ=hungarian"):
        at_wish(world(curves={}), Wish.parse("recall=0.9"))


def test_confidences_are_made_to_mean_what_was_measured_in_the_same_order():
    calibration = Calibration(slope=1.0, offset=0.0, further=-2.0, kinds={"drop": 1.0})
    told = measured(world(calibrations={"hungarian": calibration}), "hungarian", FOUND)
    assert [one.kind for one in told] == ["add", "drop", "add"]
    assert [one.confidence for one in told] == pytest.approx([0.9, 0.3556, 0.0327], abs=1e-3)


def test_another_differ_keeps_its_own_confidences():
    calibrated = world(calibrations={"hungarian": Calibration(slope=0.1)})
    assert measured(calibrated, "graph_edit", FOUND) == tuple(FOUND)
    assert measured(calibrated, object(), FOUND) == tuple(FOUND)


def test_what_is_less_sure_than_the_point_is_not_stated():
    assert [one.confidence for one in measured(world(told_from=0.5), "hungarian", FOUND)] == [0.9, 0.6]


def test_a_wish_does_not_hold_for_a_differ_that_was_not_measured():
    with pytest.raises(SpotItError, match="no measured curve for differ=graph_edit"):
        measured(world(told_from=0.5), "graph_edit", FOUND)


def test_every_pack_that_ships_has_a_curve_of_its_own_differ():
    for name in ("blocks", "photo", "screen"):
        pack = find_world(name)
        assert pack.stages["differ"] in pack.curves, name
        assert Captioner.from_pack(name, at="recall=0.5").worlds[0].told_from >= 0


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ('[calibration.hungarian]\nslope = "steep"', "slope must be a number"),
        ("[calibration.hungarian]\nslant = 1", "does not take 'slant'"),
        ("[calibration.hungarian]\nkinds = 1", "kinds must be a table"),
        ("[curve.hungarian]\npoints = []", "points must be rows"),
        ("[curve.hungarian]\npoints = [[1, 2]]", "points must be rows"),
        ("[curve.hungarian]\npoints = [[0, 0, 0]]\nchanged = 1", "unchanged must be a number"),
    ],
)
def test_a_measure_that_is_none_is_refused(tmp_path, table, words):
    (tmp_path / "config.toml").write_text(f"[pack]\nnode_score = 0.5\n[stages]\n{table}\n")
    with pytest.raises(SpotItError, match=words):
        load_world(tmp_path)


def test_the_command_and_the_folders_settings_take_a_wish(tmp_path, monkeypatch, capsys):
    assert main(["run", "a.png", "b.png", "--pack", "blocks", "--at", "speed=1"]) == 2
    assert "--at 'speed=1' is not understood" in capsys.readouterr().err
    monkeypatch.chdir(tmp_path)
    (tmp_path / "spot-it.toml").write_text('at = "speed=2"\n')
    assert main(["run", "a.png", "b.png", "--pack", "blocks"]) == 2
    assert "--at 'speed=2' is not understood" in capsys.readouterr().err
    (tmp_path / "spot-it.toml").write_text("at = 0.5\n")
    assert main(["run", "a.png", "b.png", "--pack", "blocks"]) == 2
    assert "at must be a text" in capsys.readouterr().err
