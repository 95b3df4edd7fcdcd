"""Packs: found by name or path, and never trusted when a file is not the one that was sealed."""

from __future__ import annotations

import inspect
import json
import re
import shutil
from collections.abc import Collection
from importlib.resources import files
from pathlib import Path

import pytest

from pipeline.core.errors import SpotItError
from pipeline.worlds import World, load_world
from pipeline.worlds import finder as packs
from pipeline.worlds.arguments import require_types
from pipeline.worlds.seal import seal

GOOD = """
[pack]
name = "mine"
node_score = 0.5
[stages]
ranker = "lm"
[ranker.lm]
language_model_file = "words.arpa"
margin = 2
"""


@pytest.fixture
def folder(tmp_path) -> Path:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "config.toml").write_text(GOOD)
    (folder / "words.arpa").write_bytes(b"words")
    seal(folder)
    return folder


def test_files_are_passed_as_paths_without_the_ending_of_their_key(folder):
    assert load_world(folder).arguments("ranker", "lm") == {"language_model": folder / "words.arpa", "margin": 2}
    assert load_world(folder).arguments("ranker", "first") == {}


@pytest.mark.parametrize("content", [b"wards", b"words and more", b""])
def test_a_changed_file_is_found_out(folder, content):
    (folder / "words.arpa").write_bytes(content)
    with pytest.raises(SpotItError, match=r"'mine' is corrupted: .*words\.arpa"):
        load_world(folder).arguments("ranker", "lm")


def test_a_missing_file_is_named(folder):
    (folder / "words.arpa").unlink()
    with pytest.raises(SpotItError, match=r"lacks its file .*words\.arpa"):
        load_world(folder).arguments("ranker", "lm")
    with pytest.raises(SpotItError, match=r"lacks its file .*words\.arpa"):
        seal(folder)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("config.toml", "[pack\n", "config.toml"),
        ("config.toml", "\udc80", "config.toml"),
        ("config.toml", "", r"\[pack\] is missing"),
        ("config.toml", '[pack]\nname = "x"\n[stages]\n', "node_score"),
        ("config.toml", "[pack]\nnode_score = 3\n[stages]\n", "node_score"),
        ("config.toml", "[pack]\nnode_score = 0.5\n", r"\[stages\] is missing"),
        ("config.toml", "[pack]\nnode_score = 0.5\n[stages]\nranker = 4\n", "ranker must be a name"),
        ("config.toml", "[pack]\nnode_score = 0.5\n[stages]\n[ranker]\nlm = 4\n", "one table for each"),
        ("checksums.json", "not json", "checksums"),
        ("checksums.json", '{"words.arpa": 5}', "checksums"),
        ("checksums.json", '{"words.arpa": {"size": Infinity, "sha256": "' + "0" * 64 + '"}}', "checksums"),
        ("checksums.json", '{"words.arpa": {"size": 5, "sha256": 7}}', "checksums"),
        ("checksums.json", "[" * 100_000, "checksums"),
        ("config.toml", "a = " + "[" * 100_000, "nested too deeply"),
        ("config.toml", "scores = 3\n" + GOOD, r"\[scores\] must be a table"),
        ("config.toml", GOOD.replace('"words.arpa"', "7"), "language_model_file must be the name of a file"),
        ("config.toml", GOOD.replace("0.5", "true"), "node_score"),
    ],
)
def test_a_broken_pack_is_one_line(folder, name, text, words):
    (folder / name).write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(SpotItError, match=words) as failure:
        load_world(folder)
    assert "\n" not in str(failure.value)


def test_packs_are_found_by_name_path_and_in_the_users_folder(folder, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("SPOT_IT_PACKS", str(tmp_path / "nowhere"))
    monkeypatch.chdir(tmp_path)
    assert packs.find_world("blocks").name == "blocks"
    assert packs.find_world(folder).name == "mine"
    assert packs.find_world("./mine").name == "mine"
    shutil.copytree(folder, packs.user_folder() / "kept")
    assert packs.find_world("kept").folder == packs.user_folder() / "kept"
    monkeypatch.setenv("SPOT_IT_PACKS", str(tmp_path))
    monkeypatch.chdir("/")
    assert packs.find_world("mine").folder == folder
    with pytest.raises(SpotItError, match="'nonesuch'; choose one of auto, blocks, photo, screen, mine, kept"):
        packs.find_world("nonesuch")


def built_in() -> list[World]:
    return [load_world(path.parent) for path in sorted(Path(packs.__file__).parent.glob("*/config.toml"))]


@pytest.mark.parametrize("pack", built_in(), ids=lambda pack: pack.name)
def test_a_pack_that_ships_is_sealed_whole_and_small(pack):
    listed = json.loads((pack.folder / "checksums.json").read_text())
    assert sorted(listed) == pack.files()
    for name in pack.files():
        assert pack.checksums.match(pack.folder / name, name), name
    assert (pack.folder / "CARD.md").read_text().strip()
    sizes = {path.name: path.stat().st_size for path in pack.folder.iterdir()}
    apart = sum(sizes.pop(name) for name in pack.apart)
    assert sum(sizes.values()) < 25e6 and apart < 15e6, "in the program's wheel, and in that of torch"
    assert not list(pack.folder.glob("*.pt")) and not list(pack.folder.glob("*.pkl"))


def test_a_place_that_cannot_be_read_costs_no_other_pack_and_is_said_once(folder, tmp_path, monkeypatch, pipeline):
    packs._leave_out.cache_clear()
    monkeypatch.setenv("SPOT_IT_PACKS", f"{'x' * 300}:{tmp_path}")  # no file system has a name that long
    status, out, err = pipeline("packs")
    assert status == 0 and "mine\n" in out and "blocks\n" in out
    assert err.count("\n") == 1 and "SPOT_IT_PACKS" in err
    packs._leave_out.cache_clear()


def test_a_place_that_is_no_folder_is_said(tmp_path, monkeypatch, pipeline):
    (tmp_path / "file").touch()
    for place in (tmp_path / "file", tmp_path / "nowhere"):
        packs._leave_out.cache_clear()
        monkeypatch.setenv("SPOT_IT_PACKS", str(place))
        status, out, err = pipeline("packs")
        assert status == 0 and "blocks\n" in out and err.count("\n") == 1 and str(place) in err
    packs._leave_out.cache_clear()


@pytest.mark.parametrize("value", ['"wide"', "[1]", "nan", "true", "{ a = 1 }"])
def test_a_value_of_another_type_is_one_line(flat_world, pair, tmp_path, pipeline, value):
    pack = shutil.copytree(flat_world, tmp_path / "pack")
    with (pack / "config.toml").open("a") as stream:
        stream.write(f"[relater.image_plane]\nmargin = {value}\n")
    status, _, err = pipeline("diff", *pair, "--pack", pack)
    assert status == 2 and "margin must be a number" in err and err.count("\n") == 1


def lists(names: Collection[str] = (), ends: tuple[float, float] = (0.0, 1.0)) -> None:
    """Takes lists."""


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"names": 7}, "a list of texts"),
        ({"names": "one"}, "a list of texts"),
        ({"names": ["one", 2]}, "a list of texts"),
        ({"ends": [1.0]}, "a list of two numbers"),
        ({"ends": [1.0, True]}, "a list of two numbers"),
        ({"ends": [1.0, float("inf")]}, "a list of two numbers"),
    ],
)
def test_lists_of_other_things_are_refused(arguments, words):
    require_types(inspect.signature(lists), {"names": ["one"], "ends": (1, 2)})
    with pytest.raises(TypeError, match=words):
        require_types(inspect.signature(lists), arguments)


def test_a_list_of_a_stage_is_checked_before_anything_is_looked_at(tmp_path, pair, pipeline):
    pack = shutil.copytree(files("pipeline") / "worlds" / "photo", tmp_path / "pack")
    config = (pack / "config.toml").read_text()
    (pack / "config.toml").write_text(re.sub(r"(?m)^screens = .*$", "screens = 7", config))
    status, _, err = pipeline("run", *pair, "--pack", pack)
    assert status == 2 and "screens must be a list of texts, not 7" in err and err.count("\n") == 1


def test_a_file_of_an_impossible_name_is_one_line(folder):
    (folder / "config.toml").write_text(GOOD.replace("words.arpa", "x" * 5000))
    with pytest.raises(SpotItError, match="cannot be read") as failure:
        load_world(folder).arguments("ranker", "lm")
    assert len(str(failure.value)) < 3000
