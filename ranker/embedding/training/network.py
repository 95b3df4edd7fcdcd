"""The two branches, in torch, for training (Wang, Li and Lazebnik 2016, section 3.1)."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional


class TwoBranch(nn.Module):
    """One small network for each view; both end in vectors of length 1 in the same space.

    Parameters
    ----------
    image_size, text_size
        Length of the two views' feature vectors.
    hidden, size
        Width of the hidden layers and of the common space.
    dropout
        Of the inputs (a quarter of it) and of the hidden layers.
    """

    def __init__(self, image_size: int, text_size: int, hidden: int = 1024, size: int = 512, dropout: float = 0.5):
        super().__init__()
        self.image = _branch(image_size, hidden, size, dropout)
        self.text = _branch(text_size, hidden, size, dropout)

    def forward(self, images: torch.Tensor, sentences: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Embedded images and sentences, shapes ``(n, size)`` and ``(m, size)``."""
        return functional.normalize(self.image(images)), functional.normalize(self.text(sentences))


def _branch(features: int, hidden: int, size: int, dropout: float) -> nn.Sequential:
    return nn.Sequential(
        nn.BatchNorm1d(features),
        nn.Dropout(dropout / 4),
        nn.Linear(features, hidden),
        nn.ReLU(),
        nn.Dropout(dropout),
        nn.Linear(hidden, size),
        nn.BatchNorm1d(size),
    )
