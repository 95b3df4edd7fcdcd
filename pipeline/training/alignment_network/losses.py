"""The max-margin ranking objective over a batch's scores (Karpathy and Fei-Fei 2015, equation 9)."""

from __future__ import annotations

import torch


def ranking(scores: torch.Tensor, same: torch.Tensor, margin: float, top: int) -> torch.Tensor:
    """Every pair of a picture and its sentence must win, by ``margin``, against other sentences and other pictures.

    Of the violations of each pair only the ``top`` worst of each direction count: the others are easy, and many.

    Parameters
    ----------
    scores
        ``(pictures, sentences)``, the true pairs on the diagonal.
    same
        ``(pictures, sentences)``, true also where a sentence off the diagonal belongs to the picture.
    """
    own = scores.diagonal()
    by_picture = (margin + scores - own[:, None]).clamp(min=0).masked_fill(same, 0)
    by_sentence = (margin + scores - own[None]).clamp(min=0).masked_fill(same, 0)
    return _worst(by_picture, top) + _worst(by_sentence.T, top)


def hard(own: torch.Tensor, wrong: torch.Tensor, given: torch.Tensor, margin: float) -> torch.Tensor:
    """The true sentence must win against sentences made false by a word or two.

    ``own`` is ``(n,)``, ``wrong`` ``(n, k)``, and ``given`` ``(n, k)`` tells which wrong sentences there are.
    """
    violated = (margin + wrong - own[:, None]).clamp(min=0) * given
    return violated.sum() / given.sum().clamp(min=1)


def misplaced(table: torch.Tensor, fitting: torch.Tensor, present: torch.Tensor, margin: float) -> torch.Tensor:
    """Each word must agree with one of the regions that fit it, by ``margin``, more than with any other region.

    ``table`` is ``(n, regions, words)``, ``fitting`` ``(n, words, regions)``, ``present`` ``(n, regions)``.
    """
    fits = fitting.transpose(1, 2) & present[..., None]
    best = table.masked_fill(~fits, -1e6).max(dim=1).values
    other = table.masked_fill(fits | ~present[..., None], -1e6).max(dim=1).values
    known = fits.any(dim=1)
    return ((margin + other - best).clamp(min=0) * known).sum() / known.sum().clamp(min=1)


def _worst(violated: torch.Tensor, top: int) -> torch.Tensor:
    return violated.topk(min(top, violated.shape[1]), dim=1).values.mean(dim=1).mean()
