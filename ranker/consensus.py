"""The sentence that is most like all others that might be said of the same thing: consensus of an n-best list.

A search finds what is likeliest, which is short and like no one's sentence in particular.  The one that is most like
the rest of what was found is closer to people's sentences (minimum Bayes risk, Kumar and Byrne 2004; for captions,
Devlin et al. 2015, *Exploring Nearest Neighbor Approaches for Image Captioning*).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ranker.cider import Rarity, Words, expected


def by_consensus(sentences: Sequence[Words], rarity: Rarity) -> list[int]:
    """Places of the sentences, each a list of words, the one of the highest mean CIDEr-D against all of them first.

    All have an equal say: weighed by probability, the likeliest would only agree with itself.
    """
    return np.argsort(-expected(sentences, sentences, rarity), kind="stable").tolist()
