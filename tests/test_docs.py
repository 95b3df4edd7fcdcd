"""What the pages on Python and on the command line show can be typed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from pipeline.cli.folder import folder_settings
from pipeline.cli.parsers import COMMANDS, parser_of
from pipeline.flow.stages import check_names

DOCS = Path(__file__).resolve().parent.parent / "docs"


def blocks(page, language):
    return re.findall(rf"^```{language}\n(.*?)^```", (DOCS / page).read_text(encoding="utf-8"), re.M | re.S)


COMMAND_LINES = [line for block in blocks("commands.md", "sh") for line in block.splitlines()]


@pytest.mark.parametrize("line", COMMAND_LINES)
def test_command_lines_are_understood(line):
    found = re.search(rf"pipeline ((?:{'|'.join(COMMANDS)})\b[^|>)]*)", line)
    assert found, line
    command, *arguments = shlex.split(found[1], comments=True)
    parser_of(command)[0].parse_args(arguments)


def test_the_settings_of_a_folder_are_understood(tmp_path):
    (block,) = blocks("commands.md", "toml")
    (tmp_path / "spot-it.toml").write_text(block)
    settings = folder_settings(tmp_path)
    check_names(settings.stages)
    assert settings.parameters == {"registrar.objects.floor": 0.05}


def test_the_code_in_python_runs(flat_world, pair, monkeypatch, capsys):
    first, many, given, stage = blocks("python.md", "python")
    monkeypatch.chdir(pair[0].parent)
    names: dict = {}
    exec(first, names)
    assert " blue." in capsys.readouterr().out
    names["captioner"] = names["Captioner"].from_pack("flat")
    exec(many, names | {"pairs": [pair]})
    objects = names["captioner"].inspect(pair[0]).objects
    exec(given, names | {"before": pair[0], "after": pair[1], "detections_before": objects, "detections_after": []})
    exec(stage, names)
    assert names["captioner"].stages.ranker
