"""Train a language model: write a corpus of true sentences, estimate, prune, and measure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from language.ngram.kneser_ney import estimate
from pipeline.core.ngram.model import NgramModel
from pipeline.core.tokens import tokenize

ORDER = 4
HELD_OUT = 2000
PRUNE = (0, 0, 1, 3)


@dataclass(frozen=True)
class Corpus:
    """What a world's language model is estimated from.

    Parameters
    ----------
    write
        Gives so many sentences, drawn with a seed: the same two give the same sentences.
    sentences
        How many are usually enough.
    prune
        As for :func:`language.ngram.kneser_ney.estimate`.
    """

    write: Callable[[int, int], Iterable[str]]
    sentences: int
    prune: Sequence[int] = PRUNE


def train_language(
    out_file: Path,
    corpus: Corpus,
    sentences: int | None = None,
    order: int = ORDER,
    seed: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, float]:
    """Train a model and write it as an ARPA file, whole or not at all.

    Parameters
    ----------
    out_file
        Where the ARPA file goes; its folder is made.
    sentences, seed
        Size of the corpus, the usual one where None, and what it is drawn from: the same two give the same file.
    order
        Words of the longest n-gram.
    progress
        Called with sentences written and sentences wanted.

    Returns
    -------
    dict
        Sentences, n-grams of each order, bytes, and the perplexity a token on sentences of another seed.
    """
    sentences = sentences or corpus.sentences
    estimate(_read(corpus, sentences, seed, progress), order, corpus.prune).write(out_file, digits=4)
    return {"sentences": sentences, **_measured(out_file, corpus.write(HELD_OUT, -1 - seed))}


def train_on_captions(
    out_file: Path, captions: Sequence[str], held_out: Sequence[str], order: int = ORDER
) -> dict[str, float]:
    """Train a model on captions that people, or another program, wrote; see :func:`train_language`.

    The perplexity is that on the captions ``held_out``.
    """
    estimate(map(tokenize, captions), order, PRUNE).write(out_file, digits=4)
    return {"sentences": len(captions), **_measured(out_file, held_out)}


def _measured(model_file: Path, held_out: Iterable[str]) -> dict[str, float]:
    written = NgramModel.read(model_file)
    return {
        **{f"{length}-grams": len(table) for length, table in enumerate(written.tables, start=1)},
        "bytes": Path(model_file).stat().st_size,
        "perplexity": round(written.perplexity([tokenize(text) for text in held_out]), 4),
    }


def _read(
    corpus: Corpus, sentences: int, seed: int, progress: Callable[[int, int], None] | None
) -> Iterator[list[str]]:
    for done, text in enumerate(corpus.write(sentences, seed), start=1):
        yield tokenize(text)
        if progress is not None and (done % 1000 == 0 or done == sentences):
            progress(done, sentences)
