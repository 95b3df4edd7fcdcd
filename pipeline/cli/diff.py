"""Show the change facts of a pair, without words."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace

from pipeline.cli.options import add_format_options, add_pack_options, add_scope_options, captioner_of, deliver
from pipeline.core.types import Analysis


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of ``pipeline diff``."""
    parser.add_argument("before", metavar="BEFORE", help="the picture before")
    parser.add_argument("after", metavar="AFTER", help="the picture after")
    parser.add_argument("--fail-on-change", action="store_true", help="exit with status 1 if anything changed")
    add_format_options(parser)
    add_scope_options(parser)
    add_pack_options(parser)


def run(arguments: Namespace) -> int:
    """Print the facts in the chosen format."""
    analysis = captioner_of(arguments).diff(arguments.before, arguments.after)
    deliver(_shown(arguments, analysis, analysis.choice.world), arguments.output)
    return int(arguments.fail_on_change and bool(analysis.changes))


def _shown(arguments: Namespace, analysis: Analysis, pack: str) -> str | bytes:
    if arguments.format == "json":
        from pipeline.output.as_json import analysis_json

        return json.dumps(analysis_json(analysis, arguments.before, arguments.after, pack))
    if arguments.format == "table":
        from pipeline.output.as_table import analysis_table

        return analysis_table(analysis)
    if arguments.format == "png":
        from pipeline.output.draw import draw_changes, png

        return png(draw_changes(analysis))
    from pipeline.output import as_graph

    write = as_graph.graphml if arguments.format == "graphml" else as_graph.dot
    return write(as_graph.flat_changes(analysis))
