"""A trained captioner of pictures in one file: weights as safetensors, words and shape in its metadata."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from language.neural import beam
from language.neural.decoders import Stepper
from language.neural.stored import fill, load_model, save_network
from language.neural.vocabulary import END, PADDING, START, UNKNOWN, Vocabulary
from language.pictures.network import PictureCaptioner, Shape
from pipeline.core import messages
from pipeline.core.loaded import loaded_once

FORMAT = "spot-it captioner 1"
WEIGHTS = "captioner.safetensors"
"""In the folder of a training run."""
MOST_WORDS = 20


@dataclass(frozen=True, eq=False)
class Model:
    """A network and its words."""

    network: PictureCaptioner
    vocabulary: Vocabulary

    def captions(self, pooled: np.ndarray, grid: np.ndarray, width: int) -> list[tuple[str, float]]:
        """At most ``width`` captions, lower case, of one picture's features, with their log probabilities, best first.

        Sequences are ranked by their probability, as in all three papers, the mean a word with ``width`` 1.
        """
        with torch.inference_mode():
            network = self.network.eval()
            state = network.look(*(torch.from_numpy(np.float32(part))[None] for part in (pooled, grid)))
            limits = beam.Limits(width, MOST_WORDS, LENGTH)
            found = beam.search(Stepper(network.decoder), state, START, END, limits, (PADDING, START, UNKNOWN))
        return [(self.vocabulary.text(one.words), one.score) for one in found if one.words]


LENGTH = 0.7
"""Power of the length that a log probability is divided by: 0 makes captions shorter than people's, 1 longer."""


def save(path: Path, model: Model) -> None:
    """Write a model, its weights in half precision."""
    about = {"shape": asdict(model.network.shape), "words": model.vocabulary.words}
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
    return Model(network.eval(), Vocabulary(tuple(about["words"])))
