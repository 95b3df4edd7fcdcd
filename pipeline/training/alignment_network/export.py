"""From the trained network to the model that answers at run time."""

from __future__ import annotations

import numpy as np

from pipeline.training.alignment_network.network import AlignmentNetwork
from ranker.alignment.model import AlignmentModel
from ranker.alignment.regions import Layout
from ranker.alignment.vocabulary import Vocabulary


def export(
    network: AlignmentNetwork, vocabulary: Vocabulary, layout: Layout, scale: np.ndarray, relation_scale: float = 1.0
) -> AlignmentModel:
    """The network's weights as arrays.

    ``scale`` ``(d,)`` is what region features are multiplied by beforehand, and ``relation_scale`` what relations are:
    it becomes part of their weights.
    """
    weights = {name: value.detach().numpy() for name, value in network.state_dict().items()}
    if "relations.weight" in weights:
        weights["relations.weight"] = weights["relations.weight"] * relation_scale
    return AlignmentModel({**weights, "scale": scale}, vocabulary, layout, network.leak)
