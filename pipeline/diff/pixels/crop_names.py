"""Names for what the detector has no name for, from a classifier that looks at crops of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from detectors.classifier.hierarchy import deepest, shares
from detectors.classifier.imagenet import ImageNetClassifier
from pipeline.core.boxes import area, intersection
from pipeline.core.kinds import ADD, DROP, MOVE
from pipeline.core.labels import CLOTHED, UNNAMED
from pipeline.core.types import Change
from pipeline.diff.pixels.aligned_pair import PICTURES, AlignedPair, other
from pipeline.diff.pixels.judgement import Naming

LEAST_SHARE = 0.01
"""Probability below which a kind is as good as excluded, and that of its absence."""


def with_crop_names(pair: AlignedPair, facts: list[Change], classifier: ImageNetClassifier) -> list[Change]:
    """The facts, with the narrowest names that the classifier is sure of for things without one that came or went.

    ImageNet has no people, whom a classifier takes for animals or for what they wear.  So it is asked where a detector
    that is at home in the pictures sees nobody, however faintly.
    """
    return [_named(pair, one, classifier) for one in facts] if _at_home(pair) else facts


def _at_home(pair: AlignedPair) -> bool:
    return any(one.label != UNNAMED for found in pair.known.values() for one in found)


def _named(pair: AlignedPair, fact: Change, classifier: ImageNetClassifier) -> Change:
    if fact.label != UNNAMED or fact.kind not in (ADD, DROP, MOVE) or fact.count != 1:
        return fact
    seen = list(_seen(fact))
    if any(_somebody(pair, picture, box) for picture, box in seen):
        return fact
    name = name_of_crop(*crop_shares(pair, seen, classifier), pair.judgement)
    return fact if name is None else replace(fact, label=name)


def _somebody(pair: AlignedPair, picture: str, box: np.ndarray) -> bool:
    """Whether a person is seen in a part of the box that is as large as the rest, or is most of the person."""
    own = pair.view.to_view(box, picture)
    people = [one.box for one in pair.known[picture] if one.label in CLOTHED]
    if not people:
        return False
    shared = intersection(own, np.array(people))[0]
    return bool((shared >= pair.judgement.same_thing * np.minimum(area(own)[0], area(np.array(people)))).any())


def crop_shares(
    pair: AlignedPair, seen: list[tuple[str, np.ndarray]], classifier: ImageNetClassifier
) -> tuple[dict[str, float], dict[str, float]]:
    """The probability of each kind of thing where it is seen, and of what the other picture shows there."""
    there = [classifier.probabilities(_picture(pair, picture), box) for picture, box in seen]
    behind = []
    for picture, box in seen:
        place = pair.view.from_view(pair.view.to_view(box, picture)[0], other(picture))[0]
        behind.append(classifier.probabilities(_picture(pair, other(picture)), place))
    return shares(np.mean(there, axis=0)), shares(np.mean(behind, axis=0))


def name_of_crop(there: dict[str, float], behind: dict[str, float], judgement: Naming) -> str | None:
    """The narrowest kind that is likely to be that of the thing and not of the place."""

    def sure(kind: str) -> bool:
        odds = judgement.name_slope * _log_odds(there[kind]) + judgement.behind_slope * _log_odds(behind[kind])
        return bool(1 / (1 + np.exp(-odds - judgement.name_offset)) >= judgement.least_name)

    return deepest(sure, there)


def _log_odds(share: float) -> float:
    """Of a probability, however sure a classifier is, neither 0 nor 1."""
    bounded = min(max(share, LEAST_SHARE), 1 - LEAST_SHARE)
    return float(np.log(bounded / (1 - bounded)))


def _seen(fact: Change) -> Iterator[tuple[str, np.ndarray]]:
    """In which pictures the thing is, and its boxes there."""
    for picture, box in zip(PICTURES, (fact.box_before, fact.box_after), strict=True):
        if box is not None:
            yield picture, box


def _picture(pair: AlignedPair, picture: str) -> np.ndarray:
    return pair.view.before if picture == "before" else pair.view.after
