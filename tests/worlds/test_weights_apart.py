"""Weights that only torch needs come in a distribution of their own."""

from __future__ import annotations

import shutil
import tomllib
from configparser import ConfigParser

import pytest

from pipeline.core.errors import SpotItError
from pipeline.worlds import load_world
from pipeline.worlds.finder import find_world


@pytest.fixture
def installed(tmp_path):
    """The pack as the program's wheel brings it."""
    pack = find_world("blocks")
    kept = shutil.ignore_patterns(*pack.apart)
    return shutil.copytree(pack.folder, tmp_path / "packs" / "blocks", ignore=kept)


def test_a_torch_stage_says_what_brings_its_weights(installed, pipeline):
    with pytest.raises(SpotItError, match=r"rcnn\.safetensors of the pack 'blocks' comes apart.* spot-it-torch"):
        load_world(installed).arguments("detector", "rcnn_torch")
    assert "trunk" in load_world(installed).arguments("detector", "rcnn")
    status, _, err = pipeline("packs", "fetch", installed)
    assert status == 2 and "rcnn.safetensors and neural.safetensors" in err and "spot-it-torch-weights" in err
    assert "without rcnn.safetensors" in pipeline("packs", "show", installed)[1]


def test_they_are_found_where_that_distribution_puts_them(installed, tmp_path, monkeypatch):
    there = tmp_path / "site" / "spot_it_torch_weights" / "blocks"
    there.mkdir(parents=True)
    shutil.copy(find_world("blocks").folder / "neural.safetensors", there)
    monkeypatch.syspath_prepend(tmp_path / "site")
    world = load_world(installed)
    assert world.arguments("generator", "neural")["weights"] == there / "neural.safetensors"
    assert world.missing() == ["rcnn.safetensors"]
    (there / "neural.safetensors").write_bytes(b"not these")
    with pytest.raises(SpotItError, match="does not match its checksum"):
        world.arguments("generator", "neural")


def test_the_wheel_leaves_out_what_the_other_one_brings(request):
    root = request.config.rootpath
    setup = ConfigParser()
    setup.read(root / "setup.cfg", encoding="utf-8")
    left_out = setup["options.exclude_package_data"]["pipeline.worlds"].split()
    extra = tomllib.loads((root / "extras" / "torch-weights" / "pyproject.toml").read_text())
    brought = extra["tool"]["setuptools"]["package-data"].items()
    assert sorted(left_out) == sorted(f"{of.rpartition('.')[2]}/{name}" for of, names in brought for name in names)
    assert all((root / "pipeline" / "worlds" / name).is_file() for name in left_out)
    assert {f"blocks/{name}" for name in find_world("blocks").apart} <= set(left_out)
    assert all(
        (root / package / "py.typed").is_file()
        for package in ("pipeline", "detectors", "language", "ranker", "spot_it")
    )
