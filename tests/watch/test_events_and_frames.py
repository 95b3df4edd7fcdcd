"""Events, the order of frames, and frames as they arrive."""

from __future__ import annotations

import io
import itertools

import numpy as np
import pytest
from PIL import Image

from pipeline.core.types import Change
from pipeline.watch import frames
from pipeline.watch.events import Events


def change(kind="move", label="person", before=None, after=None, new=None) -> Change:
    boxes = [None if x is None else np.array([x, 0, x + 10, 30], float) for x in (before, after)]
    return Change(kind, label, {}, 0.9, new=new, box_before=boxes[0], box_after=boxes[1])


def test_one_walk_is_one_event_and_another_walker_is_another():
    events = Events()
    assert events.news([change(before=0, after=8)]) == [0]
    assert events.news([change(before=8, after=16)]) == []
    assert events.news([change(before=100, after=108), change(before=16, after=24)]) == [0]
    assert events.news([change(before=24, after=32), change(before=108, after=116)]) == []


def test_two_like_events_at_once_are_two():
    events = Events()
    assert events.news([change("add", after=0), change("add", after=50)]) == [0, 1]
    assert events.news([change("add", after=0), change("add", after=50), change("add", after=90)]) == [2]


@pytest.mark.parametrize(
    "other",
    [change("add", "car", after=0), change("drop", before=0), change("add", after=80), change("add", after=0, new="x")],
)
def test_another_fact_is_another_event(other):
    events = Events()
    events.news([change("add", after=0)])
    assert events.news([other]) == [0]


def test_a_change_of_the_whole_scene_has_no_place_and_is_one_event():
    events = Events()
    assert [events.news([change("scene", "scene")]) for _ in range(3)] == [[0], [], []]


def test_an_event_is_over_after_some_quiet():
    events = Events(quiet=2)
    here = [change("add", after=0)]
    assert [events.news(seen) for seen in (here, [], [], here)] == [[0], [], [], []]
    assert [events.news(seen) for seen in ([], [], [], here)] == [[], [], [], [0]]


def test_an_event_that_is_seen_now_and_then_goes_on():
    events = Events(quiet=2)
    here = [change("add", after=0)]
    assert [events.news(seen) for seen in (here, [], here, [], here, [], here, [], here)] == [[0]] + [[]] * 8


def test_without_quiet_an_event_is_over_with_the_first_picture_that_does_not_show_it():
    events = Events(quiet=0)
    here = [change("add", after=0)]
    assert [events.news(seen) for seen in (here, here, here, [], here)] == [[0], [], [], [], [0]]


def test_one_event_explains_one_change_of_a_picture():
    events = Events()
    crowd = [change("add", after=x) for x in (0, 2, 4)]
    assert events.news(crowd[:2]) == [0, 1]
    assert events.news(crowd) == [2]


def test_who_was_told_to_be_gone_is_told_when_he_is_back():
    events = Events()
    come, gone = change("add", after=0), change("drop", before=0)
    assert [events.news([seen]) for seen in (come, gone, come, gone)] == [[0]] * 4
    assert events.news([change("drop", before=200)]) == [0]  # somebody else


def test_who_leaves_elsewhere_than_he_came_may_come_again():
    events = Events()
    assert [events.news([seen]) for seen in (change("add", after=0), change("drop", before=90))] == [[0], [0]]
    assert events.news([change("add", after=0)]) == [0]


def test_a_lamp_that_goes_on_and_off_is_told_each_time():
    on = Change("state", "lamp", {}, 0.9, old="off", new="on")
    off = Change("state", "lamp", {}, 0.9, old="on", new="off")
    events = Events()
    assert [events.news([seen]) for seen in (on, off, on)] == [[0]] * 3


def test_of_two_who_are_there_the_one_who_left_may_return():
    events = Events()
    both = [change("add", after=0), change("add", after=100)]
    assert events.news(both) == [0, 1]
    assert events.news([change("drop", before=100)]) == [0]
    assert events.news(both) == [1]


def test_confirmation_counts_pictures_in_a_row():
    events = Events(confirm=2)
    here = [change("add", after=0)]
    assert [events.news(seen) for seen in (here, [], here, here, here)] == [[], [], [], [0], []]


def test_frames_come_in_natural_order_and_nothing_else_comes(tmp_path):
    for name in ("f10.png", "f9.png", "f1.JPG", "notes.txt", ".f2.png", "f3.png.part"):
        (tmp_path / name).write_bytes(b"x")
    assert [path.name for path in frames.frames_now(tmp_path)] == ["f1.JPG", "f9.png", "f10.png"]


def test_a_frame_comes_when_it_is_written_and_again_when_it_is_written_anew(tmp_path, monkeypatch):
    path, steps = tmp_path / "a.png", iter(range(100))

    def between_looks(_):
        step = next(steps)
        if step in (0, 1, 5):  # grows between the looks, and later once more
            path.write_bytes(b"x" * (step + 1))

    monkeypatch.setattr(frames.time, "sleep", between_looks)
    arriving = frames.frames_of(tmp_path, 1.0)
    assert next(arriving) == path and next(steps) == 3
    assert next(arriving) == path and next(steps) == 7


def whole(color: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), color).save(stream, "PNG")
    return stream.getvalue() + b"x" * len(color)


def test_a_frame_that_is_written_anew_before_every_look_is_taken_all_the_same(tmp_path, monkeypatch):
    path, colors = tmp_path / "live.png", itertools.cycle(("red", "green", "navy"))
    path.write_bytes(whole("white"))
    steps = itertools.count()

    def between_looks(_):
        next(steps)
        path.write_bytes(whole(next(colors)))

    monkeypatch.setattr(frames.time, "sleep", between_looks)
    arriving = frames.frames_of(tmp_path, 1.0)
    assert [next(arriving) for _ in range(4)] == [path] * 4 and next(steps) <= 10


def test_a_frame_that_another_file_is_put_in_the_place_of_is_taken_at_the_first_look(tmp_path, monkeypatch):
    path, colors = tmp_path / "live.png", itertools.cycle(("red", "green", "navy"))
    path.write_bytes(whole("white"))
    steps = itertools.count()

    def between_looks(_):
        next(steps)
        (tmp_path / "next.part").write_bytes(whole(next(colors)))
        (tmp_path / "next.part").replace(path)

    monkeypatch.setattr(frames.time, "sleep", between_looks)
    arriving = frames.frames_of(tmp_path, 1.0)
    assert [next(arriving) for _ in range(4)] == [path] * 4 and next(steps) == 3


def test_a_frame_that_is_removed_and_written_anew_is_not_taken_by_halves(tmp_path, monkeypatch):
    path, content = tmp_path / "live.png", whole("red")
    path.write_bytes(whole("white"))
    steps = itertools.count(1)

    def between_looks(_):
        step = next(steps)
        path.replace(tmp_path / "old")
        path.write_bytes(content[: len(content) * min(step, 3) // 3])

    monkeypatch.setattr(frames.time, "sleep", between_looks)
    arriving = frames.frames_of(tmp_path, 1.0)
    assert [next(arriving), next(arriving)] == [path] * 2 and next(steps) == 4


def test_a_frame_that_arrives_slowly_is_not_taken_by_halves_and_one_that_never_ends_is_said(
    tmp_path, monkeypatch, capfd
):
    path, content = tmp_path / "slow.png", whole("red")
    steps = itertools.count(1)

    def between_looks(_):
        if (step := next(steps)) > 40:
            raise KeyboardInterrupt
        path.write_bytes(content[: 10 + step])

    monkeypatch.setattr(frames.time, "sleep", between_looks)
    with pytest.raises(KeyboardInterrupt):
        next(frames.frames_of(tmp_path, 1.0))
    assert capfd.readouterr().err.count("changes faster than it can be read") == 1
