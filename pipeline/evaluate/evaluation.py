"""Every measure that examples and answers allow, over all pairs and over each kind of change."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec

import numpy as np

from pipeline.core import messages
from pipeline.datasets.example import NO_CHANGE, Example
from pipeline.evaluate.answers import Answer
from pipeline.evaluate.bootstrap import figure_of
from pipeline.evaluate.judged import judged
from pipeline.evaluate.measure import Figure
from pipeline.evaluate.words import WordScorer

ALL, CHANGED = "all", "changed"


@dataclass(frozen=True)
class Evaluation:
    """``figures[measure][group]``, the number of pairs of each group, and what to know when reading them."""

    groups: dict[str, int]
    figures: dict[str, dict[str, Figure]]
    tokenizer: str | None
    notes: list[str] = field(default_factory=list)


def evaluate(
    examples: Sequence[Example],
    answers: Sequence[Answer],
    left_out: Collection[str] = (),
    resamples: int = 1000,
    seed: int = 0,
) -> Evaluation:
    """Measure answers against examples, in the same order.

    Raises
    ------
    SpotItError
        If some examples have references and some have none, or nothing can be measured.
    """
    groups = _groups(examples)
    notes: list[str] = []
    scorer = _word_scorer(examples, answers, left_out, notes)
    facts = judged(examples, answers, notes)
    figures: dict[str, dict[str, Figure]] = {}
    for name, chosen in groups.items():
        measures = [] if scorer is None else scorer.measures(chosen)
        for measure in (*measures, *(one.over(chosen) for one in facts if one.applies(chosen))):
            figure = figure_of(measure, resamples, seed)
            if figure is not None:
                figures.setdefault(measure.name, {})[name] = figure
    if not figures:
        raise messages.error(messages.NOTHING_TO_MEASURE, reason=" ".join(notes))
    notes = [*notes, *([] if scorer is None else scorer.notes)]
    tokenizer = None if scorer is None else scorer.tokenizer
    return Evaluation({name: len(chosen) for name, chosen in groups.items()}, figures, tokenizer, notes)


def _groups(examples: Sequence[Example]) -> dict[str, np.ndarray]:
    """All pairs, those with a change, and each kind."""
    kinds = np.array([example.kind for example in examples])
    found = {ALL: np.arange(len(examples))}
    known = sorted(set(kinds) - {"", NO_CHANGE})
    if NO_CHANGE in kinds and known:
        found[CHANGED] = np.flatnonzero((kinds != NO_CHANGE) & (kinds != ""))
    named = [*known, *([NO_CHANGE] if NO_CHANGE in kinds else [])]
    if len(named) > 1:
        found |= {kind: np.flatnonzero(kinds == kind) for kind in named}
    return found


def _word_scorer(
    examples: Sequence[Example], answers: Sequence[Answer], left_out: Collection[str], notes: list[str]
) -> WordScorer | None:
    silent = [example.id for example in examples if not example.captions]
    if len(silent) == len(examples):
        notes.append(messages.NO_REFERENCES)
        return None
    if silent:
        raise messages.error(messages.SOME_REFERENCES, count=len(silent), id=silent[0])
    if find_spec("pycocoevalcap") is None:
        notes.append(messages.NO_CAPTION_METRICS)
        return None
    return WordScorer([example.captions for example in examples], [answer.caption for answer in answers], left_out)
