"""List the stages, their implementations and where each came from; * marks what the pack uses.

With -v also the parameters of each: their defaults, or what the pack sets. `--set STAGE.NAME.PARAMETER=VALUE` of the
other commands changes one.
"""

from __future__ import annotations

import inspect
from argparse import ArgumentParser, Namespace
from typing import Any

from pipeline.cli.forms import json_text
from pipeline.cli.options import deliver
from pipeline.core.errors import SpotItError
from pipeline.flow import registry
from pipeline.flow.contract import contract_of, several
from pipeline.flow.registry import Entry
from pipeline.output.as_table import aligned
from pipeline.worlds.finder import find_world
from pipeline.worlds.world import World


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of ``pipeline stages``."""
    parser.add_argument("--pack", default="blocks", metavar="NAME", help="mark what this pack uses (default: blocks)")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: Namespace) -> int:
    """Print one row for each implementation."""
    pack = find_world(arguments.pack)
    entries = [entry for known in registry.populate().values() for entry in known.values()]
    records = [_record(pack, entry, arguments.verbose) for entry in entries]
    deliver(json_text(records) if arguments.json else _table(records), None)
    return 0


def _record(pack: World, entry: Entry, verbose: bool) -> dict[str, Any]:
    handed = contract_of(entry.stage, entry.name)
    return {
        "stage": entry.stage,
        "name": entry.name,
        "used": entry.name in several(pack.stages.get(entry.stage, [])),
        "summary": _summary(entry),
        "reads": sorted(handed.reads),
        "writes": sorted(handed.writes),
        "from": "built in" if entry in registry.BUILT_IN else entry.target,
        **({"parameters": _parameters(pack, entry)} if verbose else {}),
    }


def _summary(entry: Entry) -> str:
    """What the registry says, or of another's class the first line of its docstring."""
    if entry in registry.BUILT_IN:
        return entry.summary
    return (inspect.getdoc(entry.load()) or entry.summary).partition("\n")[0]


def _parameters(pack: World, entry: Entry) -> dict[str, str]:
    """Each parameter as text: what the pack sets, or its default; none of a package that is not installed."""
    try:
        declared = inspect.signature(entry.load()).parameters.values()
    except SpotItError:
        return {}
    given = pack.settings_of(entry.stage, entry.name)
    known = {name.removesuffix("_file"): value for name, value in given.items()}
    return {one.name: _short(known.get(one.name, one.default)) for one in declared}


def _short(value: Any) -> str:
    text = "required" if value is inspect.Parameter.empty else repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _table(records: list[dict[str, Any]]) -> str:
    rows = [("stage", "", "name", "what it is", "reads", "writes", "from")]
    for one in records:
        handed = (", ".join(one["reads"]), ", ".join(one["writes"]))
        rows.append((one["stage"], "*" if one["used"] else "", one["name"], one["summary"], *handed, one["from"]))
    lines = aligned(rows).splitlines()
    told = [lines[0]]
    for line, one in zip(lines[1:], records, strict=True):
        told.append(line)
        told += [f"      {name} = {value}" for name, value in one.get("parameters", {}).items()]
    return "\n".join(told)
