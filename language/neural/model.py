"""A trained captioner in one file: weights as safetensors, the words and the network's shape in its metadata."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from language.neural import beam
from language.neural.decoders import Stepper
from language.neural.network import Captioner, Shape
from language.neural.stored import fill, load_model, save_network
from language.neural.vocabulary import END, PADDING, START, UNKNOWN, Vocabulary
from pipeline.core import messages
from pipeline.core.loaded import loaded_once

FORMAT = "spot-it neural 2"
WEIGHTS = "neural.safetensors"
"""In the folder of a training run, and in a pack."""

MOST_WORDS = 30


@dataclass(frozen=True, eq=False)
class Model:
    """A network and its words."""

    network: Captioner
    vocabulary: Vocabulary

    def captions(self, pair: np.ndarray, width: int) -> list[tuple[str, float]]:
        """At most ``width`` sentences of a pair, lower case, and their log probabilities, best first.

        ``pair`` are the features of both pictures as :class:`language.neural.feed.Trunk` makes them,
        ``(2, CHANNELS, ROWS, COLUMNS)``.
        """
        with torch.inference_mode():
            network = self.network.eval()
            state = network.begin(network.see(torch.tensor(pair)[None]))
            silent = (PADDING, START, UNKNOWN)
            limits = beam.Limits(width, MOST_WORDS)
            found = beam.search(Stepper(self.network.decoder), state, START, END, limits, silent)
        texts: dict[str, float] = {}
        for one in found:
            texts.setdefault(self.vocabulary.text(one.words), one.score)
        return [(text, score) for text, score in texts.items() if text]


def save(path: Path, model: Model) -> None:
    """Write a model, its weights in half precision."""
    about = {"shape": asdict(model.network.shape), "words": model.vocabulary.words}
    save_network(path, model.network, FORMAT, about)


def load(path: str | Path | None) -> Model:
    """Read a model that :func:`save` has written; it is read once a process.

    Raises
    ------
    SpotItError
        If there is no such file, or it is not a model of this kind.
    """
    if path is None:
        raise messages.error(messages.NEURAL_NEEDS)
    return _load(path)


@loaded_once(messages.NO_NEURAL)
def _load(path: Path) -> Model:
    return load_model(path, built, messages.NOT_A_NEURAL)


def built(about: dict[str, Any], weights: dict[str, torch.Tensor]) -> Model:
    """The network that ``about`` describes, with its weights."""
    network = Captioner(Shape(**about["shape"]))
    fill(network, weights)
    return Model(network.eval(), Vocabulary(tuple(about["words"])))
