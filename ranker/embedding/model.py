"""The two-branch embedding at run time, in numpy."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.core import messages
from pipeline.core.loaded import loaded_once
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
    from safetensors.numpy import save_file

    about = {
        "ngrams": model.text.ngrams,
        "order": model.text.order,
        "attributes": {name: list(values) for name, values in model.layout.attributes.items()},
        "features": model.layout.features,
    }
    arrays = {**model.weights, "idf": model.text.idf, "projection": model.text.projection}
    halves = {name: np.ascontiguousarray(array, np.float16) for name, array in arrays.items()}
    save_file(halves, path, metadata={"format": FORMAT, "about": json.dumps(about)})


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
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(str(path), "numpy") as file:
            about = json.loads((file.metadata() or {})["about"])
            arrays = {name: file.get_tensor(name).astype(np.float32) for name in file.keys()}  # noqa: SIM118
        text = TextFeatures(tuple(about["ngrams"]), arrays.pop("idf"), arrays.pop("projection"), about["order"])
        attributes = {name: tuple(values) for name, values in about["attributes"].items()}
        return EmbeddingModel(arrays, text, Layout(attributes, about["features"]))
    except (SafetensorError, OSError, ValueError, KeyError, TypeError) as error:
        raise messages.error(messages.NOT_AN_EMBEDDING, path=path) from error


def _unit(points: np.ndarray) -> np.ndarray:
    return points / np.maximum(np.linalg.norm(points, axis=1, keepdims=True), 1e-9)
