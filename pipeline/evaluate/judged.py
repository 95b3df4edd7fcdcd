"""Fact and pointing measures: what each pair was judged, ready to be summed over any set of pairs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TypeVar

import numpy as np
from tqdm import tqdm

from pipeline.core import messages
from pipeline.datasets.example import Example
from pipeline.evaluate.answers import Answer
from pipeline.evaluate.facts import judge_list, judge_sentence
from pipeline.evaluate.measure import Measure, ratio
from pipeline.evaluate.pointing import changed_object, other_objects

_Verdict = TypeVar("_Verdict")


@dataclass(frozen=True, eq=False)
class Judged:
    """One measure: for each pair how much is right, out of how much; NaN where the measure does not apply."""

    name: str
    right: np.ndarray
    total: np.ndarray

    def applies(self, chosen: np.ndarray) -> bool:
        """Whether any of the pairs is one that the measure applies to."""
        return not np.isnan(self.right[chosen]).all()

    def over(self, chosen: np.ndarray) -> Measure:
        """The measure over those of the pairs ``chosen`` that it applies to."""
        kept = chosen[~np.isnan(self.right[chosen])]
        return ratio(self.name, self.right[kept], self.total[kept])


def judged(examples: Sequence[Example], answers: Sequence[Answer], notes: list[str]) -> list[Judged]:
    """All of these measures that can be taken; what cannot, and why, is added to ``notes``."""
    pairs = list(zip(examples, answers, strict=True))
    found: list[Judged] = []
    if any(answer.changes is not None for answer in answers):
        lists = [judge_list(e.truth, a) if e.truth is not None and e.truth.described else None for e, a in pairs]
        found.append(_shares("facts right", lists, lambda one: one.exact))
        found.append(_shares("first fact right", lists, lambda one: one.first))
    if find_spec("spacy") is None:
        notes.append(messages.NO_SENTENCE_FACTS)
    else:
        told = tqdm(pairs, desc="sentences", disable=None)
        sentences = [judge_sentence(example, answer) for example, answer in told]
        scenes = [one if one is not None and one.unique is not None else None for one in sentences]
        references = [one if one is not None and one.unique is None else None for one in sentences]
        found.append(_shares("sentence understood", sentences, lambda one: one.parsed))
        found.append(_shares("sentence true", scenes, lambda one: one.true))
        found.append(_shares("sentence true, one object", scenes, lambda one: bool(one.unique)))
        found.append(_shares("sentence as references", references, lambda one: one.true))
    if any(answer.phrases is not None for answer in answers):
        objects = [changed_object(example, answer) for example, answer in pairs]
        found.append(_ratios("pointing", objects, lambda one: (one.pointed, one.views)))
        found.append(_ratios("box of the change", objects, lambda one: (one.overlapping, one.views)))
    if any(answer.phrases is not None for answer in answers) and find_spec("spacy") is not None:
        others = [other_objects(example, answer) for example, answer in pairs]
        found.append(_ratios("boxes of other objects", others, lambda one: (one.overlapping, one.views)))
    return found


def _shares(name: str, verdicts: Sequence[_Verdict | None], right: Callable[[_Verdict], bool]) -> Judged:
    return _ratios(name, verdicts, lambda one: (right(one), 1))


def _ratios(name: str, verdicts: Sequence[_Verdict | None], parts: Callable[[_Verdict], tuple[float, float]]) -> Judged:
    nothing = (np.nan, np.nan)
    table = np.array([nothing if one is None else parts(one) for one in verdicts], float).reshape(-1, 2)
    return Judged(name, table[:, 0], table[:, 1])
