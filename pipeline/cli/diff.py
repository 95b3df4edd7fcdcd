"""Show the change facts of a pair, without words."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pipeline.cli.forms import form_of, json_text, pictures, status_of, tell_passed_over
from pipeline.cli.objects import add_objects_options, with_objects
from pipeline.cli.options import (
    FORMATS,
    add_format_options,
    add_pack_options,
    add_scope_options,
    captioner_of,
    deliver,
    tell_hidden,
)


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of ``pipeline diff``."""
    parser.add_argument("before", metavar="BEFORE", help="the picture before; - for the standard input")
    parser.add_argument("after", metavar="AFTER", help="the picture after")
    parser.add_argument(
        "--fail-on-change",
        action="store_true",
        help="exit with status 1 if anything changed, 3 if too little can be seen to tell",
    )
    add_format_options(parser)
    add_objects_options(parser)
    add_scope_options(parser)
    add_pack_options(parser)


def run(arguments: Namespace) -> int:
    """Print the facts in the chosen format."""
    from pipeline.output.forms import analysis_in

    form = form_of(arguments.format, arguments.output, FORMATS, "table")
    captioner = captioner_of(arguments)
    images = captioner.load(*pictures(arguments.before, arguments.after))
    analysis = with_objects(arguments, captioner, images).diff(*images)
    if form == "json":
        from pipeline.output.as_json import analysis_json

        facts = analysis_json(analysis, arguments.before, arguments.after, analysis.choice.world)
        deliver(json_text(facts, arguments.output), arguments.output)
    else:
        deliver(analysis_in(form, analysis), arguments.output)
    tell_hidden(analysis)
    tell_passed_over(analysis)
    return status_of(analysis) if arguments.fail_on_change else 0
