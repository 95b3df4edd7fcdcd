"""From the trained branches to the model that answers at run time."""

from __future__ import annotations

import numpy as np
from torch import nn

from ranker.alignment.regions import Layout
from ranker.embedding.model import EmbeddingModel
from ranker.embedding.text import TextFeatures
from ranker.embedding.training.network import TwoBranch


def export(network: TwoBranch, text: TextFeatures, layout: Layout) -> EmbeddingModel:
    """The network's weights as arrays, its batch normalisation made part of the layers."""
    weights = {}
    for name, branch in (("image", network.image), ("text", network.text)):
        first, last = (one for one in branch if isinstance(one, nn.BatchNorm1d))
        enter, leave = (one for one in branch if isinstance(one, nn.Linear))
        factor, shift = _affine(first)
        matrix, bias = _arrays(enter)
        weights[f"{name}.enter.weight"], weights[f"{name}.enter.bias"] = matrix * factor, bias + matrix @ shift
        factor, shift = _affine(last)
        matrix, bias = _arrays(leave)
        weights[f"{name}.leave.weight"], weights[f"{name}.leave.bias"] = matrix * factor[:, None], bias * factor + shift
    return EmbeddingModel(weights, text, layout)


def _affine(norm: nn.BatchNorm1d) -> tuple[np.ndarray, np.ndarray]:
    """What the normalisation multiplies by and adds."""
    scale, shift = _arrays(norm)
    assert norm.running_mean is not None
    assert norm.running_var is not None
    factor = scale / np.sqrt(norm.running_var.numpy() + norm.eps)
    return factor, shift - norm.running_mean.numpy() * factor


def _arrays(layer: nn.Linear | nn.BatchNorm1d) -> tuple[np.ndarray, np.ndarray]:
    return layer.weight.detach().numpy(), layer.bias.detach().numpy()
