"""The examples work as they stand: the package that adds stages, the workflow's command, and the hook."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import flat_world as flat
import pytest
from PIL import Image

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
ROOT = EXAMPLES.parent


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """A folder into which the example package is installed, as pip does it without a network."""
    pytest.importorskip("setuptools")
    folder = tmp_path_factory.mktemp("site")
    source = folder / "source"
    subprocess.run(["cp", "-r", EXAMPLES / "plugin", source], check=True)  # building leaves files behind
    options = ("--quiet", "--no-build-isolation", "--no-deps", "--no-index", "--target", folder / "installed")
    subprocess.run([sys.executable, "-m", "pip", "install", *options, source], check=True, timeout=120)
    return folder / "installed"


def run(site: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join([str(site), str(ROOT), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-m", "pipeline", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": paths}
    return subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment)


def test_an_installed_package_is_listed_with_what_it_takes(site):
    stages = json.loads(run(site, "stages", "-v", "--json").stdout)
    (ranker,) = [one for one in stages if one["name"] == "shortest"]
    assert ranker["from"] == "spot_it_example.shortest:ShortestRanker"
    assert ranker["summary"] == "The sentence with the fewest letters first."
    assert ranker["parameters"] == {"weight": "1.0"}


def test_its_ranker_answers(site, flat_world, pair):
    chosen = ("--pack", "flat", "--stage", "ranker=shortest", "--set", "ranker.shortest.weight=2", "--json")
    done = run(site, "run", *pair, *chosen)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert len(answer["caption"]) == min(len(one["text"]) for one in answer["candidates"])
    assert answer["candidates"][0]["score"] == -2 * len(answer["caption"])


def test_its_detector_sees(site, flat_world, tmp_path):
    image = Image.new("RGB", (160, 120), "black")
    image.paste("white", (20, 30, 50, 70))
    image.paste("white", (100, 30, 102, 33))  # too small
    image.save(tmp_path / "lights.png")
    chosen = ("--pack", "flat", "--stage", "detector=bright", "--format", "json")
    done = run(site, "inspect", tmp_path / "lights.png", *chosen)
    assert done.returncode == 0, done.stderr
    assert [(one["label"], one["box"]) for one in json.loads(done.stdout)["nodes"]] == [("light", [20, 30, 50, 70])]


def test_the_workflow_gives_options_that_there_are():
    from pipeline.cli.parsers import parser_of

    text = (EXAMPLES / "github" / "snapshots.yml").read_text()
    (line,) = re.findall(r"pipeline (batch .*)", text)
    command, *arguments = shlex.split(line)
    parsed = parser_of(command)[0].parse_args(arguments)
    assert parsed.github and parsed.junit == Path("snapshots.xml")


def test_the_hook_says_what_changed_in_what_is_staged(flat_world, tmp_path):
    folder = tmp_path / "repository"
    folder.mkdir()
    shim = tmp_path / "bin" / "pipeline"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m pipeline "$@" --pack flat\n')
    shim.chmod(0o755)
    identity = {f"GIT_{who}_{what}": "a@b" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    path = f"{shim.parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, **identity, "PATH": path, "PYTHONPATH": paths}

    def do(*command, **more):
        return subprocess.run(command, cwd=folder, env=environment | more, capture_output=True, text=True, timeout=120)

    do("git", "init", "-q")
    flat.draw(folder / "a b.png", flat.Tile("red", (20, 40, 50, 70)))
    do("git", "add", ".")
    do("git", "commit", "-qm", "one")
    flat.draw(folder / "a b.png", flat.Tile("blue", (20, 40, 50, 70)))
    flat.draw(folder / "new.png", flat.Tile("blue", (20, 40, 50, 70)))
    do("git", "add", ".")
    hook = EXAMPLES / "pre-commit" / "describe-pictures"
    done = do(hook)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"a b\.png: The .*red.* blue\.\n", done.stdout)
    assert do(hook, "a b.png", SPOT_IT_STRICT="1").returncode == 1
