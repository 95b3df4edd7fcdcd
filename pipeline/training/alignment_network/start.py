"""Weights to start from, where words and regions have vectors in a common space already."""

from __future__ import annotations

import numpy as np
import torch

from pipeline.training.alignment_network.network import AlignmentNetwork

CONTEXT = 0.25
"""What of a word's state goes on to the next word, at first."""


def start(network: AlignmentNetwork, words: np.ndarray, regions: np.ndarray) -> None:
    """Set the weights so that word and region vectors agree as those given do, with some context of each word.

    The rectifiers pass positive numbers only, so that every direction of the common space takes two units, one for
    each sign.

    Parameters
    ----------
    network
        With ``m`` dimensions a word, and ``2 * m`` in the hidden layer and in the common space.
    words
        Vectors of the vocabulary, ``(words, m)``.
    regions
        The map from region features to the common space, ``(d, m)``.
    """
    size = words.shape[1]
    one, both = torch.eye(size), torch.eye(2 * size)
    signs = torch.cat([one, -one])
    with torch.no_grad():
        network.embedding.weight.copy_(torch.from_numpy(words))
        network.enter.weight.copy_(signs)
        network.leave.weight.copy_(signs @ signs.T)
        network.regions.weight.copy_(signs @ torch.from_numpy(regions).T / 2)  # both directions know the word
        for recurrence in (network.forwards, network.backwards):
            recurrence.weight.copy_(CONTEXT * both)
        for layer in (network.enter, network.leave, network.regions, network.forwards, network.backwards):
            layer.bias.zero_()
