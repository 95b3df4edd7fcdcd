"""Which page of a document is which page of another: an edit distance over what pages look like.

Two pages are as like as the correlation of their ink at the best vertical shift, so that a paragraph that was inserted
does not make another page of it.  What is darker than its neighbours to the left and right counts: lines of text and
margins lie alike on all pages, letters and the gaps between words do not.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image

WIDTH, HEIGHT = 128, 256
"""Pixels of a look; pages are scaled to the width, and a page twice as high as wide still fits."""

AROUND = 9
"""Pixels of a look's row that its neighbourhood has: a short word."""

LIKE = 0.35
"""Likeness from which two pages can be one, changed: pages of other words in one layout stay under 0.25."""

SAME = 0.9
"""Likeness from which a page that is in another place is the same one."""

Step = tuple[int | None, int | None]
"""Numbers, from 0, of a page before and a page after; None where there is none."""


def look(page: np.ndarray) -> np.ndarray:
    """What a page looks like: how far it is from its ground, against what is around in the row; ``(HEIGHT, WIDTH)``."""
    height = max(1, min(HEIGHT, round(page.shape[0] * WIDTH / page.shape[1])))
    small = Image.fromarray(page).convert("L").resize((WIDTH, height), Image.Resampling.BOX)
    ink = np.abs(np.asarray(small, np.float32) - np.median(np.asarray(small)))
    seen = np.zeros((HEIGHT, WIDTH), np.float32)
    sums = np.cumsum(np.pad(ink, ((0, 0), (AROUND // 2 + 1, AROUND // 2)), mode="edge"), axis=1)
    seen[:height] = ink - (sums[:, AROUND:] - sums[:, :-AROUND]) / AROUND
    return seen


def likeness(before: Sequence[np.ndarray], after: Sequence[np.ndarray]) -> np.ndarray:
    """How like each page before is to each page after, shape ``(n, m)``, from 0 to 1; two empty pages are alike."""
    if not before or not after:
        return np.zeros((len(before), len(after)))
    first, second = (np.stack([np.fft.rfft(one, 2 * HEIGHT, axis=0).T for one in part]) for part in (before, after))
    norms = [np.array([float(np.linalg.norm(one)) for one in part]) for part in (before, after)]
    best = np.zeros((len(before), len(after)))
    for i, spectrum in enumerate(first):
        products = np.einsum("wf,mwf->mf", np.conj(spectrum), second)
        best[i] = np.fft.irfft(products, 2 * HEIGHT, axis=1).max(1)
    empty = [norm < 1 for norm in norms]
    scale = np.maximum(1e-9, np.outer(*norms))
    like = np.where(empty[0][:, None] | empty[1][None], 0.0, np.clip(best / scale, 0, 1))
    return np.where(empty[0][:, None] & empty[1][None], 1.0, like)


def align(like: np.ndarray) -> list[Step]:
    """Pages in their order, matched so that the sum of what is unlike, inserted and removed is least.

    A page that has no like costs half, so that a pair is always better than one page gone and another come.
    """
    n, m = like.shape
    cost = np.zeros((n + 1, m + 1))
    cost[:, 0], cost[0] = np.arange(n + 1) / 2, np.arange(m + 1) / 2
    apart = np.where(like >= LIKE, 1 - like, np.inf)
    for i in range(1, n + 1):
        for j in range(1, m + 1):
            cost[i, j] = min(cost[i - 1, j - 1] + apart[i - 1, j - 1], cost[i - 1, j] + 0.5, cost[i, j - 1] + 0.5)
    steps: list[Step] = []
    i, j = n, m
    while i or j:
        if i and j and np.isclose(cost[i, j], cost[i - 1, j - 1] + apart[i - 1, j - 1]):
            i, j = i - 1, j - 1
            steps.append((i, j))
        elif j and np.isclose(cost[i, j], cost[i, j - 1] + 0.5):
            j -= 1
            steps.append((None, j))
        else:
            i -= 1
            steps.append((i, None))
    return steps[::-1]
