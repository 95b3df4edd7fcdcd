"""What the pages show works: every block of code is run, or says why not; pages made from the code are fresh."""

from __future__ import annotations

import configparser
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path

import flat_world as flat
import numpy as np
import pytest
from code_blocks import PAGES, ROOT, blocks, is_endless, is_plain, pipeline_arguments
from PIL import Image

from pipeline.cli.folder import folder_settings
from pipeline.cli.parsers import COMMANDS, parser_of
from pipeline.flow.stages import check_names

SHELL = list(blocks("sh", "console"))
PYTHON = list(blocks("python"))


def of_pages(found):
    """Pages, and for each its blocks that are run."""
    run = [block for block in found if block.why is None]
    return [pytest.param(list(group), id=page.stem) for page, group in groupby(run, key=lambda block: block.page)]


@pytest.mark.parametrize("block", SHELL, ids=str)
def test_commands_are_understood(block):
    extras = configparser.ConfigParser()
    extras.read(ROOT / "setup.cfg")
    for line in block.commands:
        for command, *arguments in pipeline_arguments(line):
            assert command in COMMANDS, line
            parser_of(command)[0].parse_args(arguments)
        for module in re.findall(r"python -m ([\w.]+)", line):
            assert module.startswith("spot_it_board") or find_spec(module), line
        for names in re.findall(r"pip install [^#]*?'(?:spot-it|\.)\[([\w,-]+)\]'", line):
            assert all(name in extras["options.extras_require"] for name in names.split(",")), line


@pytest.fixture
def desk(tmp_path, monkeypatch) -> Path:
    """A folder in which the commands find what they name, and ``pipeline`` is a command."""
    example = ROOT / "docs" / "example"
    for side, names in (("before", ("before.png", "a.png", "logo.png")), ("after", ("after.png", "b.png"))):
        for name in names:
            shutil.copy(example / f"{side}.png", tmp_path / name)
    for folder, side in (("old", "before"), ("new", "after"), ("baseline", "before"), ("current", "after")):
        (tmp_path / folder).mkdir()
        shutil.copy(example / f"{side}.png", tmp_path / folder / "one.png")
    shutil.copytree(example, tmp_path / "docs" / "example")
    truth = {"kind": "color", "label": "sphere", "attributes": {"color": "green"}, "new": "yellow"}
    pair = {"id": "1", "before": "a.png", "after": "b.png", "captions": ["the green ball turned yellow."]}
    same = {"id": "2", "before": "a.png", "after": "a.png", "captions": ["nothing has changed."], "changes": []}
    (tmp_path / "pairs.jsonl").write_text(json.dumps({**pair, "changes": [truth]}) + "\n" + json.dumps(same) + "\n")
    for name, side in (("old", "before"), ("new", "after")):
        Image.open(ROOT / "docs" / "gallery" / f"15-{side}.webp").save(tmp_path / f"{name}.png")
    for command in ("init -q", "add logo.png", "-c user.name=a -c user.email=a@b commit -qm logo"):
        subprocess.run(["git", *command.split()], cwd=tmp_path, check=True)
    (tmp_path / "home" / ".config" / "fish" / "completions").mkdir(parents=True)
    shim = tmp_path / "bin" / "pipeline"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m pipeline "$@"\n')
    shim.chmod(0o755)
    # Before anything that is installed: what is tried is this folder's program, and the world of the examples.
    paths = [str(ROOT), str(tmp_path / "site"), str(ROOT / "examples" / "world"), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, paths)))
    monkeypatch.setenv("PATH", f"{shim.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("EXAMPLES", str(ROOT / "examples"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.syspath_prepend(str(ROOT / "examples" / "world"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def board(desk, monkeypatch):
    """The world of the examples as an installed package."""
    project = tomllib.loads((ROOT / "examples" / "world" / "pyproject.toml").read_text())["project"]
    metadata = desk / "site" / "spot_it_board-0.1.0.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: spot-it-board\nVersion: 0.1.0\n")
    groups = [
        f"[{group}]\n" + "".join(f"{name} = {target}\n" for name, target in names.items())
        for group, names in project["entry-points"].items()
    ]
    (metadata / "entry_points.txt").write_text("\n".join(groups))
    monkeypatch.syspath_prepend(str(desk / "site"))


@pytest.mark.parametrize("found", of_pages(SHELL))
def test_shell_blocks_run(found, desk, board, pipeline, monkeypatch):
    for line in (line for block in found for line in block.commands):
        if is_endless(line):
            continue
        if "--resume" not in line:
            (desk / "results.jsonl").unlink(missing_ok=True)  # of another example
        exported = re.fullmatch(r"export (\w+)=\"(.*)\"", line)
        if exported:
            monkeypatch.setenv(exported[1], exported[2].replace("$PWD", str(desk)))
        elif is_plain(line):
            status, _, err = pipeline(*shlex.split(line.removeprefix("pipeline "), comments=True))
            assert status == 0 or (status == 1 and "--fail-on-change" in line), (line, err)
        else:
            done = subprocess.run(["bash", "-ec", line], cwd=desk, capture_output=True, text=True, timeout=120)
            assert done.returncode == 0, (line, done.stderr)


@pytest.fixture
def names(flat_world, pair, desk, monkeypatch) -> dict:
    """What the code in Python takes for given: a pair, and what another detector has found in it."""
    found = flat.FlatDetector().detect(np.asarray(Image.open(pair[0])))
    return {"pairs": [pair], "before": pair[0], "after": pair[1], "detections_before": found, "detections_after": []}


@pytest.mark.parametrize("found", of_pages(PYTHON))
def test_python_blocks_run(found, names):
    for block in found:
        exec(compile(block.text, str(block), "exec"), names)


@pytest.mark.parametrize("block", list(blocks("toml", "json")), ids=str)
def test_settings_and_json_are_well_formed(block):
    loads = tomllib.loads if block.language == "toml" else json.loads
    assert loads(block.text)


def test_the_settings_of_a_folder_are_understood(tmp_path):
    (block,) = [one for one in blocks("toml") if one.page.name == "commands.md"]
    (tmp_path / "spot-it.toml").write_text(block.text)
    settings = folder_settings(tmp_path)
    check_names(settings.stages)
    assert settings.parameters == {"registrar.objects.floor": 0.05}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    made = re.compile(r"gallery/\d+\.html|contributing\.md|changelog\.md")  # when the site is built
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)|src=\"([^\"]+)\"|href=\"([^\"]+)\"", text):
        path = next(filter(None, target))
        assert ":" in path or made.fullmatch(path) or (page.parent / path).exists(), path


@pytest.mark.parametrize("page", ["promises.md", "faults.md"])
def test_the_tests_that_a_page_names_exist(page):
    named = re.findall(r"`(tests/[\w/]+(?:\.py)?)(?:::(test_\w+))?`", (ROOT / "docs" / page).read_text())
    assert len(named) > 60
    for file, name in named:
        assert (ROOT / file).exists(), file
        assert not name or f"def {name}(" in (ROOT / file).read_text(), f"{file}::{name}"


def test_the_pages_made_from_the_code_are_fresh():
    from docs.generate.reference import FOLDER, pages

    whole = {name: text for name, text in pages().items() if "is not installed here" not in text}
    kept = {name: (FOLDER / name).read_text() if (FOLDER / name).is_file() else "" for name in whole}
    assert [name for name in whole if kept[name] != whole[name]] == [], "run `python -m docs.generate reference`"
