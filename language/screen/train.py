"""Train the language model for screens.  ``python -m language.screen.train OUT.arpa``."""

from __future__ import annotations

import argparse
from pathlib import Path

from language.ngram.kneser_ney import estimate
from language.screen.corpus import corpus
from pipeline.core.ngram.model import NgramModel
from pipeline.core.tokens import tokenize

SENTENCES, ORDER, PRUNE = 30_000, 4, (0, 0, 1, 2)
HELD_OUT = 2000


def train(out_file: Path, sentences: int = SENTENCES, seed: int = 0) -> dict[str, float]:
    """Write the model as an ARPA file, whole or not at all.

    Parameters
    ----------
    out_file
        Where it goes.
    sentences, seed
        Size of the corpus, and what it is drawn from.

    Returns
    -------
    dict
        Sentences, bytes, and the perplexity a token on sentences of another seed.
    """
    model = estimate((tokenize(text) for text in corpus(sentences, seed)), ORDER, PRUNE)
    model.write(out_file, digits=4)
    held_out = [tokenize(text) for text in corpus(HELD_OUT, seed=-1 - seed)]
    perplexity = NgramModel.read(out_file).perplexity(held_out)
    return {"sentences": sentences, "bytes": out_file.stat().st_size, "perplexity": round(perplexity, 4)}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="the ARPA file")
    print(train(parser.parse_args().out))
