"""Show the object graph of one picture."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pipeline.cli.forms import form_of, json_text, picture
from pipeline.cli.options import (
    FORMATS,
    add_format_options,
    add_ignore_option,
    add_pack_options,
    captioner_of,
    deliver,
)
from pipeline.core.images import load_picture


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of ``pipeline inspect``."""
    parser.add_argument("image", metavar="IMAGE", help="the picture; - for the standard input")
    add_format_options(parser, "coco")
    add_ignore_option(parser)
    add_pack_options(parser)


def run(arguments: Namespace) -> int:
    """Print the graph in the chosen format."""
    from pipeline.output.forms import graph_in

    form = form_of(arguments.format, arguments.output, (*FORMATS, "coco"), "table")
    captioner = captioner_of(arguments)
    image = load_picture(picture(arguments.image))
    graph = captioner.inspect(image)
    if form == "json":
        from pipeline.output.as_json import graph_json

        deliver(json_text(graph_json(graph), arguments.output), arguments.output)
    elif form == "coco":
        from pipeline.output.as_coco import coco

        deliver(json_text(coco(graph, arguments.image), arguments.output), arguments.output)
    else:
        deliver(graph_in(form, graph, image), arguments.output)
    return 0
