"""Fit the embedding of pairs and sentences to the same pairs that the aligner learns from."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from pipeline.cli.train.pair_scorers import add_scorer_options, train_scorer


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of ``pipeline train embedding``."""
    add_scorer_options(parser, "embedding")


def written(arguments: Namespace) -> list[Path]:
    """The files that are written."""
    return [arguments.pack / "embedding.safetensors"]


def train(arguments: Namespace) -> dict[str, object]:
    """Make pairs, fit, write and seal."""
    from pipeline.training.alignment import train_embedding

    return train_scorer(arguments, train_embedding)
