"""What people expect of a command: help, examples, hints, quiet and loud, pipes, formats by ending, completion."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import shlex
import subprocess
import sys
from xml.etree import ElementTree

import pytest
from PIL import Image

from pipeline.cli.parsers import COMMANDS, EXAMPLES, parser_of


def test_bare_pipeline_prints_help(pipeline):
    status, out, err = pipeline()
    assert (status, err) == (0, "")
    assert all(f"\n  {command} " in out for command in COMMANDS)
    assert "example:\n  pipeline run before.png after.png" in out
    assert pipeline("-V") == pipeline("--version")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_shows_examples_that_it_understands(command, pipeline):
    status, out, _ = pipeline(command, "--help")
    assert status == 0 and "examples:\n  " in out
    for example in EXAMPLES[command]:
        assert example in out
        words = shlex.split(re.sub(r'^eval "\$\((.*)\)"$', r"\1", example.split("| pipeline")[-1].split(" | ")[0]))
        words = words[words.index(command) :] if command in words else words
        if "--help" not in words:
            parser_of(command)[0].parse_args(words[1:])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("rnu",), "there is no command 'rnu' (did you mean 'run'?); choose one of"),
        (("run", "a", "b", "--pack", "flet"), "there is no pack 'flet' (did you mean 'flat'?); choose one of"),
        (
            ("run", "a", "b", "--pack", "flat", "--stage", "rankr=lm"),
            "no stage 'rankr' (did you mean 'ranker'?)",
        ),
        (("run", "a", "b", "--pack", "flat", "--stage", "ranker=furst"), "no ranker 'furst' (did you mean 'first'?): "),
        (("run", "a", "b", "--jsno"), "unrecognized arguments: --jsno (did you mean '--json'?)"),
        (("packs", "fetch", "photo", "--model", "nanno"), "has no model 'nanno' (did you mean 'nano'?); choose one of"),
        (("packs", "show"), "name the pack to show"),
        (("run", "-", "-"), "only one picture can come from the standard input"),
        (("run", "https://example.org/a.png", "b.png"), "https://example.org/a.png is an address, not a file"),
        (("diff", "{before}", "{after}", "-o", "x.jpg"), "x.jpg has an ending that says no format; choose .csv, .dot"),
        (("inspect", "{before}", "-o", "x.html"), "x.html has an ending that says no format; choose .csv, .dot"),
    ],
)
def test_a_slip_is_answered_with_what_was_meant(flat_world, pair, pipeline, arguments, words):
    status, out, err = pipeline(*(one.format(before=pair[0], after=pair[1]) for one in arguments))
    assert (status, out) == (2, "")
    assert words in err and err.count("\n") == 1


def test_quiet_leaves_out_notices_but_never_errors(flat_world, pair, pipeline):
    ignored = ("run", *pair, "--pack", "flat", "--ignore", "0,0,160,120")
    assert pipeline(*ignored)[2] == "pipeline: Nothing else has changed; 1 change hidden by --ignore\n"
    assert pipeline(*ignored, "-q")[2] == ""
    assert "no such file" in pipeline("run", "missing.png", pair[1], "-q")[2]
    assert "SPOT_IT_QUIET" not in os.environ


def test_verbose_says_who_answered_and_where_it_failed(flat_world, pair, pipeline, monkeypatch):
    assert re.search(r"answered by the pack 'flat'; seconds: detect \d", pipeline("run", *pair, "-v")[2])
    monkeypatch.setattr("pipeline.cli.run.captioner_of", lambda arguments: 1 / 0)
    status, _, err = pipeline("run", *pair, "-v")
    assert status == 2 and "Traceback" in err and err.endswith("to see where\n")
    assert pipeline("run", *pair)[2].count("\n") == 1


@pytest.mark.parametrize(
    ("options", "told", "field"),
    [
        (("--ignore", "0,0,160,120"), "2 changes hidden by --ignore", {"ignore": 2}),
        (("--ignore", "0,0,60,120"), "1 change hidden by --ignore", {"ignore": 1}),
        (("--min-size", "35", "--ignore", "100,0,160,120"), "1 change hidden by --", {"ignore": 1, "min_size": 1}),
        (("--min-confidence", "1"), "2 changes hidden by --min-confidence", {"min_confidence": 2}),
    ],
)
def test_what_options_have_hidden_is_said(flat_world, tmp_path, pipeline, options, told, field):
    import flat_world as flat

    before = flat.draw(tmp_path / "b.png", flat.Tile("red", (20, 40, 50, 70)), flat.Tile("green", (100, 20, 120, 60)))
    after = flat.draw(tmp_path / "a.png", flat.Tile("blue", (20, 40, 50, 70)))
    for command in (("run", "--json"), ("diff", "--format", "json")):
        status, out, err = pipeline(command[0], before, after, "--pack", "flat", *command[1:], *options)
        assert status == 0 and json.loads(out)["hidden"] == field
        assert err.startswith(f"pipeline: Nothing else has changed; {told}") and err.count("\n") == 1
    assert "hidden" not in json.loads(pipeline("run", before, after, "--pack", "flat", "--json")[1])


@pytest.mark.parametrize("command", ["run", "diff", "inspect"])
def test_the_ending_of_the_file_says_the_format(flat_world, pair, tmp_path, pipeline, command):
    pictures = pair[:1] if command == "inspect" else pair

    def written(name, *options):
        assert pipeline(command, *pictures, "--pack", "flat", "-o", tmp_path / name, *options) == (0, "", "")
        return (tmp_path / name).read_bytes()

    assert json.loads(written("a.json"))
    assert Image.open(io.BytesIO(written("a.png"))).width > 160
    assert ElementTree.fromstring(written("a.svg")).tag.endswith("svg")
    rows = list(csv.reader(io.StringIO(written("a.csv").decode())))
    assert len({len(row) for row in rows}) == 1 and len(rows) == (3 if command == "inspect" else 2)
    plain = pipeline(command, *pictures, "--pack", "flat")[1]
    assert written("a.txt").decode() == written("a").decode() == plain
    if command == "run":
        assert b"<html" in written("a.html")
    else:
        assert b"digraph" in written("a.gv") and b"<graphml" in written("b.graphml")
        assert json.loads(written("c.png", "--format", "json"))


def test_a_picture_comes_from_a_pipe_and_an_answer_goes_into_one(flat_world, pair, pipeline_process):
    with pair[0].open("rb") as stream:
        done = pipeline_process("run", "-", pair[1], "--pack", "flat", "--json", stdin=stream)
    answer = json.loads(done.stdout)
    assert (answer["before"], answer["changes"][0]["new"]) == ("-", "blue")
    assert done.stdout.count("\n") == 1  # one line for programs
    done = pipeline_process("inspect", pair[0], "--pack", "flat", "--format", "png", "-o", "-", text=False)
    assert Image.open(io.BytesIO(done.stdout)).format == "PNG"


def test_json_is_indented_for_people(flat_world, pair):
    command = [sys.executable, "-m", "pipeline", "run", *map(str, pair), "--pack", "flat", "--json"]
    main, terminal = pty.openpty()
    child = subprocess.Popen(command, stdout=terminal, stderr=subprocess.DEVNULL)
    os.close(terminal)
    text = b""
    try:
        while block := os.read(main, 4096):
            text += block
    except OSError:  # the other end is closed
        pass
    assert child.wait(60) == 0
    os.close(main)
    assert json.loads(text)["pack"] == "flat" and text.count(b"\n") > 20


def test_lists_are_json_on_request(flat_world, pipeline):
    stages = json.loads(pipeline("stages", "--pack", "flat", "--json")[1])
    (flat,) = [one for one in stages if one["from"] == "flat_world:FlatDetector"]
    assert (flat["stage"], flat["used"], flat["writes"]) == ("detector", True, ["attributes"])
    packs = {one["name"]: one for one in json.loads(pipeline("packs", "--json")[1])}
    assert packs["flat"]["scores"] == {"its own pictures": 1.0} and packs["photo"]["fetched"] == []
    shown = json.loads(pipeline("packs", "show", "blocks", "--json")[1])
    assert shown["stages"]["ranker"] == "learned" and shown["card"].startswith("# The blocks pack")


def test_verbose_stages_show_the_parameters_that_the_pack_sets(flat_world, pipeline):
    out = pipeline("stages", "--pack", "flat", "-v")[1]
    assert "      palette = 'palette.json'\n" in out and "      white = 0.3\n" in out
    assert "palette" not in pipeline("stages", "--pack", "flat")[1]


def test_packs_show_says_everything_of_one(flat_world, pipeline):
    out = pipeline("packs", "show", "flat")[1]
    assert out.startswith("flat\n") and re.search(r"^  ranker +first$", out, re.M)
    assert "# The blocks pack" in pipeline("packs", "show", "blocks")[1]


def test_info_says_what_is_there_and_what_brings_the_rest(flat_world, pipeline, monkeypatch):
    monkeypatch.delenv("SPOT_IT_WEIGHTS", raising=False)
    status, out, _ = pipeline("info")
    assert status == 0 and re.match(r"spot-it \d", out) and "pipeline packs fetch photo" in out
    found = json.loads(pipeline("info", "--json")[1])
    assert found["packages"]["numpy"] and {"blocks", "photo", "flat"} <= {pack["name"] for pack in found["packs"]}
    assert {"name", "for", "command"} == set(found["missing"][0])
    monkeypatch.setattr("pipeline.cli.info.find_spec", lambda name: None)
    assert "pip install 'spot-it[vision]'" in pipeline("info")[1]


def test_info_names_a_pack_that_cannot_be_used(flat_world, tmp_path, pipeline, monkeypatch):
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "config.toml").write_text("nonsense")
    monkeypatch.setenv("SPOT_IT_PACKS", str(tmp_path))
    assert re.search(r"bad +the pack's .* cannot be used", pipeline("info")[1])


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (["pipeline", "r"], {"run"}),
        (["pipeline", "run", "--pack", "f"], {"flat"}),
        (["pipeline", "run", "--fail"], {"--fail-on-change"}),
        (["pipeline", "diff", "a", "b", "--format", "p"], {"png", "parquet"}),
        (["pipeline", "run", "--style", "f"], {"full"}),
        (["pipeline", "packs", ""], {"fetch", "show"}),
        (["pipeline", "run", "--stage", "detector=fl"], {"detector=flat"}),
        (["pipeline", "run", "be"], set()),  # a file: the shell's own
    ],
)
def test_bash_completes_what_there_is(flat_world, pipeline, tmp_path, typed, offered):
    (tmp_path / "c.bash").write_text(pipeline("completion", "bash")[1])
    script = 'source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($#-1)); _pipeline; printf "%s\\n" "${COMPREPLY[@]}"'
    done = subprocess.run(
        ["bash", "-c", script, tmp_path / "c.bash", *typed], capture_output=True, text=True, timeout=30
    )
    assert (set(done.stdout.split()), done.stderr) == (offered, "")


def test_other_shells_have_scripts_too(flat_world, pipeline):
    assert pipeline("completion", "zsh")[1].startswith("autoload -U +X bashcompinit")
    fish = pipeline("completion", "fish")[1]
    assert "complete -c pipeline -n __fish_use_subcommand -f -a run " in fish
    assert all(line.startswith("complete -c pipeline -n ") for line in fish.splitlines())
