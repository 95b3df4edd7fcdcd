"""Sentences from the objects of both graphs, by a transformer that was trained on fictive pairs of graphs."""

from __future__ import annotations

from language.neural.network_generator import NetworkGenerator
from pipeline.core.types import Analysis


class TransformerGenerator(NetworkGenerator):
    """Image difference captioning after Yao, Wang and Jin (2022), on objects in place of a grid of features.

    The network of ``pipeline train transformer`` sees what the detector says of the objects, and where the registrar
    puts them.
    """

    name = "transformer"

    def said(self, analysis: Analysis) -> list[tuple[str, float]]:
        """Sentences, lower case, with their log probabilities, the likeliest first.

        Raises
        ------
        SpotItError
            If there are no weights.
        """
        from language.transformer.model import load  # torch takes seconds to import
        from language.transformer.tokens import Tokens

        found = load(self.weights).captions(Tokens.of(analysis), self.beam_width)
        return [(one.text, one.score) for one in found]
