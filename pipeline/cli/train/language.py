"""Estimate an n-gram model from a corpus of a world's true sentences, or from the captions of a data set; prints what
it measured."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from pipeline.cli.options import add_dataset_options
from pipeline.core import messages


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of ``pipeline train language``."""
    from pipeline.training.language import CORPORA, DEFAULT

    parser.add_argument("out", type=Path, metavar="OUT.arpa", help="where the model goes")
    parser.add_argument(
        "--world", choices=tuple(CORPORA), default=DEFAULT, help=f"whose sentences to write (default: {DEFAULT})"
    )
    parser.add_argument(
        "--styles", type=Path, metavar="PACK", help="learn from what this pack says in its own styles, of drawn scenes"
    )
    parser.add_argument(
        "--labels", type=Path, metavar="FILE", help="what things are called, one a line; else the detector's classes"
    )
    parser.add_argument("--sentences", type=int, metavar="N", help="corpus size (default: the world's usual one)")
    parser.add_argument("--order", type=_order, default=4, metavar="N", help="words an n-gram, at most 20 (default: 4)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="the same seed gives the same model")
    parser.add_argument(
        "--captions",
        type=Path,
        metavar="PAIRS.jsonl|FOLDER",
        help="learn from these captions, not from our own grammar",
    )
    add_dataset_options(parser, split="train")


def _order(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 20:
        raise messages.error(messages.BAD_NUMBER, option="--order", value=text, wanted="a whole number from 1 to 20")
    return int(text)


def written(arguments: Namespace) -> list[Path]:
    """The files that are written."""
    return [arguments.out]


def train(arguments: Namespace) -> dict[str, float]:
    """Write a corpus, or read captions, and estimate."""
    from tqdm import tqdm

    from language.train import train_language
    from pipeline.training import spoken
    from pipeline.training.language import corpus_of, read_labels
    from pipeline.worlds.world import load_world

    if arguments.captions is not None:
        return _train_on_captions(arguments)
    if arguments.styles is not None:
        corpus = spoken.corpus(load_world(arguments.styles))
    else:
        corpus = corpus_of(arguments.world, read_labels(arguments.labels) if arguments.labels else None)
    total = arguments.sentences or corpus.sentences
    with tqdm(total=total, unit="sentence", disable=None) as bar:
        return train_language(
            arguments.out,
            corpus,
            sentences=total,
            order=arguments.order,
            seed=arguments.seed,
            progress=lambda done, _: bar.update(done - bar.n),
        )


def _train_on_captions(arguments: Namespace) -> dict[str, float]:
    """Every twentieth example is held out, and the perplexity is that on its captions."""
    from language.train import train_on_captions
    from pipeline.datasets import manifest, read_dataset

    if arguments.dataset is None:
        examples = manifest.read(arguments.captions)
    else:
        examples = read_dataset(arguments.dataset, arguments.captions, arguments.split)
    learned = [text for place, example in enumerate(examples) if place % 20 for text in example.captions]
    held_out = [text for example in examples[::20] for text in example.captions]
    if not learned or not held_out:
        raise messages.error(messages.NO_CAPTIONS, path=arguments.captions)
    return train_on_captions(arguments.out, learned, held_out, arguments.order)
