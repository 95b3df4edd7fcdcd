"""Say in one sentence what changed between two pictures, or two documents (PDF, or TIFF of several pages)."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from pipeline.cli.deadline import add_timeout_option, within
from pipeline.cli.forms import form_of, json_text, pictures, status_of, tell_passed_over
from pipeline.cli.objects import add_objects_options, with_objects
from pipeline.cli.options import (
    add_pack_options,
    add_scope_options,
    captioner_of,
    deliver,
    tell_hidden,
)
from pipeline.core import messages
from pipeline.core.documents import is_document
from pipeline.core.types import Description

TIMEOUT = 1800.0
"""Seconds, unless more are given: a long document takes a few hundred."""

_FORMS = ("text", "json", "html", "csv", "parquet", "png", "svg")


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of ``pipeline run``."""
    parser.add_argument("before", metavar="BEFORE", help="the picture before; - for the standard input")
    parser.add_argument("after", metavar="AFTER", help="the picture after")
    parser.add_argument("--json", action="store_true", help="print everything the sentence rests on, as JSON")
    parser.add_argument("--report", type=Path, metavar="FILE.html", help="write a page that shows the working")
    parser.add_argument("--all", action="store_true", help="state every change, not the most important one alone")
    parser.add_argument("--why", action="store_true", help="add what else differs, and why that is no change")
    parser.add_argument(
        "--fail-on-change",
        action="store_true",
        help="exit with status 1 if anything changed, 3 if too little can be seen to tell",
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help="write to a file: .html a report, .json everything, .csv or .parquet the facts, "
        ".png or .svg a drawing, else the text",
    )
    add_timeout_option(parser, TIMEOUT, "give up after S seconds, with exit status 2")
    add_objects_options(parser)
    add_scope_options(parser)
    add_pack_options(parser)


def run(arguments: Namespace) -> int:
    """Print the sentence, or all of it in the form that was asked for."""
    with within(arguments.timeout):
        return _answered(arguments)


def _answered(arguments: Namespace) -> int:
    sources = pictures(arguments.before, arguments.after)
    if any(map(is_document, sources)):
        from pipeline.cli.documents import run_documents

        return run_documents(arguments, *sources)
    form = form_of("json" if arguments.json else None, arguments.output, _FORMS, "text")
    captioner = captioner_of(arguments)
    images = captioner.load(*sources)
    description = with_objects(arguments, captioner, images).describe(*images, every=arguments.all)
    if arguments.report is not None:
        deliver(_shown("html", description, arguments), arguments.report)
    deliver(_shown(form, description, arguments), arguments.output)
    tell_hidden(description.analysis)
    if not arguments.why:
        tell_passed_over(description.analysis)
    seconds = ", ".join(f"{step} {spent:.3f}" for step, spent in description.timings.items())
    messages.detail(messages.ANSWERED_BY, pack=description.pack, seconds=seconds)
    return status_of(description.analysis) if arguments.fail_on_change else 0


def _shown(form: str, description: Description, arguments: Namespace) -> str | bytes:
    if form == "html":
        from pipeline.output.report import report_page

        return report_page(description, arguments.before, arguments.after)
    if form == "json":
        from pipeline.output.as_json import description_json

        return json_text(description_json(description, arguments.before, arguments.after), arguments.output)
    if form == "text":
        from pipeline.output.reasons import why

        return "\n".join([description.caption, *(why(description.analysis) if arguments.why else [])])
    from pipeline.output.forms import analysis_in

    return analysis_in(form, description.analysis)
