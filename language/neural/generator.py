"""Sentences from the pixels alone, by a network that was trained on pairs and their captions."""

from __future__ import annotations

from pathlib import Path

from language.wording import Wording
from pipeline.core import messages
from pipeline.core.protocols import Generator
from pipeline.core.tokens import as_sentence
from pipeline.core.types import Analysis, Candidate

NAME = "neural"


class NeuralGenerator(Generator):
    """A captioner of its own, end to end, whose sentences are read back to the facts that they state.

    The network sees neither objects nor facts.  Alone it says what it believes, true or not, the most probable sentence
    first; beside other generators its rejected sentences are left out (:attr:`pipeline.core.types.Candidate.rejected`).

    Parameters
    ----------
    weights
        Safetensors file made by ``pipeline train neural``.
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
        """Candidates, the most probable first; ``features["search"]`` is the log probability a word.

        Raises
        ------
        SpotItError
            If there are no weights, or the analysis has no pictures.
        """
        from language.neural.model import load  # torch takes seconds to import
        from language.neural.told import Reader

        model, wording = load(self.weights), Wording.read(self.templates)
        before, after = analysis.image_before, analysis.image_after
        if before is None or after is None:
            raise messages.error(messages.NEURAL_WITHOUT_PICTURES)
        reader = Reader(analysis, wording)
        found = model.captions(before, after, self.beam_width)
        return [
            reader.candidate(as_sentence(text), NAME, {"search": score / (len(text.split()) + 1)})
            for text, score in found
        ]
