"""Bi-directional ranking and structure preservation (Wang, Li and Lazebnik 2016, equations 1 to 4)."""

from __future__ import annotations

import torch


def ranking(anchors: torch.Tensor, others: torch.Tensor, same: torch.Tensor, margin: float, top: int) -> torch.Tensor:
    """How far others of another image come within ``margin`` of an anchor's own, over the ``top`` worst of each.

    All triplets of the batch are looked at, and only the most violated count: the paper's triplet sampling.

    Parameters
    ----------
    anchors, others
        Vectors of length 1, shapes ``(n, d)`` and ``(m, d)``; distances are squared Euclidean, 2 - 2 cos.
    same
        ``(n, m)``, true where both belong to one image; a row without any, or an anchor's own place, costs nothing.
    """
    near = 2 * anchors @ others.T
    rows, columns = same.nonzero(as_tuple=True)
    violated = (margin - near[rows, columns][:, None] + near[rows]).clamp(min=0)
    violated = violated.masked_fill(same[rows] | _itself(anchors, others)[rows], 0)
    return violated.topk(min(top, violated.shape[1]), dim=1).values.mean(dim=1).mean()


def structure(vectors: torch.Tensor, images: torch.Tensor, margin: float, top: int) -> torch.Tensor:
    """Within one view: vectors of one image closer to each other, by ``margin``, than to those of any other."""
    same = images[:, None] == images[None]
    return ranking(vectors, vectors, same & ~torch.eye(len(vectors), dtype=torch.bool), margin, top)


def _itself(anchors: torch.Tensor, others: torch.Tensor) -> torch.Tensor:
    if anchors is others:
        return torch.eye(len(anchors), dtype=torch.bool)
    return torch.zeros(len(anchors), len(others), dtype=torch.bool)
