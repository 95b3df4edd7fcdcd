"""Hostile files and kills, the short form: `python -m benchmarks.fuzz` is the long one."""

from __future__ import annotations

import random

import pytest

from benchmarks import fuzz, fuzz_cases, kill_subjects, kills
from benchmarks.kill_moments import Life

HEAVY = {"rcnn.safetensors", "pictures, command", "trunk.onnx", "heads.onnx"}
"""Kinds that take long to import or to answer."""


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    monkeypatch.setenv("SPOT_IT_TRACEBACK", "1")
    monkeypatch.setenv("SPOT_IT_PACKS", "")


def test_hostile_files_are_read_or_refused_in_one_line(tmp_path):
    numbers = [number for number in range(300) if fuzz.kind_of(number).name not in HEAVY]
    found = {number: fuzz.try_case(number, 7, tmp_path)[0] for number in numbers}
    assert {number: outcome for number, outcome in found.items() if outcome not in (fuzz.READ, fuzz.REFUSED)} == {}
    assert {fuzz.READ, fuzz.REFUSED} == set(found.values())
    assert {fuzz.kind_of(number).name for number in numbers} == {kind.name for kind in fuzz.kinds()} - HEAVY


def test_a_reader_that_fails_is_found_out(tmp_path, monkeypatch):
    def fail(path):
        raise KeyError("nothing caught this")

    broken = fuzz.Kind("broken", "file", 1, fuzz_cases.of(b"content"), fail)
    monkeypatch.setattr(fuzz, "kind_of", lambda number: broken)
    assert fuzz.try_case(0, 7, tmp_path)[0].startswith("KeyError")


def test_a_case_is_the_same_whenever_it_is_made(tmp_path):
    one, other = (fuzz.write_case(5, 7, tmp_path / name).read_bytes() for name in ("a", "b"))
    assert one == other != fuzz.write_case(5, 8, tmp_path / "a").read_bytes()
    spoiled = {fuzz_cases.spoil(b"some content", random.Random(seed)) for seed in range(50)}
    assert len(spoiled) > 40


def test_rendering_that_was_killed_ends_as_if_it_had_not_been():
    found = kills.kill_rounds(1, 3, ("synth",))
    assert found["faults"] == [] and found["commands"]["synth"]["rounds"] == 1


def test_what_is_killed_works_on_what_was_rendered_since_it_was_chosen(tmp_path):
    chosen = {one.name: one for one in kill_subjects.subjects(tmp_path / "pairs", tmp_path / "scenes")}
    (tmp_path / "pairs" / "images").mkdir(parents=True)
    (tmp_path / "pairs" / "images" / "1.png").touch()
    assert str(tmp_path / "pairs" / "images" / "1.png") in chosen["watch"].arguments(tmp_path)


def test_a_command_may_have_several_rounds_in_a_turn_and_each_is_kept(monkeypatch):
    monkeypatch.setattr(kills, "_undisturbed", lambda subject, home: (None, Life((), 1.0)))
    monkeypatch.setattr(kills, "_disturbed", lambda subject, home, whole, rng, counts: ([], True))
    monkeypatch.setattr(kills, "_run", lambda arguments, home: 0)
    kept = []
    kills.kill_rounds(4, 3, ("batch", "watch", "batch"), lambda so_far: kept.append(so_far["rounds"]))
    found = kills.kill_rounds(6, 3, ("batch", "watch", "batch"))
    assert kept == [1, 2, 3, 4]
    assert {name: counts["rounds"] for name, counts in found["commands"].items()} == {"batch": 4, "watch": 2}


def test_a_round_that_no_kill_met_is_not_counted_and_done_again(monkeypatch, capsys):
    met = iter([False, False, True, True])
    monkeypatch.setattr(kills, "_undisturbed", lambda subject, home: (None, Life((), 1.0)))
    monkeypatch.setattr(kills, "_disturbed", lambda subject, home, whole, rng, counts: ([], next(met)))
    monkeypatch.setattr(kills, "_run", lambda arguments, home: 0)
    found = kills.kill_rounds(2, 3, ("watch",))
    assert (found["commands"]["watch"]["rounds"], found["commands"]["watch"]["ended first"]) == (2, 2)
    assert capsys.readouterr().err.count("ended before its kill") == 2
    monkeypatch.setattr(kills, "_disturbed", lambda subject, home, whole, rng, counts: ([], False))
    found = kills.kill_rounds(1, 3, ("watch",))
    assert found["commands"]["watch"]["rounds"] == 0
    assert len(found["faults"]) == 1
