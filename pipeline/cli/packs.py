"""List the packs: what each was trained on, where it is and what it scored."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pipeline import messages
from pipeline.cli.options import deliver
from pipeline.errors import SpotItError
from pipeline.packs import Pack, load_pack
from pipeline.packs.finder import known_packs


def add_arguments(parser: ArgumentParser) -> None:
    """``pipeline packs`` takes no arguments."""


def run(arguments: Namespace) -> int:
    """Print a paragraph for each pack; a pack that cannot be read is named on stderr."""
    paragraphs = []
    for folder in known_packs():
        try:
            paragraphs.append(_paragraph(load_pack(folder)))
        except SpotItError as failure:
            messages.notice("{text}", text=failure)
    deliver("\n\n".join(paragraphs), None)
    return 0


def _paragraph(pack: Pack) -> str:
    rows = [("what", pack.summary), ("trained on", pack.trained_on), ("folder", str(pack.folder))]
    rows += [("scored", f"{name}: {score}") for name, score in pack.scores.items()]
    return "\n".join([pack.name, *(f"  {key.ljust(10)}  {value}" for key, value in rows if value)])
