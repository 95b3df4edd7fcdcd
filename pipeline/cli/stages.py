"""List the stages, their implementations and where each came from; * marks what the pack uses."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pipeline.cli.options import deliver
from pipeline.flow import registry
from pipeline.flow.contract import contract_of
from pipeline.output.as_table import aligned
from pipeline.worlds.finder import find_world


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of ``pipeline stages``."""
    parser.add_argument("--pack", default="blocks", metavar="NAME", help="mark what this pack uses (default: blocks)")


def run(arguments: Namespace) -> int:
    """Print one row for each implementation."""
    pack = find_world(arguments.pack)
    rows = [("stage", "", "name", "what it is", "reads", "writes", "from")]
    for stage, entries in registry.populate().items():
        used = pack.stages.get(stage, [])
        for entry in entries.values():
            mark = "*" if entry.name in ([used] if isinstance(used, str) else used) else ""
            made = "built in" if entry in registry.BUILT_IN else entry.target
            handed = contract_of(stage, entry.name)
            reads, writes = (", ".join(sorted(things)) for things in (handed.reads, handed.writes))
            rows.append((stage, mark, entry.name, entry.summary, reads, writes, made))
    deliver(aligned(rows), None)
    return 0
