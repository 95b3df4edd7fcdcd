"""Sentences from the pixels alone, by a network that was trained on pairs and their captions."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from language.neural.network_generator import NetworkGenerator
from pipeline.core import messages
from pipeline.core.types import Analysis


class NeuralGenerator(NetworkGenerator):
    """A captioner of its own: the network of ``pipeline train neural`` is told neither objects nor facts.

    Parameters
    ----------
    weights, beam_width, templates
        As of every network that says sentences.
    trunk
        The exported trunk of a detector, the one that the network was trained with.
    """

    name = "neural"

    def __init__(
        self,
        weights: str | Path | None = None,
        beam_width: int = 5,
        templates: str | Path | None = None,
        trunk: str | Path | None = None,
    ) -> None:
        super().__init__(weights, beam_width, templates)
        self.trunk = trunk

    def said(self, analysis: Analysis) -> list[tuple[str, float]]:
        """Sentences, lower case, with their log probabilities, the likeliest first.

        Raises
        ------
        SpotItError
            If there are no weights or no trunk, or the analysis has no pictures.
        """
        from language.neural.feed import trunk_of
        from language.neural.model import load  # torch takes seconds to import

        model = load(self.weights)
        if self.trunk is None:
            raise messages.error(messages.NEURAL_NEEDS_TRUNK)
        before, after = analysis.image_before, analysis.image_after
        if before is None or after is None:
            raise messages.error(messages.NEURAL_WITHOUT_PICTURES)
        see = trunk_of(Path(self.trunk))
        return model.captions(np.stack([see(before), see(after)]), self.beam_width)
