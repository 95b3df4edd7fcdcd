"""Train a part of a pack, from what the project renders and writes itself."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from importlib import import_module

from pipeline.cli.options import deliver
from pipeline.core.files import refuse_pack_files

PARTS = {
    "language": "the n-gram language model",
    "templates": "how things are worded, from captions",
    "ranker": "the learned ranker",
    "detector": "the R-CNN of the blocks",
    "calibration": "honest probabilities of the R-CNN",
    "aligner": "the alignment of regions and words",
    "embedding": "the two-branch embedding",
    "roles": "the network that names the elements of screenshots",
    "recogniser": "what tells screenshots from other pictures",
    "neural": "the captioner that sees pixels alone",
    "captioner": "a captioner of single pictures",
    "transformer": "the captioner that sees the objects of both graphs",
}
"""A part is a module of this package with ``add_arguments(parser)``, ``train(arguments)``, which gives what is printed
of it, and ``written(arguments)``, the files that it writes; its docstring is the description."""


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of ``pipeline train``."""
    parts = parser.add_subparsers(dest="part", required=True, metavar="PART", help="what to train")
    for name, summary in PARTS.items():
        module = import_module(f"{__name__}.{name}")
        one = parts.add_parser(name, help=summary, description=module.__doc__)
        module.add_arguments(one)
        one.add_argument("--force", action="store_true", help="write over the files of a pack")
        one.set_defaults(train=module.train, written=module.written)


def run(arguments: Namespace) -> int:
    """Train the part, and print what was measured; files of a pack that are there already are kept without --force."""
    refuse_pack_files(arguments.written(arguments), arguments.force)
    measured = arguments.train(arguments)
    if measured:  # of several processes that train together the first one tells
        deliver(_listed(measured), None)
    return 0


def _listed(measured: Mapping[str, object]) -> str:
    width = max(map(len, measured))
    lines = (f"{name.ljust(width)}  {f'{v:g}' if isinstance(v, float) else v}" for name, v in measured.items())
    return "\n".join(lines)
