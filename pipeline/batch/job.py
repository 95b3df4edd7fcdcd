"""What the workers of a batch have in common."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.worlds.styles import DEFAULT


@dataclass(frozen=True)
class Job:
    """Options as they travel to the workers, so plain values only."""

    pack: str = "auto"
    stages: dict[str, str | list[str]] = field(default_factory=dict)
    parameters: dict[str, Any] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    ignore_text: tuple[str, ...] = ()
    min_size: float = 0.0
    min_confidence: float = 0.0
    at: str | None = None
    weights: Path | None = None
    style: str = DEFAULT
    every: bool = False
    report: Path | None = None
    threads: int = 1
    settings: str = ""
    """What the answers depend on, as one word that stands in each line."""
