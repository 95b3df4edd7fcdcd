"""The alignment model at run time, in numpy: regions and words as vectors of one space, and how well they agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.core import messages
from pipeline.core.files import write_file
from pipeline.core.loaded import loaded_once
from pipeline.core.reading import WRONG
from pipeline.core.tensors import as_bytes, read_tensors, require_finite
from pipeline.core.types import RELATIONS
from ranker.alignment.regions import Layout, Regions
from ranker.alignment.vocabulary import PADDING, Vocabulary

FORMAT = "spot-it aligner 1"
MOST_WORDS = 64


@dataclass(frozen=True, eq=False)
class AlignmentModel:
    """Weights named as in ``pipeline.training.alignment_network.network``, where they are explained, and
    ``leak`` too."""

    weights: Mapping[str, np.ndarray]
    vocabulary: Vocabulary
    layout: Layout
    leak: float = 0.0

    def regions(self, regions: Regions) -> tuple[np.ndarray, np.ndarray]:
        """Vectors of the objects ``(n, h)``, and of every two of them ``(n, n, h)``: head first, then its neighbour."""
        scaled = regions.objects * self.weights["scale"]
        objects = self._linear("regions", scaled)
        heads, tails = scaled @ self.weights["heads.weight"].T, scaled @ self.weights["tails.weight"].T
        return objects, heads[:, None] + tails[None] + self._linear("relations", regions.relations)

    def words(self, sentences: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Vectors of the words in their context ``(sentences, longest, h)``, and which are words and no padding."""
        table = self.vocabulary.table(sentences, most=MOST_WORDS)
        known = table != PADDING
        entered = _relu(self._linear("enter", self.weights["embedding.weight"][table])) * known[..., None]
        there = self._recur("forwards", entered, known, range(table.shape[1]))
        back = self._recur("backwards", entered, known, range(table.shape[1] - 1, -1, -1))
        left = self._linear("leave", there + back)
        return np.where(left > 0, left, self.leak * left) * known[..., None], known

    def agreement(self, regions: Regions, sentence: str) -> tuple[np.ndarray, np.ndarray]:
        """Dot products of every word with every object ``(words, n)``, and with every two ``(words, n, n)``.

        Two objects that stand in no known relation are no region: minus infinity.
        """
        objects, pairs = self.regions(regions)
        words = self.words([sentence])[0][0]
        together = np.einsum("th,ijh->tij", words, pairs, optimize=True)
        return words @ objects.T, np.where(np.any(regions.relations, axis=-1)[None], together, -np.inf)

    def scores(self, regions: Regions, sentences: Sequence[str]) -> np.ndarray:
        """S_kl of equation 8 for each sentence: every word with its best region, summed."""
        if not len(regions.objects) or not sentences:
            return np.zeros(len(sentences))
        objects, pairs = self.regions(regions)
        every = np.concatenate([objects, pairs[np.any(regions.relations, axis=-1)]])
        words, known = self.words(sentences)
        made = np.zeros(known.shape)
        made[known] = (words[known] @ every.T).max(axis=1)
        return made.sum(axis=1)

    def _recur(self, name: str, entered: np.ndarray, known: np.ndarray, order: range) -> np.ndarray:
        states = np.zeros_like(entered)
        state = np.zeros_like(entered[:, 0])
        for place in order:
            state = _relu(entered[:, place] + self._linear(name, state)) * known[:, place, None]
            states[:, place] = state
        return states

    def _linear(self, name: str, values: np.ndarray) -> np.ndarray:
        return values @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]


def save(path: Path, model: AlignmentModel) -> None:
    """Write a model as safetensors, its words and layout in the file's metadata."""
    vocabulary, layout = model.vocabulary, model.layout
    about = {
        "words": vocabulary.words,
        "nouns": sorted(vocabulary.nouns),
        "modifiers": sorted(vocabulary.modifiers),
        "attributes": {name: list(values) for name, values in layout.attributes.items()},
        "features": layout.features,
        "leak": model.leak,
    }
    write_file(path, as_bytes({name: array.astype(np.float16) for name, array in model.weights.items()}, FORMAT, about))


def load(path: str | Path | None) -> AlignmentModel:
    """Read a model that :func:`save` has written; it is read once a process.

    Raises
    ------
    SpotItError
        If there is no such file, or it is not an alignment model.
    """
    if path is None:
        raise messages.error(messages.ALIGNER_NEEDS)
    return _load(path)


@loaded_once(messages.NO_ALIGNER)
def _load(path: Path) -> AlignmentModel:
    try:
        arrays, about = read_tensors(path)
        weights = {name: array.astype(np.float32) for name, array in arrays.items()}
        require_finite(weights)
        words = Vocabulary(tuple(about["words"]), frozenset(about["nouns"]), frozenset(about["modifiers"]))
        attributes = {name: tuple(values) for name, values in about["attributes"].items()}
        model = AlignmentModel(weights, words, Layout(attributes, about["features"]), float(about.get("leak", 0.0)))
        _try(model)
        return model
    except WRONG as error:
        raise messages.error(messages.NOT_AN_ALIGNER, path=path) from error


def _try(model: AlignmentModel) -> None:
    """Ask a small question: tensors that are missing, or do not fit each other, cannot answer it."""
    size = 2 * model.layout.size
    rows = len(model.vocabulary)
    if model.weights["scale"].shape != (size,) or len(model.weights["embedding.weight"]) != rows:
        raise ValueError("the weights are of another layout or vocabulary")
    made = Regions(np.ones((2, size), np.float32), np.ones((2, 2, 2 * len(RELATIONS)), np.float32))
    if model.scores(made, ["word"]).shape != (1,):
        raise ValueError("the weights do not fit each other")


def _relu(values: np.ndarray) -> np.ndarray:
    return np.maximum(values, 0)
