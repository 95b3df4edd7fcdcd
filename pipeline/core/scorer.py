"""Fast language-model scores through KenLM (Heafield 2011), for whoever words or ranks sentences."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import kenlm

from pipeline.core import messages
from pipeline.core.loaded import loaded_once
from pipeline.core.tokens import tokenize


class Scorer:
    """A KenLM model of an ARPA or binary file.

    Raises
    ------
    SpotItError
        If the file is missing or KenLM cannot read it.
    """

    def __init__(self, path: str | Path) -> None:
        self.model = _load(path)

    def score(self, sentence: str) -> tuple[float, int]:
        """log10 probability of a sentence with its boundaries, and the number of tokens, the end counted."""
        return self.score_words(tokenize(sentence))

    def score_words(self, words: Sequence[str]) -> tuple[float, int]:
        """The same for a sentence that is cut into tokens already."""
        return self.model.score(" ".join(words), bos=True, eos=True), len(words) + 1


@loaded_once(messages.NO_LANGUAGE_MODEL)
def _load(path: Path) -> kenlm.Model:
    config = kenlm.Config()
    config.show_progress = False
    config.arpa_complain = kenlm.ARPALoadComplain.NONE
    try:
        return kenlm.Model(str(path), config)
    except (OSError, RuntimeError) as error:
        raise messages.error(messages.LANGUAGE_MODEL_DAMAGED, path=path) from error
