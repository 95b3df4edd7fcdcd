"""Say in one sentence what changed between two pictures."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path

from pipeline.cli.options import add_pack_options, add_scope_options, captioner_of, deliver


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of ``pipeline run``."""
    parser.add_argument("before", metavar="BEFORE", help="the picture before")
    parser.add_argument("after", metavar="AFTER", help="the picture after")
    parser.add_argument("--json", action="store_true", help="print everything the sentence rests on, as JSON")
    parser.add_argument("--report", type=Path, metavar="FILE.html", help="write a page that shows the working")
    parser.add_argument("--all", action="store_true", help="state every change, not the most important one alone")
    parser.add_argument("--fail-on-change", action="store_true", help="exit with status 1 if anything changed")
    add_scope_options(parser)
    add_pack_options(parser)


def run(arguments: Namespace) -> int:
    """Print the sentence, or all of it as JSON."""
    description = captioner_of(arguments).describe(arguments.before, arguments.after, every=arguments.all)
    if arguments.report is not None:
        from pipeline.output.report import report_page

        page = report_page(description, arguments.before, arguments.after)
        deliver(page, arguments.report)
    if arguments.json:
        from pipeline.output.as_json import description_json

        deliver(json.dumps(description_json(description, arguments.before, arguments.after)), None)
    else:
        deliver(description.caption, None)
    return int(arguments.fail_on_change and description.changed)
