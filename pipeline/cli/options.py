"""Options that several commands share."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from pipeline import messages
from pipeline.captioner import Captioner
from pipeline.ignore import parse_area
from pipeline.output.files import write_file
from pipeline.packs.finder import AUTO

FORMATS = ("table", "json", "graphml", "dot", "png")


def add_pack_options(parser: ArgumentParser) -> None:
    """Add ``--pack`` and ``--stage``."""
    parser.add_argument(
        "--pack", default=AUTO, metavar="NAME", help="which world: auto (default), a pack's name, or its folder"
    )
    parser.add_argument(
        "--stage",
        action="append",
        default=[],
        metavar="STAGE=NAME",
        help="use another implementation of a stage, as in ranker=lm (see `pipeline stages`); may be repeated",
    )


def add_ignore_option(parser: ArgumentParser) -> None:
    """Add ``--ignore``."""
    parser.add_argument(
        "--ignore",
        action="append",
        default=[],
        metavar="MASK.png|x0,y0,x1,y1",
        help="say nothing about objects mostly inside this area: bright pixels of a mask, or pixel corners; "
        "may be repeated (write --ignore=-5,0,9,9 if the first number is negative)",
    )


def add_format_options(parser: ArgumentParser) -> None:
    """Add ``--format`` and ``--output``."""
    parser.add_argument("--format", choices=FORMATS, default="table", help="how to show it (default: table)")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to a file, not to the terminal")


def chosen_stages(values: list[str]) -> dict[str, str | list[str]]:
    """The values of ``--stage``; several generators are separated by commas.

    Raises
    ------
    SpotItError
        If a value is not of the form ``STAGE=NAME``.
    """
    chosen: dict[str, str | list[str]] = {}
    for value in values:
        stage, _, name = (part.strip() for part in value.partition("="))
        if not stage or not name:
            raise messages.error(messages.BAD_STAGE, value=value)
        chosen[stage] = name.split(",") if stage == "generator" else name
    return chosen


def captioner_of(arguments: Namespace) -> Captioner:
    """The captioner that the options ask for."""
    areas = [parse_area(value) for value in getattr(arguments, "ignore", [])]
    captioner = Captioner.from_pack(arguments.pack, ignore=areas)
    chosen = chosen_stages(arguments.stage)
    return captioner.replace(**chosen) if chosen else captioner


def deliver(content: str | bytes, output: Path | None) -> None:
    """Write to the file named by ``--output``, or to stdout.

    Raises
    ------
    SpotItError
        If the file cannot be written, or a picture would go to a terminal.
    """
    if isinstance(content, str):
        content = (content.rstrip("\n") + "\n").encode("utf-8", "backslashreplace")
    elif output is None and sys.stdout.isatty():
        raise messages.error(messages.TO_TERMINAL)
    if output is not None:
        write_file(output, content)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
