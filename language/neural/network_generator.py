"""What generators that ask a trained network share: its weights, its beam, and the reading back of its sentences."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from language.wording import Wording
from pipeline.core.protocols import Generator
from pipeline.core.tokens import as_sentence
from pipeline.core.types import Analysis, Candidate


class NetworkGenerator(Generator):
    """Sentences of a network that is told no change fact, read back to the facts that they state.

    Alone it says what it believes, true or not, the likeliest sentence first; beside other generators its rejected
    sentences are left out (:attr:`pipeline.core.types.Candidate.rejected`).

    Parameters
    ----------
    weights
        Safetensors file made by ``pipeline train`` and the network's name.
    beam_width
        Hypotheses kept after each word, and candidates at most.
    templates
        File of learned wordings, which tells how usual a reference is; without one, all are equally usual.
    """

    name: ClassVar[str]

    def __init__(
        self, weights: str | Path | None = None, beam_width: int = 5, templates: str | Path | None = None
    ) -> None:
        self.weights = weights
        self.beam_width = beam_width
        self.templates = templates

    @abstractmethod
    def said(self, analysis: Analysis) -> Iterable[tuple[str, float]]:
        """Sentences, lower case, with their log probabilities, the likeliest first."""

    def generate(self, analysis: Analysis) -> list[Candidate]:
        """Candidates, the likeliest first; ``features["search"]`` is the log probability a word.

        Raises
        ------
        SpotItError
            If there are no weights, or the analysis lacks what the network sees.
        """
        from language.neural.told import Reader

        found = list(self.said(analysis))
        reader = Reader(analysis, Wording.read(self.templates))
        return [
            reader.candidate(as_sentence(text), self.name, {"search": score / (len(text.split()) + 1)})
            for text, score in found
        ]
