"""From the trained branches to the model that answers at run time."""

from __future__ import annotations

from pipeline.training.embedding_network.network import TwoBranch
from ranker.alignment.regions import Layout
from ranker.embedding.model import EmbeddingModel
from ranker.embedding.text import TextFeatures


def export(network: TwoBranch, text: TextFeatures, layout: Layout) -> EmbeddingModel:
    """The network's weights as arrays."""
    weights = {name: value.detach().numpy() for name, value in network.state_dict().items()}
    return EmbeddingModel(weights, text, layout)
