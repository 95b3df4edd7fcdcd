"""What tests of every part share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import flat_world as flat
import pytest

os.environ.setdefault("SPOT_IT_OFFLINE", "1")  # no test, and no process that a test starts, fetches anything unasked
os.environ.setdefault("OMP_NUM_THREADS", "1")  # a process a core: threads that wait for each other take longer than one
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # hundreds of processes are started: what they import is compiled once

ROOT = Path(__file__).resolve().parent.parent


def pytest_collection_modifyitems(items):
    """Tests that take several nodes run when they are asked for."""
    if not os.environ.get("SPOT_IT_CLUSTER"):
        for item in items:
            if item.get_closest_marker("cluster"):
                item.add_marker(pytest.mark.skip(reason="starts a cluster: set SPOT_IT_CLUSTER=1"))


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """The folder of reference data; tests that use it are marked ``shared`` and skip where it is absent."""
    folder = Path(os.environ.get("SPOT_IT_SHARED", ROOT.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip(f"no reference data at {folder}: set SPOT_IT_SHARED")
    return folder


@pytest.fixture(scope="module")
def flat_world(tmp_path_factory) -> Iterator[Path]:
    """The flat world as an installed package, for this process and those it starts; its pack's folder."""
    home = tmp_path_factory.mktemp("flat")
    flat.install(home / "site", home / "packs")
    paths = [str(home / "site"), str(ROOT / "tests"), str(ROOT), os.environ.get("PYTHONPATH", "")]
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(home / "site"))
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, paths)))
        patch.setenv("SPOT_IT_PACKS", str(home / "packs"))
        patch.setenv("XDG_CACHE_HOME", str(home / "cache"))
        yield home / "packs" / "flat"


@pytest.fixture
def pair(tmp_path) -> tuple[Path, Path]:
    """Two pictures of the flat world: the red cube turned blue, the green cylinder stayed."""
    stays = flat.Tile("green", (100, 20, 120, 60))
    before = flat.draw(tmp_path / "before.png", flat.Tile("red", (20, 40, 50, 70)), stays)
    after = flat.draw(tmp_path / "after.png", flat.Tile("blue", (20, 40, 50, 70)), stays)
    return before, after


@pytest.fixture
def pipeline(capfd) -> Callable[..., tuple[int, str, str]]:
    """Run the command in this process: exit status, stdout, stderr."""
    from pipeline.cli.main import main

    def call(*arguments: object) -> tuple[int, str, str]:
        capfd.readouterr()
        status = main([str(argument) for argument in arguments])
        return status, *capfd.readouterr()

    return call


@pytest.fixture
def pipeline_process() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the command in a process of its own."""

    def call(*arguments: object, **options) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pipeline", *map(str, arguments)]
        options = {"capture_output": True, "text": True, "timeout": 60} | options
        return subprocess.run(command, **options)

    return call
