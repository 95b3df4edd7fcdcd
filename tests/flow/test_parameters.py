"""Parameters of stages from the command line, from spot-it.toml and from Python."""

from __future__ import annotations

import json

import pytest

from pipeline import Captioner
from pipeline.core.errors import SpotItError
from pipeline.flow.parameters import parse_parameters, with_parameters
from pipeline.worlds.finder import find_world


def test_values_are_read_as_toml_and_words_as_texts():
    given = ["a.b.c=0.5", "a.b.d=true", "a.b.e=plain=word", 'a.b.f=["x", "y"]', "a.b.g="]
    assert list(parse_parameters(given).values()) == [0.5, True, "plain=word", ["x", "y"], ""]


def test_a_parameter_is_set_over_the_packs_and_the_pack_stays_as_it_is():
    world = find_world("blocks")
    other = with_parameters(world, {"registrar.objects.floor": 0.05, "registrar.objects.inlier": 3})
    assert other.settings["registrar"]["objects"]["floor"] == 0.05
    assert world.settings["registrar"]["objects"]["floor"] != 0.05
    captioner = Captioner.from_pack("blocks", parameters={"registrar.objects.floor": 0.05})
    assert captioner.stages.registrar.floor == 0.05


def test_a_file_of_the_pack_gives_way_to_the_one_that_is_named(tmp_path):
    world = with_parameters(find_world("blocks"), {"ranker.lm.language_model": str(tmp_path / "mine.arpa")})
    assert world.arguments("ranker", "lm")["language_model"] == str(tmp_path / "mine.arpa")


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"registrar.objects": 1}, "'registrar.objects' is not of the form STAGE.NAME.PARAMETER=VALUE"),
        ({"registar.objects.floor": 1}, r"no stage 'registar' \(did you mean 'registrar'\?\)"),
        ({"registrar.object.floor": 1}, r"no registrar 'object' \(did you mean 'objects'\?\)"),
        (
            {"registrar.objects.flor": 1},
            r"registrar=objects has no parameter 'flor' \(did you mean 'floor'\?\)",
        ),
        ({"registrar.objects.floor": "low"}, "registrar.objects.floor must be a number, not 'low'"),
        ({"registrar.objects.floor": True}, "must be a number, not True"),
    ],
)
def test_what_cannot_be_set_is_said(parameters, words):
    with pytest.raises(SpotItError, match=words):
        Captioner.from_pack("blocks", parameters=parameters)


def test_set_reaches_the_stage_and_the_workers(flat_world, pair, tmp_path, pipeline, pipeline_process):
    palette = tmp_path / "other.json"
    palette.write_text("{}")
    assert pipeline("run", *pair, "--pack", "flat", "--set", f"detector.flat.palette={palette}")[0] == 0
    status, _, err = pipeline("run", *pair, "--pack", "flat", "--set", "detector.flat.threads")
    assert (status, err.count("\n")) == (2, 1) and "STAGE.NAME.PARAMETER=VALUE" in err
    (tmp_path / "p.csv").write_text(f"before,after\n{pair[0]},{pair[1]}\n")
    options = ("-o", tmp_path / "r.jsonl", "--pack", "flat", "--workers", 1, "--set", "detector.flat.palette=7")
    assert pipeline_process("batch", tmp_path / "p.csv", *options).returncode == 0


def test_the_folders_own_settings_hold_unless_options_say_else(flat_world, pair, tmp_path, pipeline, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "spot-it.toml").write_text(
        'pack = "flat"\n[stage]\nranker = "lm"\n[set]\nranker.lm.language_model = "nowhere.arpa"\n'
    )
    assert "nowhere.arpa" in pipeline("run", *pair)[2]
    status, out, _ = pipeline("run", *pair, "--stage", "ranker=first", "--json")
    assert (status, json.loads(out)["pack"]) == (0, "flat")
    assert "elsewhere.arpa" in pipeline("run", *pair, "--set", "ranker.lm.language_model=elsewhere.arpa")[2]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nonsense", "spot-it.toml cannot be used: "),
        ("packs = 'x'", "it may say pack, style, at, [stage] and [set], not 'packs'"),
        ("pack = 3", "pack must be a name or a folder"),
        ("stage = 'x'", "[stage] must give each stage a name"),
        ("[stage]\nranker = 3", "[stage] must give each stage a name"),
        ("set = 1", "[set] must be a table"),
        ("[set]\nfloor = 1", "'floor' is not of the form"),
        ("[stage]\nrankr = 'lm'", "did you mean 'ranker'?"),
    ],
)
def test_folder_settings_that_mean_nothing_are_refused(flat_world, pair, tmp_path, pipeline, monkeypatch, text, words):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "spot-it.toml").write_text(text)
    status, out, err = pipeline("run", *pair, "--pack", "flat")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert words in err
