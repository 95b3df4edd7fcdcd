"""Several captioners of pictures that say one caption together (Vinyals et al. 2015, section 4.3.1: ensembles)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from language.neural import beam
from language.neural.decoders import State, Stepper
from language.pictures.model import Model, captions_by
from pipeline.core import messages


class Ensemble:
    """Captioners with the same words, told apart by the seed that they were trained from or by their kind.

    Raises
    ------
    SpotItError
        If there is none, or their words differ.
    """

    def __init__(self, models: Sequence[Model]) -> None:
        if not models or any(model.vocabulary.words != models[0].vocabulary.words for model in models):
            raise messages.error(messages.OTHER_WORDS)
        self.models = tuple(models)

    def captions(self, pooled: np.ndarray, grid: np.ndarray, width: int) -> list[tuple[str, float]]:
        """As :meth:`Model.captions`: the next word's probability is the mean of theirs."""
        state = tuple(model.state(pooled, grid) for model in self.models)
        length = float(np.mean([model.length for model in self.models]))
        return captions_by(Voters(self.models), state, self.models[0].vocabulary, width, length)


class Voters:
    """Their decoders as one, as the beam search takes it; a state is one of each."""

    def __init__(self, models: Sequence[Model]) -> None:
        self.steppers: list[beam.Decoder] = [Stepper(model.network.decoder) for model in models]

    def step(self, words: np.ndarray, state: tuple[State, ...]) -> tuple[np.ndarray, tuple[State, ...]]:
        """Log of the mean probabilities ``(n, words)`` of the next word, and the new states."""
        told = [stepper.step(words, own) for stepper, own in zip(self.steppers, state, strict=True)]
        return np.logaddexp.reduce([logs for logs, _ in told]) - np.log(len(told)), tuple(own for _, own in told)

    def chosen(self, state: tuple[State, ...], rows: np.ndarray) -> tuple[State, ...]:
        """The states of some hypotheses."""
        return tuple(stepper.chosen(own, rows) for stepper, own in zip(self.steppers, state, strict=True))
