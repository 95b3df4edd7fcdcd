"""The two branches, in torch, for training (Wang, Li and Lazebnik 2016, section 3.1)."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from ranker.cca import Map


class TwoBranch(nn.Module):
    """One small network for each view; both end in vectors of length 1 in the same space.

    Each begins with a fixed linear map, that of canonical correlation analysis, and what its two layers say is added
    to that: at first nothing.  With a few thousand images this learns in two epochs what layers alone do not.

    Parameters
    ----------
    image, text
        The linear maps of the two views; both end in the same number of dimensions.
    hidden
        Width of the hidden layers.
    dropout
        Of the inputs (a quarter of it) and of the hidden layers.
    """

    def __init__(self, image: Map, text: Map, hidden: int = 1024, dropout: float = 0.5) -> None:
        super().__init__()
        self.image = Branch(image, hidden, dropout)
        self.text = Branch(text, hidden, dropout)

    def forward(self, images: torch.Tensor, sentences: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Embedded images and sentences, shapes ``(n, size)`` and ``(m, size)``."""
        return self.image(images), self.text(sentences)


class Branch(nn.Module):
    """Points of length 1, shape ``(n, size)``, from one view's vectors."""

    def __init__(self, start: Map, hidden: int, dropout: float) -> None:
        super().__init__()
        self.start = nn.Linear(*start.turn.shape)
        self.start.weight = nn.Parameter(torch.from_numpy(start.turn.T.copy()), requires_grad=False)
        self.start.bias = nn.Parameter(torch.from_numpy(-start.mean @ start.turn), requires_grad=False)
        size = start.turn.shape[1]
        self.enter, self.leave = nn.Linear(size, hidden), nn.Linear(hidden, size)
        nn.init.zeros_(self.leave.weight)
        nn.init.zeros_(self.leave.bias)
        self.faint, self.dropout = nn.Dropout(dropout / 4), nn.Dropout(dropout)

    def forward(self, vectors: torch.Tensor) -> torch.Tensor:
        """See the class."""
        begun = self.faint(functional.normalize(self.start(vectors)))
        return functional.normalize(begun + self.leave(self.dropout(torch.relu(self.enter(begun)))))
