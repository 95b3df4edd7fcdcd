"""Language models through KenLM (Heafield, "KenLM: Faster and Smaller Language Model Queries", 2011)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import kenlm

from pipeline.core import messages


class KenlmModel:
    """A KenLM model of an ARPA or binary file.

    Raises
    ------
    SpotItError
        If KenLM cannot read the file.
    """

    def __init__(self, path: Path) -> None:
        config = kenlm.Config()
        config.show_progress = False
        config.arpa_complain = kenlm.ARPALoadComplain.NONE
        try:
            self._model = kenlm.Model(str(path), config)
        except (OSError, RuntimeError, UnicodeDecodeError) as error:  # KenLM quotes what it cannot read
            raise messages.error(messages.LANGUAGE_MODEL_DAMAGED, path=path) from error

    def __contains__(self, word: str) -> bool:
        return word in self._model

    def begin(self) -> kenlm.State:
        """The state at the beginning of a sentence."""
        state = kenlm.State()
        self._model.BeginSentenceWrite(state)
        return state

    def step(self, context: kenlm.State, word: str) -> tuple[float, kenlm.State]:
        """log10 probability of a word after what the state has seen, and the state after it."""
        after = kenlm.State()
        return self._model.BaseScore(context, word, after), after

    def score(self, words: Sequence[str]) -> float:
        """log10 probability of a whole sentence, boundaries included."""
        return self._model.score(" ".join(words), bos=True, eos=True)
