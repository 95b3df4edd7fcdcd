"""From the trained network to the model that answers at run time."""

from __future__ import annotations

import numpy as np

from ranker.alignment.model import AlignmentModel
from ranker.alignment.regions import Layout
from ranker.alignment.training.network import AlignmentNetwork
from ranker.alignment.vocabulary import Vocabulary


def export(network: AlignmentNetwork, vocabulary: Vocabulary, layout: Layout, scale: np.ndarray) -> AlignmentModel:
    """The network's weights as arrays; ``scale`` ``(d,)`` is what region features are multiplied by beforehand."""
    weights = {name: value.detach().numpy() for name, value in network.state_dict().items()}
    return AlignmentModel({**weights, "scale": scale}, vocabulary, layout, network.leak)
