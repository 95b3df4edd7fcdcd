"""Recall and median rank of image–sentence retrieval, from a matrix of scores that any model has written.

The file is an ``.npz`` with ``scores`` of shape ``(pictures, sentences)``: pictures in the data set's order, sentences
the captions of the first picture, then those of the second, and so on.  With ``ids`` (the pictures' ids), pictures may
stand in another order, or be fewer; then sentences follow that order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.core import messages
from pipeline.datasets.example import Example
from pipeline.evaluate.bootstrap import interval
from pipeline.evaluate.measure import Figure, mean
from ranker.retrieval import Retrieval, picture_places, sentence_places


@dataclass(frozen=True)
class Retrieved:
    """Of one direction: recall at 1, 5, 10, in percent of the queries, and the median rank of the right answer."""

    recall: dict[int, Figure]
    median_rank: float


def read_scores(path: Path, examples: Sequence[Example]) -> tuple[np.ndarray, np.ndarray]:
    """The scores, and for each sentence the place of its picture.

    Raises
    ------
    SpotItError
        If the file does not hold scores of these pictures and sentences.
    """
    try:
        with np.load(path, allow_pickle=False) as held:
            scores = np.asarray(held["scores"], float)
            ids = [str(name) for name in held["ids"]] if "ids" in held else [example.id for example in examples]
    except FileNotFoundError:
        raise messages.error(messages.NO_SUCH_FILE, path=path) from None
    except (OSError, ValueError, KeyError) as failure:
        reason = "it has no array scores" if isinstance(failure, KeyError) else "it is not an .npz of plain arrays"
        raise messages.error(messages.NOT_IN_FORMAT, path=path, reason=reason) from None
    table = {example.id: len(example.captions) for example in examples}
    strange = [name for name in ids if name not in table]
    if strange:
        raise messages.error(messages.UNKNOWN_ANSWERS, path=path, count=len(strange), id=strange[0])
    if len(set(ids)) != len(ids):
        raise messages.error(messages.NOT_IN_FORMAT, path=path, reason="an id is there twice")
    owner = np.repeat(np.arange(len(ids)), [table[name] for name in ids])
    if scores.shape != (len(ids), len(owner)):
        reason = f"scores has the shape {scores.shape}, not {(len(ids), len(owner))}"
        raise messages.error(messages.NOT_IN_FORMAT, path=path, reason=reason)
    if not np.isfinite(scores).all():
        raise messages.error(messages.NOT_IN_FORMAT, path=path, reason="a score is not a finite number")
    return scores, owner


def directions(scores: np.ndarray, owner: np.ndarray, resamples: int = 1000) -> dict[str, Retrieved]:
    """Both directions; a tie counts as lost."""
    return {
        "image to sentence": _retrieved(picture_places(scores, owner), resamples),
        "sentence to image": _retrieved(sentence_places(scores, owner), resamples),
    }


def _retrieved(places: np.ndarray, resamples: int) -> Retrieved:
    found = Retrieval.of(places)
    recall = {}
    for cut, value in found.recall.items():
        bounds = interval(mean(f"recall@{cut}", places < cut), resamples)
        recall[cut] = Figure(value, bounds, len(places))
    return Retrieved(recall, found.median_rank)
