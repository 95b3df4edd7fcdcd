"""What the alignment network learns from: pictures as regions, and sentences that fit them or do not."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import torch


@dataclass(frozen=True, eq=False)
class Samples:
    """Pictures and their sentences as tensors; halves are made whole batch by batch.

    Parameters
    ----------
    regions
        ``(pictures, most, d)``, zero where a picture has fewer regions.
    present
        ``(pictures, most)``, true where there is a region.
    sentences
        Word numbers, ``(sentences, longest)``.
    owner
        Each sentence's picture, ``(sentences,)``.
    relations
        ``(pictures, most, most, r)``; None where regions stand in no relations.
    wrong
        Sentences that do not fit the picture, ``(sentences, k, longest)``: hard negatives.  None where there are none.
    fitting
        Which regions each word may be about, ``(sentences, longest, regions)``: single ones, then every two of them;
        a word without any is left open.  None where nothing of the kind is known, as in the paper.
    """

    regions: torch.Tensor
    present: torch.Tensor
    sentences: torch.Tensor
    owner: torch.Tensor
    relations: torch.Tensor | None = None
    wrong: torch.Tensor | None = None
    fitting: torch.Tensor | None = None

    def arrays(self) -> list[np.ndarray | None]:
        """The same as arrays of numpy, which share their memory."""
        every = (getattr(self, one.name) for one in fields(self))
        return [None if tensor is None else tensor.numpy() for tensor in every]


def trimmed(sentences: torch.Tensor) -> torch.Tensor:
    """Word numbers ``(..., longest)`` without the columns that are padding in every row."""
    used = int((sentences != 0).sum(dim=-1).max()) if sentences.numel() else 0
    return sentences[..., : max(used, 1)]
