"""Sentences from the pixels alone, by a network that was trained on pairs and their captions."""

from __future__ import annotations

from language.neural.network_generator import NetworkGenerator
from pipeline.core import messages
from pipeline.core.types import Analysis


class NeuralGenerator(NetworkGenerator):
    """A captioner of its own, end to end: the network of ``pipeline train neural`` sees neither objects nor facts."""

    name = "neural"

    def said(self, analysis: Analysis) -> list[tuple[str, float]]:
        """Sentences, lower case, with their log probabilities, the likeliest first.

        Raises
        ------
        SpotItError
            If there are no weights, or the analysis has no pictures.
        """
        from language.neural.model import load  # torch takes seconds to import

        model = load(self.weights)
        before, after = analysis.image_before, analysis.image_after
        if before is None or after is None:
            raise messages.error(messages.NEURAL_WITHOUT_PICTURES)
        return model.captions(before, after, self.beam_width)
