"""A trained captioner of pictures in one file: weights as safetensors, words and shape in its metadata."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from language.neural import beam
from language.neural.decoders import AttentionDecoder, Stepper
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
        with torch.inference_mode():
            network = self.network.eval()
            state = network.look(*(torch.from_numpy(np.float32(part))[None] for part in (pooled, grid)))
            limits = beam.Limits(width, MOST_WORDS, self.length)
            found = beam.search(Stepper(network.decoder), state, START, END, limits, (PADDING, START, UNKNOWN))
        return [(self.vocabulary.text(one.words), one.score) for one in found if one.words]

    def attention(self, pooled: np.ndarray, grid: np.ndarray, caption: str) -> np.ndarray | None:
        """The share of attention on each place while each word of a caption is said, ``(words, places)``.

        None of a model that does not attend.
        """
        decoder = self.network.decoder
        if not isinstance(decoder, AttentionDecoder):
            return None
        given = torch.tensor([[START, *self.vocabulary.numbers(caption)[:-2]]])  # each word is told by those before it
        with torch.inference_mode():
            state = self.network.eval().look(*(torch.from_numpy(np.float32(part))[None] for part in (pooled, grid)))
            return np.asarray(decoder.looks(given, state)[0])


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
