"""Train a part of a pack, from what the project renders and writes itself."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of ``pipeline train``."""
    parts = parser.add_subparsers(dest="part", required=True, metavar="PART", help="what to train")
    _add_language(parts.add_parser("language", help="the n-gram language model", description=_train_language.__doc__))


def run(arguments: Namespace) -> int:
    """Train the part."""
    return arguments.train(arguments)


def _add_language(parser: ArgumentParser) -> None:
    parser.add_argument("out", type=Path, metavar="OUT.arpa", help="where the model goes")
    parser.add_argument(
        "--sentences", type=int, default=60_000, metavar="N", help="size of the corpus (default: 60000)"
    )
    parser.add_argument("--order", type=int, default=4, metavar="N", help="words an n-gram (default: 4)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="the same seed gives the same model")
    parser.set_defaults(train=_train_language)


def _train_language(arguments: Namespace) -> int:
    """Write a corpus of true captions and estimate an n-gram model from it; prints what it measured."""
    from tqdm import tqdm

    from language.train import train_language
    from pipeline.cli.options import deliver

    with tqdm(total=arguments.sentences, unit="sentence", disable=None) as bar:
        measured = train_language(
            arguments.out,
            sentences=arguments.sentences,
            order=arguments.order,
            seed=arguments.seed,
            progress=lambda done, _: bar.update(done - bar.n),
        )
    deliver("\n".join(f"{name.ljust(10)}  {value:g}" for name, value in measured.items()), None)
    return 0
