"""A trained transformer in one file: weights as safetensors, the words and the network's shape in its metadata."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from language.lexicon import NO_CHANGE
from language.neural import beam
from language.neural.stored import fill, load_model, save_network
from language.neural.vocabulary import END, PADDING, START, UNKNOWN, Vocabulary
from language.parser import parse
from language.transformer.network import DifferenceTransformer, Memory, Shape
from language.transformer.tokens import Tokens
from pipeline.core import messages
from pipeline.core.loaded import loaded_once

FORMAT = "spot-it transformer 1"
WEIGHTS = "transformer.safetensors"
"""In the folder of a training run, and in a pack."""
MOST_WORDS = 30


@dataclass(frozen=True, eq=False)
class Said:
    """A sentence, lower case; its log probability, and that with the judge's opinion of whether anything changed."""

    text: str
    score: float
    rank: float


@dataclass(frozen=True, eq=False)
class Model:
    """A network and its words.

    ``judging`` is whether it has learned to judge distractors.  Where that judge's belief that nothing changed is above
    ``doubt``, sentences that say so come first.
    """

    network: DifferenceTransformer
    vocabulary: Vocabulary
    judging: bool = True
    doubt: float = 1.0

    def captions(self, tokens: Tokens, width: int) -> list[Said]:
        """At most ``width`` sentences, best first: those that agree with the judge of distractors, then the others."""
        features = torch.from_numpy(tokens.features)[None]
        after = torch.from_numpy(tokens.after)[None]
        present = torch.ones_like(after)
        with torch.inference_mode():
            network = self.network.eval()
            seen = network.see(features, after, present)
            still = float(network.unchanged(seen).sigmoid())
            decoder = _Decoder(network, network.remember(seen, present), present)
            limits = beam.Limits(width, MOST_WORDS)
            found = beam.search(decoder, torch.zeros(1, 0, dtype=torch.long), START, END, limits, _SILENT)
            doubtful = self.judging and still > self.doubt
            if doubtful and not any(_states_nothing(self.vocabulary.text(one.words)) for one in found):
                found.append(self._nothing(decoder))
        said: dict[str, Said] = {}
        for one in found:
            text = self.vocabulary.text(one.words)
            if text and text not in said:
                belief = np.log(max(still if _states_nothing(text) else 1 - still, 1e-9)) if self.judging else 0.0
                said[text] = Said(text, one.score, one.rank + float(belief))
        best = sorted(said.values(), key=lambda one: (doubtful and not _states_nothing(one.text), -one.rank))
        return best[:width]

    def _nothing(self, decoder: _Decoder) -> beam.Found:
        """The likeliest sentence of no change, as if the beam had found it."""
        known = [text for text in NO_CHANGE if UNKNOWN not in self.vocabulary.numbers(text)]
        return max((self._said(text, decoder) for text in known or NO_CHANGE), key=lambda one: one.rank)

    def _said(self, text: str, decoder: _Decoder) -> beam.Found:
        words = self.vocabulary.numbers(text)
        state, last, score = torch.zeros(1, 0, dtype=torch.long), START, 0.0
        for word in words:
            logs, state = decoder.step(np.array([last]), state)
            score, last = score + float(logs[0, word]), word
        return beam.Found(tuple(words[:-1]), score, score / len(words))


_SILENT = (PADDING, START, UNKNOWN)


def _states_nothing(text: str) -> bool:
    return any(fact.kind == "none" for fact in parse(text))


class _Decoder:
    """The network as the beam search takes it; its state are the words so far."""

    def __init__(self, network: DifferenceTransformer, memory: Memory, present: Tensor) -> None:
        self.network, self.memory, self.present = network, memory, present

    def step(self, words: np.ndarray, state: Tensor) -> tuple[np.ndarray, Tensor]:
        state = torch.cat([state, torch.from_numpy(words)[:, None]], dim=1)
        logits = self.network.write(self.memory, self.present, state[None])
        return torch.log_softmax(logits[:, -1], dim=-1).numpy(), state

    def chosen(self, state: Tensor, rows: np.ndarray) -> Tensor:
        return state[torch.from_numpy(rows)]


def save(path: Path, model: Model) -> None:
    """Write a model, its weights in half precision."""
    about = {"shape": asdict(model.network.shape), "words": model.vocabulary.words, "judging": model.judging}
    about["doubt"] = model.doubt
    save_network(path, model.network, FORMAT, about)


def load(path: str | Path | None) -> Model:
    """Read a model that :func:`save` has written; it is read once a process.

    Raises
    ------
    SpotItError
        If there is no such file, or it is not a model of this kind.
    """
    if path is None:
        raise messages.error(messages.TRANSFORMER_NEEDS)
    return _load(path)


@loaded_once(messages.NO_TRANSFORMER)
def _load(path: Path) -> Model:
    return load_model(path, _built, messages.NOT_A_TRANSFORMER)


def _built(about: dict[str, Any], weights: dict[str, Tensor]) -> Model:
    network = DifferenceTransformer(Shape(**about["shape"]))
    fill(network, weights)
    vocabulary = Vocabulary(tuple(about["words"]))
    return Model(network.eval(), vocabulary, bool(about["judging"]), float(about.get("doubt", 1.0)))
