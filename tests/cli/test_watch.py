"""`pipeline watch`: frames of the flat world, some of them bad."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import flat_world as flat
import pytest
from processes import interruptible

RED, GREEN = flat.Tile("red", (20, 40, 50, 70)), flat.Tile("green", (100, 20, 120, 60))
BLUE = flat.Tile("blue", (60, 80, 80, 100))


def told(out: str) -> list[tuple[str, str, str]]:
    """Frame, kind and colour of each line."""
    lines = [json.loads(line) for line in out.splitlines()]
    return [(Path(line["after"]).stem, line["kind"], line["attributes"]["color"]) for line in lines]


@pytest.fixture
def film(tmp_path):
    """Write frames, each given by its tiles; the folder."""

    def shoot(*frames, start=8):
        folder = tmp_path / "film"
        folder.mkdir(exist_ok=True)
        for number, tiles in enumerate(frames, start):
            flat.draw(folder / f"f{number}.png", *tiles)
        return folder

    return shoot


def test_each_frame_is_told_against_the_one_before(flat_world, film, pipeline):
    folder = film([RED], [RED], [RED, GREEN], [RED, GREEN], [GREEN])
    status, out, err = pipeline("watch", folder, "--once", "--pack", "flat")
    assert (status, err) == (0, "")
    assert told(out) == [("f10", "add", "green"), ("f12", "drop", "red")]
    first = json.loads(out.splitlines()[0])
    assert list(first) == [
        "before", "after", "pack", "caption", "kind", "label", "attributes", "old", "new", "confidence", "box_before",
        "box_after", "since", "since_time",
    ]  # fmt: skip
    assert (first["before"], first["after"]) == (str(folder / "f9.png"), str(folder / "f10.png"))
    assert first["pack"] == "flat" and "green" in first["caption"] and first["caption"].endswith(".")


def test_a_list_of_frames_is_taken_in_its_order(flat_world, film, pipeline):
    folder = film([RED], [RED, GREEN])
    status, out, _ = pipeline("watch", folder / "f9.png", folder / "f8.png", "--pack", "flat", "--fail-on-change")
    assert (status, told(out)) == (1, [("f8", "drop", "green")])


def test_what_lasts_is_told_once_against_a_reference(flat_world, film, pipeline):
    folder = film([RED], [RED, GREEN], [RED, GREEN], [RED], [RED, GREEN], [RED, GREEN, BLUE], start=1)
    _, out, _ = pipeline("watch", folder, "--once", "--pack", "flat", "--reference", folder / "f1.png")
    assert told(out) == [("f2", "add", "green"), ("f6", "add", "blue")]


def test_what_stays_alone_is_told_with_lasting(flat_world, film, pipeline):
    pytest.importorskip("cv2")
    folder = film(*[[RED]] * 6, [RED, BLUE], [RED, BLUE], *[[RED, GREEN]] * 4, start=10)
    _, out, _ = pipeline("watch", folder, "--once", "--pack", "flat", "--lasting")
    assert told(out) == [("f21", "add", "green")]
    assert Path(json.loads(out)["since"]).stem == "f18"


def test_what_comes_back_after_a_while_is_news(flat_world, film, pipeline):
    folder = film([RED, GREEN], [RED], [RED], [RED, GREEN], start=2)
    reference = flat.draw(folder.parent / "empty.png", RED)
    arguments = ("watch", folder, "--once", "--pack", "flat", "--reference", reference)
    assert told(pipeline(*arguments, "--quiet", 1)[1]) == [("f2", "add", "green"), ("f5", "add", "green")]
    assert told(pipeline(*arguments, "--quiet", 2)[1]) == [("f2", "add", "green")]


def test_a_flicker_is_not_told_where_confirmation_is_asked(flat_world, film, pipeline):
    folder = film([RED, GREEN], [RED], [RED, BLUE], [RED, BLUE], start=2)
    reference = flat.draw(folder.parent / "empty.png", RED)
    _, out, _ = pipeline("watch", folder, "--once", "--pack", "flat", "--reference", reference, "--confirm", 2)
    assert told(out) == [("f5", "add", "blue")]


def test_bad_frames_are_named_and_passed_over(flat_world, film, pipeline):
    folder = film([RED], [RED, GREEN], [RED, GREEN], [GREEN], start=1)
    whole = (folder / "f2.png").read_bytes()
    (folder / "f2.png").write_bytes(whole[: len(whole) // 2])
    (folder / "f3.png").write_bytes(b"")
    flat.draw(folder / "f3a.png", RED, size=(400, 40))
    (folder / "notes.txt").write_text("not a picture")
    status, out, err = pipeline("watch", folder, "--once", "--pack", "flat")
    assert status == 0
    assert sorted(told(out)) == [("f4", "add", "green"), ("f4", "drop", "red")]
    assert err.count("\n") == 4 and all(name in err for name in ("f2.png", "f3.png", "f3a.png", "notes.txt"))


def test_a_visitor_who_returns_is_told_again_however_soon(flat_world, film, pipeline):
    folder = film([RED], [RED, GREEN], [RED], [RED, GREEN], [RED], [RED, GREEN], start=1)
    _, out, _ = pipeline("watch", folder, "--once", "--pack", "flat")
    kinds = [kind for _, kind, _ in told(out)]
    assert kinds == ["add", "drop", "add", "drop", "add"]


def test_every_format_that_run_reads_is_taken_and_other_files_are_said_once(flat_world, film, pipeline):
    folder = film([RED])
    flat.draw(folder / "f9.PPM", RED, GREEN)
    flat.draw(folder / "f91.avif", RED, BLUE)
    flat.draw(folder / "f92.jp2", GREEN)
    for name in ("a.txt", "b.txt", "c.log", ".hidden"):
        (folder / name).write_text("x")
    (folder / "more").mkdir()
    _, out, err = pipeline("watch", folder, "--once", "--pack", "flat")
    assert {frame for frame, _, _ in told(out)} >= {"f9", "f92"}
    assert err.count("a.txt") == 1 and err.count("c.log") == 1 and err.count("more") == 1 and err.count("\n") == 3


def test_scope_options_hold(flat_world, film, pipeline):
    folder = film([RED], [RED, GREEN])
    for option in (("--ignore", "90,0,160,120"), ("--min-size", "41"), ("--min-confidence", "1")):
        assert pipeline("watch", folder, "--once", "--pack", "flat", *option) == (0, "", "")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("{folder}/none",), "not a folder"),
        (("{folder}", "--once", "--reference", "none.png"), "none.png: there is no such file"),
        (("{folder}", "--confirm", "2"), "--confirm needs --reference"),
        (("{folder}", "--quiet", "0"), "--quiet"),
        (("{folder}", "--interval", "0"), "--interval"),
        (("{folder}/f8.png",), "is not a folder"),
    ],
)
def test_bad_arguments_are_one_line(flat_world, film, pipeline, arguments, words):
    folder = film([RED])
    filled = [argument.format(folder=folder) for argument in arguments]
    status, out, err = pipeline("watch", *filled, "--pack", "flat")
    assert (status, out) == (2, "") and words in err and err.count("\n") == 1


def test_a_folder_is_watched_until_ctrl_c(flat_world, film, tmp_path):
    folder = film([RED])
    command = [sys.executable, "-m", "pipeline", "watch", str(folder), "--pack", "flat", "--interval", "0.05"]
    child = interruptible(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert child.stdout is not None
    try:
        whole = flat.draw(tmp_path / "next.png", RED, GREEN).read_bytes()
        arriving = folder / "f9.png"
        with arriving.open("wb") as stream:  # a camera that writes slowly, but without a pause
            for start in range(0, len(whole), 40):
                stream.write(whole[start : start + 40])
                stream.flush()
                time.sleep(0.01)
        assert told(child.stdout.readline()) == [("f9", "add", "green")]
        flat.draw(folder / "f10.png", GREEN)
        assert told(child.stdout.readline()) == [("f10", "drop", "red")]
    finally:
        child.send_signal(signal.SIGINT)
        _, err = child.communicate(timeout=20)
    assert child.returncode == 130 and "until Ctrl-C; each picture is compared with the one before it" in err


@pytest.mark.parametrize("name", ["journal.jsonl", "journal.sqlite"])
def test_a_watch_that_was_stopped_goes_on_and_tells_nothing_twice(flat_world, film, pipeline, tmp_path, name):
    empty, journal = tmp_path / "empty.png", tmp_path / name
    flat.draw(empty, RED)
    watched = ("--once", "--pack", "flat", "--reference", empty, "--confirm", 2, "--journal", journal)
    folder = film([RED], [RED, GREEN])
    assert pipeline("watch", folder, *watched)[:2] == (0, "")
    film([RED, BLUE, GREEN], [RED, GREEN], start=10)
    status, out, _ = pipeline("watch", folder, *watched)
    assert (status, told(out)) == (0, [("f10", "add", "green")])
    assert Path(json.loads(out)["since"]).stem == "f9"
    assert pipeline("watch", folder, *watched)[:2] == (0, "")
    film([RED, GREEN], start=1)  # it was taken earlier and arrives late
    assert pipeline("watch", folder, *watched)[:2] == (0, "")


def test_a_journal_that_was_cut_short_loses_its_last_line_and_no_other(flat_world, film, pipeline, tmp_path):
    journal = tmp_path / "journal.jsonl"
    folder = film([RED], [RED, GREEN], [RED])
    assert told(pipeline("watch", folder, "--once", "--pack", "flat", "--journal", journal)[1])
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:-1]) + lines[-1][:20])
    status, out, _ = pipeline("watch", folder, "--once", "--pack", "flat", "--journal", journal)
    assert (status, told(out)) == (0, [("f10", "drop", "green")])
    assert journal.read_bytes().splitlines()[:2] == [line.rstrip() for line in lines[:2]]


@pytest.mark.parametrize("name", ["notes.txt", "notes.db"])
def test_a_file_that_is_no_journal_is_left_as_it_is(flat_world, film, pipeline, tmp_path, name):
    notes = tmp_path / name
    notes.write_text("buy milk\n" * 300)
    status, out, err = pipeline("watch", film([RED]), "--once", "--pack", "flat", "--journal", notes)
    assert (status, out) == (2, "") and "--journal" in err and len(err.splitlines()) == 1
    assert notes.read_text() == "buy milk\n" * 300


@pytest.mark.parametrize("name", ["pipe", "pipe.db"])
def test_a_pipe_is_no_journal(flat_world, film, pipeline, tmp_path, name):
    os.mkfifo(tmp_path / name)
    status, out, err = pipeline("watch", film([RED]), "--once", "--pack", "flat", "--journal", tmp_path / name)
    assert (status, out) == (2, "") and "no ordinary file" in err and err.count("\n") == 1


@pytest.mark.parametrize(
    "going", ["[" * 100_000 + "]" * 100_000, '[{"fact": 1}]', '[{"since": null, "fact": {"group": []}}]']
)
def test_a_journal_of_another_shape_is_one_line(flat_world, film, pipeline, tmp_path, going):
    journal = tmp_path / "journal.jsonl"
    journal.write_text(f'{{"frame": "f", "size": 1, "mtime": 1, "news": [], "going": {going}}}\n')
    status, out, err = pipeline("watch", film([RED]), "--once", "--pack", "flat", "--journal", journal)
    assert (status, out) == (2, "") and str(journal) in err and err.count("\n") == 1
