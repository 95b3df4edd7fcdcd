"""The two-branch embedding at run time, in numpy."""

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
from ranker.alignment.regions import Layout
from ranker.embedding.text import TextFeatures

FORMAT = "spot-it embedding 2"


@dataclass(frozen=True, eq=False)
class EmbeddingModel:
    """Weights named as in ``pipeline.training.embedding_network.network``: a linear start and two layers."""

    weights: Mapping[str, np.ndarray]
    text: TextFeatures
    layout: Layout

    def images(self, vectors: np.ndarray) -> np.ndarray:
        """Points of length 1, shape ``(n, d)``."""
        return self._branch("image", vectors)

    def sentences(self, sentences: Sequence[str]) -> np.ndarray:
        """Points of length 1, shape ``(n, d)``."""
        return self._branch("text", self.text(sentences))

    def _branch(self, name: str, values: np.ndarray) -> np.ndarray:
        begun = _unit(self._linear(f"{name}.start", values))
        return _unit(begun + self._linear(f"{name}.leave", np.maximum(self._linear(f"{name}.enter", begun), 0)))

    def _linear(self, name: str, values: np.ndarray) -> np.ndarray:
        return values @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]


def save(path: Path, model: EmbeddingModel) -> None:
    """Write a model as safetensors, its n-grams and layout in the file's metadata."""
    about = {
        "ngrams": model.text.ngrams,
        "order": model.text.order,
        "attributes": {name: list(values) for name, values in model.layout.attributes.items()},
        "features": model.layout.features,
    }
    arrays = {**model.weights, "idf": model.text.idf, "projection": model.text.projection}
    write_file(path, as_bytes({name: array.astype(np.float16) for name, array in arrays.items()}, FORMAT, about))


def load(path: str | Path | None) -> EmbeddingModel:
    """Read a model that :func:`save` has written; it is read once a process.

    Raises
    ------
    SpotItError
        If there is no such file, or it is not an embedding.
    """
    if path is None:
        raise messages.error(messages.EMBEDDING_NEEDS)
    return _load(path)


@loaded_once(messages.NO_EMBEDDING)
def _load(path: Path) -> EmbeddingModel:
    try:
        found, about = read_tensors(path)
        arrays = {name: array.astype(np.float32) for name, array in found.items()}
        require_finite(arrays)
        text = TextFeatures(tuple(about["ngrams"]), arrays.pop("idf"), arrays.pop("projection"), about["order"])
        attributes = {name: tuple(values) for name, values in about["attributes"].items()}
        model = EmbeddingModel(arrays, text, Layout(attributes, about["features"]))
        _try(model)
        return model
    except WRONG as error:
        raise messages.error(messages.NOT_AN_EMBEDDING, path=path) from error


def _try(model: EmbeddingModel) -> None:
    """Ask a small question: tensors that are missing, or do not fit each other, cannot answer it."""
    text = model.text
    if not len(text.ngrams) == len(text.idf) == len(text.projection):
        raise ValueError("the n-grams are not those of the weights")
    pair = np.ones((1, model.weights["image.start.weight"].shape[1]), np.float32)
    if (model.sentences([text.ngrams[0]]) @ model.images(pair).T).shape != (1, 1):
        raise ValueError("the weights do not fit each other")


def _unit(points: np.ndarray) -> np.ndarray:
    return points / np.maximum(np.linalg.norm(points, axis=1, keepdims=True), 1e-9)
