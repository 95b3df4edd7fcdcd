"""A trained captioner of pictures in one file: weights as safetensors, words and shape in its metadata."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from language.neural import beam
from language.neural.decoders import AttentionDecoder, State, Stepper
from language.neural.stored import fill, load_model, save_network
from language.neural.vocabulary import END, PADDING, START, UNKNOWN, Vocabulary
from language.pictures.network import PictureCaptioner, Shape
from pipeline.core import messages
from pipeline.core.loaded import loaded_once

FORMAT = "spot-it captioner 1"
WEIGHTS = "captioner.safetensors"
"""In the folder of a training run."""
MOST_WORDS = 20
LENGTH = 0.7
"""Where none was chosen on held-out pictures."""


@dataclass(frozen=True, eq=False)
class Model:
    """A network, its words, and the power of its length that a caption's log probability is divided by: with 0 captions
    are shorter than people's, with 1 longer."""

    network: PictureCaptioner
    vocabulary: Vocabulary
    length: float = LENGTH

    def captions(self, pooled: np.ndarray, grid: np.ndarray, width: int) -> list[tuple[str, float]]:
        """At most ``width`` captions, lower case, of one picture's features, with their log probabilities, best first.

        Sequences are ranked by their probability, as in all three papers, but for their length.
        """
        state = self.state(pooled, grid)
        return captions_by(Stepper(self.network.decoder), state, self.vocabulary, width, self.length)

    def state(self, pooled: np.ndarray, grid: np.ndarray) -> State:
        """The decoder's state before the first word, one picture's features seen."""
        with torch.inference_mode():
            return self.network.eval().look(*(torch.from_numpy(np.float32(part))[None] for part in (pooled, grid)))

    def attention(self, pooled: np.ndarray, grid: np.ndarray, caption: str) -> np.ndarray | None:
        """The share of attention on each place while each word of a caption is said, ``(words, places)``.

        None of a model that does not attend.
        """
        decoder = self.network.decoder
        if not isinstance(decoder, AttentionDecoder):
            return None
        given = torch.tensor([[START, *self.vocabulary.numbers(caption)[:-2]]])  # each word is told by those before it
        with torch.inference_mode():
            return np.asarray(decoder.looks(given, self.state(pooled, grid))[0])


def captions_by(
    decoder: beam.Decoder, state: Any, vocabulary: Vocabulary, width: int, length: float
) -> list[tuple[str, float]]:
    """What a search in a beam of ``width`` finds from a state, as :meth:`Model.captions` gives it."""
    limits = beam.Limits(width, MOST_WORDS, length)
    with torch.inference_mode():
        found = beam.search(decoder, state, START, END, limits, (PADDING, START, UNKNOWN))
    return [(vocabulary.text(one.words), one.score) for one in found if one.words]


def save(path: Path, model: Model) -> None:
    """Write a model, its weights in half precision."""
    about = {"shape": asdict(model.network.shape), "words": model.vocabulary.words, "length": model.length}
    save_network(path, model.network, FORMAT, about)


@loaded_once(messages.NO_CAPTIONER)
def load(path: Path) -> Model:
    """Read a model that :func:`save` has written; it is read once a process.

    Raises
    ------
    SpotItError
        If there is no such file, or it is not a model of this kind.
    """
    return load_model(path, _built, messages.NOT_A_CAPTIONER)


def _built(about: dict[str, Any], weights: dict[str, Tensor]) -> Model:
    network = PictureCaptioner(Shape(**about["shape"]))
    fill(network, weights)
    return Model(network.eval(), Vocabulary(tuple(about["words"])), float(about.get("length", LENGTH)))
