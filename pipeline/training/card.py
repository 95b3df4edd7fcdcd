"""The model card of a run: what was trained, on what, how, and how well it did on what was held out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

from pipeline.core.files import write_file

FILE = "CARD.md"


def write_card(folder: Path, title: str, trained_on: str, plan: Any, figures: Mapping[str, object]) -> None:
    """Write ``CARD.md`` into the folder of a run; ``plan`` is the dataclass of its settings.

    Raises
    ------
    SpotItError
        If the file cannot be written.
    """
    assert is_dataclass(plan) and not isinstance(plan, type)
    settings = "".join(f"| {name} | {value} |\n" for name, value in asdict(plan).items())
    measured = "".join(f"| {name} | {value} |\n" for name, value in figures.items())
    text = (
        f"# {title}\n\nTrained on {trained_on}.\n\n"
        f"| setting | value |\n|---|---|\n{settings}\n| measured | value |\n|---|---|\n{measured}"
    )
    write_file(folder / FILE, text.encode())
