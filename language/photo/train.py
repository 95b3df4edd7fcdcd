"""Train the language model for photographs.  ``python -m language.photo.train LABELS.txt OUT.arpa``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from language.ngram.kneser_ney import estimate
from language.ngram.model import NgramModel
from language.photo.corpus import corpus
from pipeline.core.tokens import tokenize

SENTENCES, ORDER, PRUNE = 30_000, 4, (0, 0, 1, 2)
HELD_OUT = 2000


def train(out_file: Path, labels: Sequence[str], sentences: int = SENTENCES, seed: int = 0) -> dict[str, float]:
    """Write the model as an ARPA file, whole or not at all.

    Parameters
    ----------
    out_file
        Where it goes.
    labels
        Everything that a detector may name.
    sentences, seed
        Size of the corpus, and what it is drawn from.

    Returns
    -------
    dict
        Sentences, bytes, and the perplexity a token on sentences of another seed.
    """
    model = estimate((tokenize(text) for text in corpus(sentences, labels, seed)), ORDER, PRUNE)
    model.write(out_file, digits=4)
    held_out = [tokenize(text) for text in corpus(HELD_OUT, labels, seed=-1 - seed)]
    perplexity = NgramModel.read(out_file).perplexity(held_out)
    return {"sentences": sentences, "bytes": out_file.stat().st_size, "perplexity": round(perplexity, 4)}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labels", type=Path, help="a text file with a label on each line")
    parser.add_argument("out", type=Path, help="the ARPA file")
    given = parser.parse_args()
    print(train(given.out, [line.strip() for line in given.labels.read_text("utf-8").splitlines() if line.strip()]))
