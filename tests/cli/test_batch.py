"""`pipeline batch`: results in order, errors kept to their pair, and runs that are finished after any interruption."""

from __future__ import annotations

import json
import multiprocessing
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import flat_world as flat
import pytest
from PIL import Image
from processes import interruptible

from pipeline.cli.main import main


@pytest.fixture(scope="module")
def manifest(flat_world, tmp_path_factory) -> Path:
    """Six pairs: five good ones, and p3 whose picture is cut short."""
    folder = tmp_path_factory.mktemp("data")
    red, blue = flat.Tile("red", (20, 40, 50, 70)), flat.Tile("blue", (20, 40, 50, 70))
    flat.draw(folder / "red.png", red)
    flat.draw(folder / "blue.png", blue)
    (folder / "bad.png").write_bytes((folder / "red.png").read_bytes()[:60])
    after = ["blue.png", "red.png", "blue.png", "bad.png", "blue.png", "red.png"]
    lines = [{"id": f"p{i}", "before": "red.png", "after": name, "captions": ["?"]} for i, name in enumerate(after)]
    path = folder / "pairs.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


@pytest.fixture(scope="module")
def whole(manifest) -> Path:
    """What a run that nothing interrupts writes."""
    path = manifest.parent / "whole.jsonl"
    assert main([str(argument) for argument in batch(manifest, "-o", path)]) == 0
    return path


def results(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def batch(*arguments: object) -> list[object]:
    return ["batch", *arguments, "--pack", "flat", "--workers", 1]


def untimed(path: Path) -> list[dict]:
    return [{key: value for key, value in line.items() if key != "timings"} for line in results(path)]


def test_results_are_descriptions_in_order_and_a_bad_pair_is_a_line_with_error(manifest, whole, tmp_path, pipeline):
    out = tmp_path / "results.jsonl"
    status, stdout, err = pipeline("batch", manifest, "-o", out, "--pack", "flat", "--workers", 2)
    lines = results(out)
    assert (status, stdout) == (0, "")
    assert [line["id"] for line in lines] == [f"p{i}" for i in range(6)]
    assert [line.get("changed") for line in lines] == [True, False, True, None, True, False]
    assert list(lines[3]) == ["id", "before", "after", "error", "fingerprint"]
    assert "bad.png" in lines[3]["error"]
    assert list(lines[0]) == [
        "id", "before", "after", "pack", "changed", "caption", "changes", "unsure", "reasons", "style", "candidates",
        "grounding", "timings", "fingerprint",
    ]  # fmt: skip
    assert (lines[0]["before"], lines[0]["after"]) == ("red.png", "blue.png")
    assert "6 pairs: 3 changed, 2 unchanged, 1 with an error" in err
    assert untimed(out) == untimed(whole)  # whatever the number of workers


def test_strict_is_status_2_for_an_error(manifest, tmp_path, pipeline):
    assert pipeline(*batch(manifest, "-o", tmp_path / "results.jsonl", "--strict"))[0] == 2
    assert len(results(tmp_path / "results.jsonl")) == 6
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("keep", ["nothing", "two lines", "two lines and a torn one", "all"])
def test_resume_loses_nothing_and_does_nothing_twice(manifest, whole, tmp_path, pipeline, keep):
    out = tmp_path / "results.jsonl"
    lines = whole.read_bytes().splitlines(keepends=True)
    kept = {
        "nothing": b"",
        "two lines": b"".join(lines[:2]),
        "two lines and a torn one": b"".join(lines[:2]) + lines[2][:-1],  # whole but for its line break
        "all": b"".join(lines),
    }[keep]
    out.write_bytes(kept)
    assert pipeline(*batch(manifest, "-o", out, "--resume"))[0] == 0
    assert untimed(out) == untimed(whole)
    complete = kept[: kept.rfind(b"\n") + 1]
    assert out.read_bytes().startswith(complete)  # what was there is not done again
    assert (out.read_bytes() == complete) == (keep == "all")


def test_existing_results_are_kept_unless_told_otherwise(manifest, tmp_path, pipeline):
    out = tmp_path / "results.jsonl"
    out.write_text("precious\n")
    status, _, err = pipeline(*batch(manifest, "-o", out))
    assert status == 2 and "--resume" in err and "--force" in err
    assert pipeline(*batch(manifest, "-o", out, "--resume"))[0] == 2
    assert out.read_text() == "precious\n"
    assert pipeline(*batch(manifest, "-o", out, "--force"))[0] == 0
    assert len(results(out)) == 6


BROKEN = [
    ('{"id": "a", "before": "x", "after": "y"}\n{"id": "b", "before"\n', "line 2: it is not JSON"),
    ('{"id": "a", "before": "x", "after": "y"}\n\n[1]\n', "line 3: it is not an object"),
    ('{"before": "x", "after": "y"}\n', "line 1: its id is missing"),
    ('{"id": true, "before": "x", "after": "y"}\n', "line 1: its id is missing"),
    ('{"id": "a", "before": "x"}\n', "line 1: its after is missing"),
    ('{"id": "a", "before": 3, "after": "y"}\n', "line 1: its before is missing"),
    ('{"id": "a", "before": "x", "after": "y"}\n' * 2, "line 2: the id 'a' is already on line 1"),
    ('{"id": 7, "before": "x", "after": "y"}\n{"id": "7", "before": "x", "after": "y"}\n', "already on line 1"),
    ("\n\n", "names no pair"),
    ("\udc80\n", "line 1: it is not UTF-8"),
    ("[" * 100_000 + "\n", "line 1"),
]


@pytest.mark.parametrize(("text", "words"), BROKEN)
def test_a_broken_manifest_is_refused_before_anything_is_done(flat_world, tmp_path, pipeline, text, words):
    path, out = tmp_path / "pairs.jsonl", tmp_path / "results.jsonl"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    status, _, err = pipeline(*batch(path, "-o", out))
    assert status == 2
    assert words in err and "pairs.jsonl" in err and err.count("\n") == 1
    assert not out.exists()


def test_results_of_other_pairs_or_another_pack_are_not_mixed(manifest, tmp_path, pipeline):
    out = tmp_path / "results.jsonl"
    for line, words in (
        ('{"id": "zz", "error": "x"}', "the id 'zz', which the pairs do not have"),
        ('{"id": "p0", "error": "x"}\n{"id": "p0", "error": "x"}', "a second time"),
        ('{"id": "p0", "pack": "other", "changed": true}', "with the pack 'other', not 'flat'"),
    ):
        out.write_text(line + "\n")
        status, _, err = pipeline(*batch(manifest, "-o", out, "--resume"))
        assert status == 2 and words in err
        assert out.read_text() == line + "\n"
    status, _, err = pipeline(*batch(manifest, "-o", manifest, "--force"))
    assert status == 2 and "would be written over" in err
    assert manifest.read_text().count("\n") == 6


def test_two_folders_are_paired_by_file_name(flat_world, tmp_path, pipeline):
    before, after = tmp_path / "before", tmp_path / "after"
    for folder, color in ((before, "red"), (after, "blue")):
        folder.mkdir()
        for name in ("one.png", "two.png"):
            flat.draw(folder / name, flat.Tile(color, (20, 40, 50, 70)))
        (folder / "notes.txt").write_text("not a picture")
    flat.draw(before / "alone.png")
    status, _, err = pipeline(*batch(before, after, "-o", tmp_path / "results.jsonl"))
    assert status == 0
    assert [line["id"] for line in results(tmp_path / "results.jsonl")] == ["one.png", "two.png"]
    assert "alone.png" in err
    assert pipeline(*batch(before, "-o", tmp_path / "r"))[0] == 2
    assert pipeline(*batch(before, tmp_path / "after" / "one.png", "-o", tmp_path / "r"))[0] == 2


def test_a_worker_that_dies_costs_its_own_pair_only(manifest, tmp_path, pipeline):
    Image.new("RGB", (160, 120), "black").save(manifest.parent / "deadly.png")
    lines = manifest.read_text().splitlines()
    lines[1] = '{"id": "p1", "before": "red.png", "after": "deadly.png"}'
    deadly, out = manifest.parent / "deadly.jsonl", tmp_path / "results.jsonl"
    deadly.write_text("\n".join(lines))
    assert pipeline(*batch(deadly, "-o", out))[0] == 0
    assert [line["id"] for line in results(out)] == [f"p{i}" for i in range(6)]
    assert "died" in results(out)[1]["error"]
    assert [index for index, line in enumerate(results(out)) if "error" in line] == [1, 3]


def test_a_corrupted_pack_stops_the_batch_and_is_not_the_fault_of_the_pairs(flat_world, manifest, tmp_path, pipeline):
    pack = shutil.copytree(flat_world, tmp_path / "pack")
    (pack / "palette.json").write_text("{}")
    out = tmp_path / "results.jsonl"
    status, _, err = pipeline("batch", manifest, "-o", out, "--pack", pack, "--workers", 1)
    assert status == 2 and "corrupted" in err and out.read_bytes() == b""


def test_a_full_disk_says_how_to_go_on_and_resume_finishes(manifest, whole, tmp_path, pipeline, pipeline_process):
    out = tmp_path / "results.jsonl"
    room = len(whole.read_bytes().splitlines(keepends=True)[0]) + 60  # one line and a torn one

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    done = pipeline_process(*batch(manifest, "-o", out), preexec_fn=limit)
    assert done.returncode == 2
    assert "the disk is full after 1 results" in done.stderr and "--resume" in done.stderr
    assert "Traceback" not in done.stderr
    assert not out.read_bytes().endswith(b"\n")
    assert pipeline(*batch(manifest, "-o", out, "--resume"))[0] == 0
    assert untimed(out) == untimed(whole)


@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGINT])
def test_an_interrupted_run_is_finished_by_resume(flat_world, tmp_path, pipeline, stop):
    flat.draw(tmp_path / "red.png", flat.Tile("red", (20, 40, 50, 70)))
    flat.draw(tmp_path / "blue.png", flat.Tile("blue", (20, 40, 50, 70)))
    manifest, out = tmp_path / "pairs.jsonl", tmp_path / "results.jsonl"
    line = '{{"id": {}, "before": "red.png", "after": "blue.png"}}\n'
    manifest.write_text("".join(line.format(i) for i in range(120)))
    command = [sys.executable, "-m", "pipeline", *map(str, batch(manifest, "-o", out))]
    child = interruptible(command, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 50
    while not (out.exists() and out.stat().st_size) and time.monotonic() < deadline:
        time.sleep(0.005)
    child.send_signal(stop)
    _, err = child.communicate(timeout=30)
    assert child.returncode == (130 if stop == signal.SIGINT else -9)
    assert "Traceback" not in err
    assert ("--resume" in err) == (stop == signal.SIGINT)
    assert stop == signal.SIGINT or err == ""  # the workers end without a word
    assert 0 < out.read_bytes().count(b"\n") < 120
    assert pipeline(*batch(manifest, "-o", out, "--resume"))[0] == 0
    assert [line["id"] for line in results(out)] == [str(i) for i in range(120)]


def test_two_runs_do_not_write_one_file(manifest, tmp_path, pipeline):
    import fcntl

    out = tmp_path / "results.jsonl"
    with out.open("ab") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        status, _, err = pipeline(*batch(manifest, "-o", out, "--resume"))
    assert status == 2 and "another run" in err


def test_unknown_stages_are_refused_before_the_results_are_touched(manifest, tmp_path, pipeline):
    out = tmp_path / "results.jsonl"
    assert pipeline(*batch(manifest, "-o", out, "--stage", "ranker=best"))[0] == 2
    assert pipeline(*batch(manifest, "-o", out, "--workers", 0))[0] == 2
    assert not out.exists()
