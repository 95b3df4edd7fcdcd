"""Sentences from the objects of both graphs, by a transformer that was trained on fictive pairs of graphs."""

from __future__ import annotations

from pathlib import Path

from language.wording import Wording
from pipeline.core.protocols import Generator
from pipeline.core.tokens import as_sentence
from pipeline.core.types import Analysis, Candidate

NAME = "transformer"


class TransformerGenerator(Generator):
    """Image difference captioning after Yao, Wang and Jin (2022), on objects in place of a grid of features.

    The network sees what the detector says of the objects, and where the registrar puts them, but no change fact: alone
    it says what it believes, true or not; beside other generators its rejected sentences are left out
    (:attr:`pipeline.core.types.Candidate.rejected`).

    Parameters
    ----------
    weights
        Safetensors file made by ``pipeline train transformer``.
    beam_width
        Hypotheses kept after each word, and candidates at most.
    templates
        File of learned wordings, which tells how usual a reference is; without one, all are equally usual.
    """

    def __init__(
        self, weights: str | Path | None = None, beam_width: int = 5, templates: str | Path | None = None
    ) -> None:
        self.weights = weights
        self.beam_width = beam_width
        self.templates = templates

    def generate(self, analysis: Analysis) -> list[Candidate]:
        """Candidates, the likeliest first; ``features["search"]`` is the log probability a word.

        Raises
        ------
        SpotItError
            If there are no weights.
        """
        from language.neural.told import Reader
        from language.transformer.model import load  # torch takes seconds to import
        from language.transformer.tokens import Tokens

        model, wording = load(self.weights), Wording.read(self.templates)
        reader = Reader(analysis, wording)
        return [
            reader.candidate(as_sentence(said.text), NAME, {"search": said.score / (len(said.text.split()) + 1)})
            for said in model.captions(Tokens.of(analysis), self.beam_width)
        ]
