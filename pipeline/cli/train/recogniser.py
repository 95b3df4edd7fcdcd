"""Fit what tells screenshots from other pictures, to a folder of each; prints the tables for the pack's config.toml."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from functools import partial
from pathlib import Path


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of ``pipeline train recogniser``."""
    parser.add_argument(
        "screens", type=Path, metavar="SCREENS", help="a folder of screenshots, as pipeline synth makes"
    )
    parser.add_argument("others", type=Path, metavar="OTHERS", help="a folder of photographs, scenes and drawings")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="the same seed gives the same model")


def written(arguments: Namespace) -> list[Path]:
    """No files: the tables are printed."""
    return []


def train(arguments: Namespace) -> dict[str, str]:
    """Look, fit, and say what was fitted."""
    from tqdm import tqdm

    from pipeline.training.recogniser import fit_recogniser

    progress = partial(tqdm, unit="picture", disable=None)
    found = fit_recogniser(arguments.screens, arguments.others, arguments.seed, progress)
    weights = ", ".join(f'"{name}" = {value:g}' for name, value in found.weights.items())
    return {
        "held-out screenshots told": f"{found.screens_right:.4f}",
        "held-out others told": f"{found.others_right:.4f}",
        "bias": f"{found.bias:g}",
        "weights": f"{{ {weights} }}",
    }
