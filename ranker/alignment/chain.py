"""The Markov chain that smooths the regions of single words into phrases (Karpathy and Fei-Fei 2015, section 3.1.4)."""

from __future__ import annotations

import numpy as np


def marginals(unary: np.ndarray, pairwise: np.ndarray) -> np.ndarray:
    """Probability of each region for each word of a chain, by the forward-backward algorithm.

    Parameters
    ----------
    unary
        How well word t fits region i, shape ``(words, regions)``.
    pairwise
        What neighbouring words gain if the first is about region i and the second about region j.

    Returns
    -------
    np.ndarray
        Shape ``(words, regions)``; rows sum to 1.
    """
    ahead = np.array(unary, float)
    behind = np.zeros_like(ahead)
    for t in range(1, len(unary)):
        ahead[t] += _log_sum(ahead[t - 1][:, None] + pairwise)
    for t in range(len(unary) - 2, -1, -1):
        behind[t] = _log_sum((behind[t + 1] + unary[t + 1])[:, None] + pairwise.T)
    both = ahead + behind
    powers = np.exp(both - both.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def _log_sum(values: np.ndarray) -> np.ndarray:
    """Over the first axis."""
    high = values.max(axis=0)
    return high + np.log(np.exp(values - high).sum(axis=0))
