"""Learn how things are worded from captions: frames with slots, words for values, how often each is used."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of ``pipeline train templates``."""
    parser.add_argument("out", type=Path, metavar="OUT.json", help="where the templates go")
    parser.add_argument("--captions", type=Path, metavar="FILE", help="captions, one a line; else our own are written")
    parser.add_argument("--sentences", type=int, default=4000, metavar="N", help="captions written (default: 4000)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="the same seed gives the same captions")


def written(arguments: Namespace) -> list[Path]:
    """The files that are written."""
    return [arguments.out]


def train(arguments: Namespace) -> dict[str, int]:
    """Learn, write, and say how much was learned."""
    from tqdm import tqdm

    from language.corpus import corpus
    from language.delexicalise import learn, read_captions

    captions = read_captions(arguments.captions) if arguments.captions else None
    total = arguments.sentences if captions is None else len(captions)
    given = corpus(total, arguments.seed, house_copies=0) if captions is None else captions
    learned = learn(tqdm(given, total=total, unit="caption", disable=None))
    learned.write(arguments.out)
    return {
        "frames": sum(len(counts) for counts in learned.frames.values()),
        "expressions": len(learned.expressions),
    }
