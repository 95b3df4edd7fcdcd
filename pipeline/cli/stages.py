"""List the stages, their implementations and where each came from; * marks what the pack uses."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pipeline.cli.options import deliver
from pipeline.flow import registry
from pipeline.output.as_table import aligned
from pipeline.worlds.finder import find_pack


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of ``pipeline stages``."""
    parser.add_argument("--pack", default="blocks", metavar="NAME", help="mark what this pack uses (default: blocks)")


def run(arguments: Namespace) -> int:
    """Print one row for each implementation."""
    pack = find_pack(arguments.pack)
    rows = [("stage", "", "name", "what it is", "from")]
    for stage, entries in registry.populate().items():
        used = pack.stages.get(stage, [])
        for entry in entries.values():
            mark = "*" if entry.name in ([used] if isinstance(used, str) else used) else ""
            built_in = entry in registry.BUILT_IN
            rows.append((stage, mark, entry.name, entry.summary, "built in" if built_in else entry.target))
    deliver(aligned(rows), None)
    return 0
