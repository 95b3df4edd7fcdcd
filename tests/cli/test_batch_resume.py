"""`pipeline batch --resume`: what no longer holds is done again, and said; errors are not forgotten."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import flat_world as flat
import pytest

RED, BLUE, GREEN = (flat.Tile(color, (20, 40, 50, 70)) for color in ("red", "blue", "green"))


@pytest.fixture
def manifest(flat_world, tmp_path) -> Path:
    for color, tile in (("red", RED), ("blue", BLUE), ("green", GREEN)):
        flat.draw(tmp_path / f"{color}.png", tile)
    return write(tmp_path / "pairs.jsonl", a="blue.png", b="green.png", c="red.png")


def write(path: Path, **after: str) -> Path:
    lines = [{"id": name, "before": "red.png", "after": picture} for name, picture in after.items()]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


@pytest.fixture
def batch(pipeline):
    """Run, with what was there before; status, what was said, and the results."""

    def call(manifest: Path, *arguments: object) -> tuple[int, str, list[dict]]:
        out = manifest.parent / "results.jsonl"
        status, _, err = pipeline("batch", manifest, "-o", out, "--pack", "flat", "--workers", 1, *arguments)
        return status, err, [json.loads(line) for line in out.read_text().splitlines()]

    return call


def test_nothing_is_done_again_while_everything_holds(manifest, batch):
    first = batch(manifest)[2]
    status, err, again = batch(manifest, "--resume")
    assert (status, again) == (0, first) and "3 results are there already" in err and "done again" not in err
    os.utime(manifest.parent / "blue.png")  # newer, but the same picture
    assert batch(manifest, "--resume")[2] == first


def test_a_picture_of_a_size_and_a_time_that_were_there_before_is_looked_at_again(manifest, batch):
    for name, tile in (("a", BLUE), ("b", GREEN)):  # as in an archive of which all files have one time
        flat.draw(manifest.parent / f"{name}.bmp", tile)
        os.utime(manifest.parent / f"{name}.bmp", (1_000_000, 1_000_000))
    first = batch(write(manifest, a="a.bmp", b="b.bmp"))[2]
    for old, new in (("a", "c"), ("b", "a"), ("c", "b")):
        (manifest.parent / f"{old}.bmp").replace(manifest.parent / f"{new}.bmp")
    lines = batch(manifest, "--resume")[2]
    assert [line["fingerprint"]["after"] for line in lines] == [line["fingerprint"]["after"] for line in first[::-1]]


def test_an_id_that_names_another_picture_is_done_again_in_its_place(manifest, batch):
    first = batch(manifest)[2]
    write(manifest, a="red.png", b="green.png", c="red.png")
    status, err, lines = batch(manifest, "--resume")
    assert status == 0 and "1 results do not fit" in err and "'a'" in err and "2 results are there already" in err
    assert [line["id"] for line in lines] == ["a", "b", "c"]
    assert lines[0]["after"] == "red.png" and lines[0]["changed"] is False
    assert lines[1:] == first[1:]


def test_a_picture_that_has_changed_is_looked_at_again(manifest, batch):
    picture = flat.draw(manifest.parent / "blue.bmp", BLUE)
    write(manifest, a="blue.bmp", b="green.png", c="red.png")
    batch(manifest)
    size = picture.stat().st_size
    assert flat.draw(picture, RED).stat().st_size == size
    _, err, lines = batch(manifest, "--resume")
    assert "1 results do not fit" in err and lines[0]["changed"] is False


@pytest.mark.parametrize("options", [("--min-confidence", "1", "--all"), ("--stage", "differ=graph_edit")])
def test_other_settings_are_another_run(manifest, batch, options):
    batch(manifest)
    _, err, _ = batch(manifest, "--resume", *options)
    assert "3 results do not fit" in err
    assert "done again" not in batch(manifest, "--resume", *options)[1]


def test_a_mask_or_a_pack_that_has_changed_is_another_run(manifest, flat_world, batch):
    mask = flat.draw(manifest.parent / "mask.png", BLUE)
    batch(manifest, "--ignore", mask)
    flat.draw(mask, GREEN, RED)
    assert "3 results do not fit" in batch(manifest, "--resume", "--ignore", mask)[1]
    config = flat_world / "config.toml"
    text = config.read_text()
    try:
        config.write_text(text.replace("node_score = 0.5", "node_score = 0.6"))
        assert "3 results do not fit" in batch(manifest, "--resume", "--ignore", mask)[1]
    finally:
        config.write_text(text)


def test_lines_that_say_nothing_of_what_they_rest_on_are_done_again(manifest, batch):
    for line in batch(manifest)[2]:
        del line["fingerprint"]
        with (manifest.parent / "old.jsonl").open("a") as stream:
            stream.write(json.dumps(line) + "\n")
    (manifest.parent / "old.jsonl").replace(manifest.parent / "results.jsonl")
    _, err, lines = batch(manifest, "--resume")
    assert "3 results do not fit" in err and all("fingerprint" in line for line in lines)


def test_an_error_is_kept_as_long_as_its_cause_and_strict_remembers_it(manifest, batch):
    write(manifest, a="blue.png", b="missing.png")
    assert batch(manifest, "--strict")[0] == 2
    status, err, _ = batch(manifest, "--strict", "--resume")
    assert status == 2 and "2 results are there already, 1 of them with an error" in err
    flat.draw(manifest.parent / "missing.png", GREEN)
    status, err, lines = batch(manifest, "--strict", "--resume")
    assert status == 0 and "1 results do not fit" in err and lines[1]["changed"]


def test_results_that_are_taken_away_and_outputs_that_cannot_be_kept_are_said(manifest, batch, pipeline, monkeypatch):
    from pipeline.batch.results import Results

    out = manifest.parent / "results.jsonl"
    append = Results.append

    def deleting(self, result):
        append(self, result)
        out.unlink()

    monkeypatch.setattr(Results, "append", deleting)
    status, _, err = pipeline("batch", manifest, "-o", out, "--pack", "flat", "--workers", 1)
    assert status == 2 and "was deleted or replaced" in err and err.count("\n") == 1
    os.mkfifo(out)
    status, _, err = pipeline("batch", manifest, "-o", out, "--pack", "flat", "--workers", 1)
    assert status == 2 and "no ordinary file" in err and err.count("\n") == 1


@pytest.mark.parametrize("line", ["{}", '{"id": []}', '{"id": 5}', "[" * 100_000, '{"id": 1e999}', "7", "\udc80"])
def test_what_is_no_result_is_said_and_kept(manifest, pipeline, line):
    out = manifest.parent / "results.jsonl"
    out.write_bytes(line.encode("utf-8", "surrogateescape") + b"\n")
    whole = out.read_bytes()
    status, _, err = pipeline("batch", manifest, "-o", out, "--pack", "flat", "--resume")
    assert status == 2 and "line 1 is not a result" in err and err.count("\n") == 1
    assert out.read_bytes() == whole


def test_a_pair_that_takes_too_long_is_an_error_and_the_run_goes_on(manifest, batch):
    slow = flat.Image.open(manifest.parent / "red.png")
    slow.putpixel((0, 0), (1, 1, 1))
    slow.save(manifest.parent / "slow.png")
    write(manifest, a="blue.png", b="slow.png", c="green.png")
    start = time.monotonic()
    status, _, lines = batch(manifest, "--timeout", 5)
    assert status == 0 and time.monotonic() - start < 40
    assert [line.get("changed") for line in lines] == [True, None, True]
    assert "no answer within 5 seconds" in lines[1]["error"]
    assert "done again" not in batch(manifest, "--resume", "--timeout", 5)[1]


def test_stages_that_cannot_be_built_are_one_line(manifest, pipeline):
    out = manifest.parent / "r"
    status, _, err = pipeline("batch", manifest, "-o", out, "--pack", "flat", "--stage", "detector=broken")
    assert status == 2 and "no such lens" in err and "fewer" not in err and err.count("\n") == 1


def test_a_worker_that_is_killed_while_it_loads_is_replaced_but_not_for_ever(flat_world):
    from pipeline.batch import local
    from pipeline.batch.job import Job
    from pipeline.core.errors import SpotItError

    crew = local.Crew(Job(pack=str(flat_world)), 1, 60)
    try:
        crew.workers[0].process.kill()
        while not crew.idle():
            assert list(crew.results()) == []
        with pytest.raises(SpotItError, match="fewer --workers"):
            for _ in range(4):
                crew.workers[0].ready = False
                crew.workers[0].process.kill()
                list(crew.results())
    finally:
        crew.dismiss()
