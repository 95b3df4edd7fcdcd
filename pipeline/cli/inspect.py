"""Show the object graph of one picture."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace

import numpy as np

from pipeline.cli.options import add_format_options, add_ignore_option, add_pack_options, captioner_of, deliver
from pipeline.core.images import load_picture
from pipeline.core.types import ObjectGraph


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of ``pipeline inspect``."""
    parser.add_argument("image", metavar="IMAGE", help="the picture")
    add_format_options(parser)
    add_ignore_option(parser)
    add_pack_options(parser)


def run(arguments: Namespace) -> int:
    """Print the graph in the chosen format."""
    captioner = captioner_of(arguments)
    image = load_picture(arguments.image)
    deliver(_shown(arguments.format, image, captioner.inspect(image)), arguments.output)
    return 0


def _shown(form: str, image: np.ndarray, graph: ObjectGraph) -> str | bytes:
    if form == "json":
        from pipeline.output.as_json import graph_json

        return json.dumps(graph_json(graph))
    if form == "table":
        from pipeline.output.as_table import graph_table

        return graph_table(graph)
    if form == "png":
        from pipeline.output.draw import draw_graph, png

        return png(draw_graph(image, graph))
    from pipeline.output import as_graph

    write = as_graph.graphml if form == "graphml" else as_graph.dot
    return write(as_graph.flat_graph(graph))
