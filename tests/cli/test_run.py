"""`pipeline run`, and what all commands do with bad input."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time

import flat_world as flat
import pytest
import screen_page as page
from PIL import Image
from processes import interruptible


def test_says_what_changed(flat_world, pair, pipeline):
    status, out, err = pipeline("run", *pair, "--pack", "flat")
    assert (status, err) == (0, "")
    assert out.count("\n") == 1
    assert re.search(r"\bred\b.* blue\b", out)


def test_says_that_nothing_changed(flat_world, pair, tmp_path, pipeline):
    again = flat.draw(
        tmp_path / "again.png", flat.Tile("red", (21, 40, 51, 70)), flat.Tile("green", (100, 21, 120, 61))
    )
    status, out, _ = pipeline("run", pair[0], again, "--pack", "flat", "--json")
    answer = json.loads(out)
    assert (status, answer["changed"], answer["changes"]) == (0, False, [])
    assert answer["caption"]


def test_the_same_file_twice_has_not_changed_and_loads_no_model(flat_world, pair, tmp_path, pipeline):
    pack = shutil.copytree(flat_world, tmp_path / "pack")
    (pack / "palette.json").unlink()  # any use of the detector fails
    assert pipeline("run", *pair, "--pack", pack)[0] == 2
    assert pipeline("run", pair[0], pair[0], "--pack", pack) == (0, "Nothing has changed.\n", "")
    status, out, _ = pipeline("run", pair[0], pair[0], "--pack", pack, "--json", "--fail-on-change")
    assert (status, json.loads(out)["changed"]) == (0, False)


def test_json_has_exactly_the_promised_keys_in_their_order(flat_world, pair, pipeline):
    start = time.perf_counter()
    status, out, _ = pipeline("run", *pair, "--pack", "flat", "--json")
    elapsed = time.perf_counter() - start
    answer = json.loads(out)
    assert status == 0
    assert list(answer) == [
        "before", "after", "pack", "changed", "caption", "changes", "unsure", "reasons", "style", "candidates",
        "grounding", "timings",
    ]  # fmt: skip
    assert (answer["before"], answer["after"], answer["pack"]) == (str(pair[0]), str(pair[1]), "flat")
    (change,) = answer["changes"]
    confidence = change.pop("confidence")
    assert change == {
        "kind": "color",
        "label": "cube",
        "attributes": {"size": "large", "color": "red", "material": "rubber", "shape": "cube"},
        "old": "red",
        "new": "blue",
        "box_before": [20, 40, 50, 70],
        "box_after": [20, 40, 50, 70],
    }
    assert 0.5 < confidence <= 1
    assert [list(candidate) for candidate in answer["candidates"][:2]] == [
        ["text", "score", "generator", "features"]
    ] * 2
    assert answer["candidates"][0]["text"] == answer["caption"]
    assert answer["candidates"][0]["generator"] == "templates"
    phrase = answer["grounding"][0]
    assert list(phrase) == ["phrase", "start", "end", "box_before", "box_after", "score"]
    assert answer["caption"][phrase["start"] : phrase["end"]] == phrase["phrase"]
    assert phrase["box_before"] == [20, 40, 50, 70]
    assert list(answer["timings"]) == ["detect", "diff", "generate", "rank"]
    assert all(seconds > 0 for seconds in answer["timings"].values())
    assert sum(answer["timings"].values()) < elapsed


def test_all_states_every_change(flat_world, tmp_path, pipeline):
    before = flat.draw(tmp_path / "b.png", flat.Tile("red", (20, 40, 50, 70)), flat.Tile("green", (100, 20, 120, 60)))
    after = flat.draw(tmp_path / "a.png", flat.Tile("blue", (20, 40, 50, 70)))
    _, out, _ = pipeline("run", before, after, "--pack", "flat", "--all", "--json")
    answer = json.loads(out)
    assert {change["kind"] for change in answer["changes"]} == {"color", "drop"}
    assert answer["caption"].count(".") == 2
    assert "blue" in answer["caption"] and "cylinder" in answer["caption"]
    assert answer["grounding"][-1]["start"] > answer["caption"].index(".")
    for found in answer["grounding"]:
        assert answer["caption"][found["start"] : found["end"]] == found["phrase"]
    first = json.loads(pipeline("run", before, after, "--pack", "flat", "--json")[1])
    assert answer["caption"].startswith(first["caption"]) and first["caption"].count(".") == 1


def test_fail_on_change_is_status_1_for_a_change_only(flat_world, pair, pipeline):
    assert pipeline("run", *pair, "--pack", "flat", "--fail-on-change")[0] == 1
    assert pipeline("diff", *pair, "--pack", "flat", "--fail-on-change")[0] == 1
    assert pipeline("run", pair[0], pair[0], "--pack", "flat", "--fail-on-change")[0] == 0


@pytest.mark.parametrize("area", ["10,30,60,80", "mask"])
def test_ignored_objects_are_not_spoken_of(flat_world, pair, tmp_path, pipeline, area):
    if area == "mask":
        mask = Image.new("L", (320, 240))  # drawn at twice the size
        mask.paste(255, (20, 60, 120, 160))
        mask.save(tmp_path / "mask.png")
        area = tmp_path / "mask.png"
    status, out, _ = pipeline("run", *pair, "--pack", "flat", "--ignore", area, "--json")
    assert (status, json.loads(out)["changed"]) == (0, False)
    _, out, _ = pipeline("run", *pair, "--pack", "flat", "--ignore", "0,0,34,120", "--json")  # less than half of it
    assert json.loads(out)["changed"] is True


def test_report_is_one_page_with_both_pictures_and_escapes_what_is_not_ours(flat_world, pair, tmp_path, pipeline):
    folder = tmp_path / "<script>alert(1)<"
    folder.mkdir()
    before = pair[0].rename(folder / "script>.png")
    page = tmp_path / "report.html"
    assert pipeline("run", before, pair[1], "--pack", "flat", "--report", page)[0] == 0
    text = page.read_text()
    assert text.count('<img src="data:image/webp;base64,') == 2
    assert text.count("<script") == 1 and "alert(1)" not in text and "&gt;.png" in text
    assert not re.search(r'(src|href)="(?!data:)', text)
    assert "color" in text and "templates" in text
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["<script>alert(1)<", "after.png", "report.html"])


BAD_ARGUMENTS = [
    (("frobnicate",), "there is no command 'frobnicate'"),
    (("run",), "BEFORE"),
    (("run", "{before}"), "AFTER"),
    (("run", "{before}", "missing.png"), "missing.png: there is no such file"),
    (("run", "{folder}", "{after}"), "is a folder"),
    (("run", "{before}", "{after}", "--frobnicate"), "--frobnicate"),
    (
        ("run", "{before}", "{after}", "--pack", "nonesuch"),
        "no pack 'nonesuch'; choose one of auto, blocks, photo, screen, flat",
    ),
    (("run", "{before}", "{after}", "--pack", "{folder}"), "is not a pack"),
    (("run", "{before}", "{after}", "--stage", "rank=lm"), "there is no stage 'rank'"),
    (("run", "{before}", "{after}", "--stage", "ranker=best"), "no ranker 'best': choose one of learned, lm, first"),
    (("run", "{before}", "{after}", "--stage", "ranker"), "STAGE=NAME"),
    (("run", "{before}", "{after}", "--stage", "proposer=selective_search"), "makes its own proposals"),
    (("run", "{before}", "{after}", "--ignore", "1,2,3"), "--ignore '1,2,3'"),
    (("run", "{before}", "{after}", "--ignore", "9,9,1,1"), "x0 < x1"),
    (("run", "{before}", "{after}", "--ignore", "nomask.png"), "nomask.png: there is no such file"),
    (("run", "{before}", "{after}", "--ignore", "{tall}"), "does not fit"),
    (("run", "{before}", "{tall}"), "differ too much"),
    (("run", "{before}", "{after}", "--report", "{folder}/no/report.html"), "cannot be written"),
    (("run", "{before}", "{after}", "--report", "{folder}"), "cannot be written"),
    (("run", "{before}", "{after}", "--report", "/dev/full"), "the disk is full"),
    (("inspect", "{before}", "--format", "xml"), "xml"),
    (("inspect", "missing.png"), "no such file"),
    (("diff", "{before}", "{after}", "-o", "{folder}/no/facts"), "cannot be written"),
    (("train", "everything"), "everything"),
    (("batch", "missing.jsonl", "-o", "{folder}/r"), "no such file"),
]


@pytest.mark.parametrize(("arguments", "words"), BAD_ARGUMENTS)
def test_bad_input_is_one_line_and_status_2(flat_world, pair, tmp_path, pipeline, arguments, words):
    tall = tmp_path / "tall.png"
    Image.new("RGB", (60, 200)).save(tall)
    places = {"before": pair[0], "after": pair[1], "folder": tmp_path, "tall": tall}
    filled = [argument.format(**places) for argument in arguments]
    if filled and filled[0] in ("run", "inspect", "diff") and "--pack" not in filled:
        filled += ["--pack", "flat"]
    status, out, err = pipeline(*filled)
    assert status == 2
    assert out == ""
    assert words in err
    assert err.startswith("pipeline: ") and err.count("\n") == 1 and "Traceback" not in err


def test_help_and_version_are_not_errors(pipeline):
    for arguments in (
        ["--help"],
        ["run", "--help"],
        ["batch", "--help"],
        ["train", "language", "--help"],
        ["--version"],
    ):
        status, out, err = pipeline(*arguments)
        assert (status, err) == (0, "") and out


def test_stages_lists_installed_packages_too(flat_world, pipeline):
    status, out, _ = pipeline("stages", "--pack", "flat")
    rows = [line.split() for line in out.splitlines()]
    assert status == 0
    assert ["detector", "*", "flat"] in [row[:3] for row in rows]
    assert ["ranker", "*", "first"] in [row[:3] for row in rows]
    assert "flat_world:FlatDetector" in out


def test_packs_lists_what_each_was_trained_on_and_scored(flat_world, pipeline):
    status, out, _ = pipeline("packs")
    assert status == 0
    assert re.search(r"^blocks$", out, re.M) and re.search(r"^flat$", out, re.M)
    assert "its own pictures: 1.0" in out and "trained on" in out


def test_module_and_command_are_the_same(pipeline_process):
    done = pipeline_process("--version")
    assert done.returncode == 0
    assert re.fullmatch(r"spot-it \d+\.\d+\.\d+\S*\n", done.stdout)


def test_run_imports_none_of_the_heavy_packages(flat_world, pair):
    script = (
        "import sys; from pipeline.cli.main import main; status = main(sys.argv[1:]);"
        "heavy = {'torch', 'torchvision', 'spacy', 'sklearn', 'cv2', 'tqdm', 'pandas', 'scipy.optimize'};"
        "heavy &= set(sys.modules);"
        "print(sorted(heavy)); sys.exit(status)"
    )
    command = [sys.executable, "-c", script, "run", *map(str, pair), "--pack", "flat"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_full_disk_and_a_reader_that_goes_away_are_not_tracebacks(pipeline_process):
    with open("/dev/full", "w") as full:
        done = pipeline_process("stages", capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 2
    assert "the disk is full" in done.stderr and done.stderr.count("\n") == 1
    reader, writer = os.pipe()
    os.close(reader)
    done = pipeline_process("packs", capture_output=False, stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, "")


def test_ctrl_c_is_status_130_without_a_traceback(flat_world, tmp_path):
    script = (
        "import sys, time, pipeline.cli.stages as s; from pipeline.cli.main import main\n"
        "def slow(arguments):\n    print('begun', flush=True)\n    time.sleep(30)\n"
        "s.run = slow\nsys.exit(main(['stages']))"
    )
    child = interruptible([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert child.stdout is not None and child.stdout.readline() == "begun\n"
    time.sleep(0.05)
    child.send_signal(signal.SIGINT)
    _, err = child.communicate(timeout=20)
    assert (child.returncode, err) == (130, "")


@pytest.mark.parametrize("command", ["run", "diff"])
def test_a_page_that_grew_is_compared_and_a_photograph_of_another_shape_refused(command, tmp_path, pipeline):
    banner = page.Box(20, 380, 460, 560, "#ffe69c")
    paths = []
    for name, drawn in (("a", page.drawn(page.PAGE)), ("b", page.drawn((*page.PAGE, banner), 600))):
        paths.append(tmp_path / f"{name}.png")
        Image.fromarray(drawn).save(paths[-1])
    status, out, _ = pipeline(command, *paths, "--set", "differ.screen.reader=none")
    assert status == 0
    assert "image" in out  # and not that nothing has changed
    status, _, err = pipeline(command, *paths, "--pack", "photo", "--stage", "detector=regions")
    assert status == 2
    assert f"{paths[0]} is 480x360 pixels and {paths[1]} is 480x600" in err
