"""Fit the model that ties words to regions to pairs made of rendered pictures, as the pack's detector sees them."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from pipeline.cli.train.pair_scorers import add_scorer_options, train_scorer


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of ``pipeline train aligner``."""
    add_scorer_options(parser, "aligner")
    parser.add_argument(
        "--features",
        action="store_true",
        help="learn from the detector's own features too; every new training of the detector then asks for another",
    )


def written(arguments: Namespace) -> list[Path]:
    """The files that are written."""
    return [arguments.pack / "aligner.safetensors"]


def train(arguments: Namespace) -> dict[str, object]:
    """Make pairs, fit, write and seal."""
    from pipeline.training.alignment import train_aligner

    return train_scorer(arguments, train_aligner, features=arguments.features)
