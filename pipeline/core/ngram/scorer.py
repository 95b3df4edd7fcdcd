"""Scores of sentences under a language model, for whoever words or ranks them.

KenLM (Heafield, 2011) scores where it is installed; our own reader of ARPA files gives the same scores without it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from pipeline.core import messages
from pipeline.core.loaded import loaded_once
from pipeline.core.ngram.model import NgramModel
from pipeline.core.tokens import tokenize


class LanguageModel(Protocol):
    """What scores words one after another."""

    def __contains__(self, word: str) -> bool: ...

    def begin(self) -> Any:
        """The state at the beginning of a sentence."""
        ...

    def step(self, context: Any, word: str) -> tuple[float, Any]:
        """log10 probability of a word after what the state has seen, and the state after it."""
        ...

    def score(self, words: Sequence[str]) -> float:
        """log10 probability of a whole sentence, boundaries included."""
        ...


class Scorer:
    """The model of an ARPA file, or, with KenLM, of one of its binary files.

    Raises
    ------
    SpotItError
        If the file is missing or cannot be read.
    """

    def __init__(self, path: str | Path) -> None:
        self.model = _load(path)

    def score(self, sentence: str) -> tuple[float, int]:
        """log10 probability of a sentence with its boundaries, and the number of tokens, the end counted."""
        return self.score_words(tokenize(sentence))

    def score_words(self, words: Sequence[str]) -> tuple[float, int]:
        """The same for a sentence that is cut into tokens already."""
        return self.model.score(words), len(words) + 1


@loaded_once(messages.NO_LANGUAGE_MODEL)
def _load(path: Path) -> LanguageModel:
    try:
        from pipeline.core.ngram.with_kenlm import KenlmModel
    except ImportError:
        return NgramModel.read(path)
    return KenlmModel(path)
