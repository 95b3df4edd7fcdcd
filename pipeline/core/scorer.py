"""Fast language-model scores through KenLM (Heafield 2011), for whoever words or ranks sentences."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import kenlm

from pipeline.core.errors import SpotItError
from pipeline.core.tokens import tokenize


class Scorer:
    """A KenLM model of an ARPA or binary file.

    Raises
    ------
    SpotItError
        If the file is missing or KenLM cannot read it.
    """

    def __init__(self, path: str | Path) -> None:
        self.model = _load(str(path), _stamp(Path(path)))

    def score(self, sentence: str) -> tuple[float, int]:
        """log10 probability of a sentence with its boundaries, and the number of tokens, the end counted."""
        return self.score_words(tokenize(sentence))

    def score_words(self, words: Sequence[str]) -> tuple[float, int]:
        """The same for a sentence that is cut into tokens already."""
        return self.model.score(" ".join(words), bos=True, eos=True), len(words) + 1


def _stamp(path: Path) -> int:
    """Time of last change: a model that was trained again is loaded again."""
    if not path.is_file():
        raise SpotItError(f"there is no language model at {path}: make one with `pipeline train language`")
    return path.stat().st_mtime_ns


@lru_cache(maxsize=4)
def _load(path: str, stamp: int) -> kenlm.Model:
    config = kenlm.Config()
    config.show_progress = False
    config.arpa_complain = kenlm.ARPALoadComplain.NONE
    try:
        return kenlm.Model(path, config)
    except (OSError, RuntimeError, UnicodeDecodeError) as error:  # KenLM quotes what it cannot read
        raise SpotItError(f"KenLM cannot read the language model {path}: train it again") from error
