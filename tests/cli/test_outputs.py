"""Outputs: none of them may be something that is read, under whatever name."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.core import messages
from pipeline.core.errors import SpotItError


def commands(folder: Path, out: Path) -> dict[str, list[object]]:
    """A command of each kind whose output is ``out``."""
    before, after = folder / "before.png", folder / "after.png"
    return {
        "run": ["run", before, after, "--report", out, "--pack", "flat"],
        "diff": ["diff", before, after, "-o", out, "--pack", "flat"],
        "inspect": ["inspect", after, "-o", out, "--pack", "flat"],
        "too long": ["run", "x" * 5000, after, "--report", out, "--pack", "flat"],
        "mask": ["run", before, before, "--ignore", after, "--report", out, "--pack", "flat"],
        "batch": ["batch", folder / "pairs.jsonl", "-o", out, "--force", "--pack", "flat"],
        "manifest": ["batch", after, "-o", out, "--force", "--pack", "flat"],
        "evaluate": ["evaluate", folder / "pairs.jsonl", after, "-o", out],
        "coco": ["evaluate", after, folder / "results.jsonl", "--write-coco", out],
        "train": ["train", "language", out, "--captions", after],
    }


@pytest.fixture
def folder(pair) -> Path:
    folder = pair[0].parent
    line = {"id": "a", "before": "before.png", "after": "after.png", "captions": ["The cube is red."]}
    (folder / "pairs.jsonl").write_text(json.dumps(line) + "\n")
    (folder / "results.jsonl").write_text('{"id": "a", "caption": "The cube is blue."}\n')
    return folder


@pytest.mark.parametrize("link", ["itself", "symlink", "hard link", "another way"])
@pytest.mark.parametrize("name", list(commands(Path(), Path())))
def test_an_output_that_is_an_input_is_refused_and_the_input_stays_whole(flat_world, folder, pipeline, name, link):
    after, out = folder / "after.png", folder / "out"
    whole = after.read_bytes()
    if link == "symlink":
        out.symlink_to(after)
    elif link == "hard link":
        os.link(after, out)
    else:
        out = after if link == "itself" else folder / ".." / folder.name / "after.png"
    status, stdout, err = pipeline(*commands(folder, out)[name])
    assert (status, stdout) == (2, "") and "would be written over" in err and err.count("\n") == 1
    assert after.read_bytes() == whole


def test_an_older_output_is_written_over_and_a_packs_own_files_are_not(flat_world, folder, tmp_path, pipeline):
    (folder / "old.html").write_text("old")
    arguments = ("run", folder / "before.png", folder / "after.png", "--pack")
    assert pipeline(*arguments, "flat", "--report", folder / "old.html")[0] == 0
    assert (folder / "old.html").read_text() != "old"
    pack = shutil.copytree(flat_world, tmp_path / "pack")
    status, _, err = pipeline(*arguments, pack, "--report", pack / "config.toml")
    assert status == 2 and "would be written over" in err


def test_two_outputs_are_two_files(flat_world, folder, pipeline):
    (folder / "out").write_text("old")
    status, _, err = pipeline(
        "evaluate",
        folder / "pairs.jsonl",
        folder / "results.jsonl",
        "-o",
        folder / "out",
        "--write-coco",
        folder / "out",
    )
    assert status == 2 and (folder / "out").read_text() == "old" and err.count("\n") == 1


def closed(arguments: list[object], streams: str) -> subprocess.CompletedProcess:
    command = " ".join(map(str, [sys.executable, "-m", "pipeline", *arguments]))
    return subprocess.run(f"{command} {streams}", shell=True, capture_output=True, text=True, timeout=60)


def test_with_stderr_closed_results_are_written_and_stdout_holds_json_alone(flat_world, folder):
    out = folder / "new.jsonl"
    done = closed(["batch", folder / "pairs.jsonl", "-o", out, "--pack", "flat", "--workers", 1], "2>&-")
    assert (done.returncode, done.stdout) == (0, "")
    assert json.loads(out.read_text())["changed"]
    frames = folder / "two.gif"
    from PIL import Image

    Image.open(folder / "before.png").save(frames, save_all=True, append_images=[Image.open(folder / "after.png")])
    done = closed(["run", frames, frames, "--json", "--pack", "flat"], "2>&-")  # it says that one frame is used
    assert done.returncode == 0 and json.loads(done.stdout)["changed"] is False


def test_with_stdout_closed_there_is_one_line_and_what_needs_none_is_done(flat_world, folder):
    done = closed(["run", folder / "before.png", folder / "after.png", "--pack", "flat"], ">&-")
    assert done.returncode == 2 and "standard output is closed" in done.stderr and done.stderr.count("\n") == 1
    done = closed(["diff", folder / "before.png", folder / "after.png", "--pack", "flat", "-o", folder / "o"], ">&-")
    assert (done.returncode, done.stderr) == (0, "") and (folder / "o").read_text()
    done = closed(["run", folder / "before.png", folder / "after.png", "--pack", "flat"], ">&- 2>&- <&-")
    assert done.returncode == 2


def test_a_message_stays_short_whatever_is_in_it_and_says_what_to_do(pipeline):
    status, _, err = pipeline("run", "x" * 1_000_000, "b.png")
    assert status == 2 and len(err) < 3000 and err.count("\n") == 1
    assert "check" in str(messages.error(messages.NOT_READABLE, path="x" * 10**6, reason="y" * 10**6))
    assert len(str(SpotItError(f"there is no {'z' * 10**6}: choose another"))) < 1100
    assert len(pipeline("run", "a", "b", "--stage", "z" * 1_000_000)[2]) < 3000


def test_a_failed_read_says_read(flat_world, folder, pipeline, monkeypatch):
    def fail(*_):
        raise PermissionError(13, "Permission denied", str(folder / "pairs.jsonl"))

    monkeypatch.setattr("pipeline.datasets.manifest.read", fail)
    status, _, err = pipeline("evaluate", folder / "pairs.jsonl", folder / "results.jsonl")
    assert status == 2 and "pairs.jsonl cannot be read" in err


def test_a_pipe_that_nobody_reads_is_said_and_one_that_is_read_is_written(flat_world, folder, pipeline):
    fifo = folder / "pipe"
    os.mkfifo(fifo)
    arguments = ("diff", folder / "before.png", folder / "after.png", "--pack", "flat", "-o", fifo)
    status, _, err = pipeline(*arguments)
    assert status == 2 and "nobody reads from this pipe" in err and err.count("\n") == 1
    with subprocess.Popen(["cat", fifo], stdout=subprocess.PIPE, text=True) as reader:
        while pipeline(*arguments)[0]:  # until it has opened the other end
            pass
        assert reader.stdout is not None and "blue" in reader.stdout.read()


@pytest.mark.parametrize("order", ["0", "-3", "many", "100000000000"])
def test_an_order_out_of_range_is_one_line(tmp_path, pipeline, order):
    status, _, err = pipeline("train", "language", tmp_path / "o.arpa", f"--order={order}")
    assert status == 2 and "1 to 20" in err and err.count("\n") == 1
