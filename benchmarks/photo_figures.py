"""The figures of photographs: pairs that are judged, sentences beside written ones, and false alarms."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks.common import Row, share_of
from benchmarks.photo_truth import ENOUGH_OVERLAP, PhotoVerdict
from benchmarks.plain_differences import best_threshold, equal_threshold
from pipeline.evaluate.words import WordScorer

Values = dict[str, list[float]]
"""What each plain measure gives for every pair of a set."""

MOST_ALARMS = 0.03

FLOORS_OF_LABELS = {"edited": 0.7}
"""What the share of right labels must reach, for the worlds of pairs that it was set for."""


def pair_rows(verdicts: Sequence[PhotoVerdict]) -> list[Row]:
    """Of the reference pairs: the change that is put first."""
    rows = []
    for world in dict.fromkeys(one.pair.world for one in verdicts):
        floor_label = FLOORS_OF_LABELS.get(world)
        mine = [one for one in verdicts if one.pair.world == world and one.pair.kinds]
        named = [one for one in mine if one.label is not None]
        if mine:
            rows.append(Row(world, "kind right", share_of(one.kind for one in mine), len(mine), 0.8))
            rows.append(Row(world, "label right", share_of(one.label for one in named), len(named), floor_label))
            for kind in sorted({kind for one in mine for kind in one.pair.kinds}):
                only = [one for one in mine if one.pair.kinds == {kind}]
                if only:
                    rows.append(Row(world, f"kind right, {kind} alone", share_of(one.kind for one in only), len(only)))
    none = [one for one in verdicts if not one.pair.kinds]
    changed = [one for one in verdicts if one.pair.kinds]
    if none:
        rows.append(Row("unchanged", "false alarms", share_of(not one.kind for one in none), len(none), 0.05, True))
    if changed:
        hits = share_of(one.box >= ENOUGH_OVERLAP for one in changed)
        rows.append(Row("changed", f"IoU >= {ENOUGH_OVERLAP} in a view", hits, len(changed), 0.75))
    seconds = float(np.mean([one.seconds for one in verdicts]))
    return [*rows, Row("all pairs", "processor seconds a pair", seconds, len(verdicts))]


def sentence_rows(verdicts: Sequence[PhotoVerdict]) -> list[Row]:
    """Of the sentences: the fact that each states, and its words beside the written captions.

    CIDEr-D weighs words by how rare they are in the set, so the figures of two sets cannot be averaged.  Beside it
    stands what a person reaches: each written caption against the others of its pair, and the answer against as few.
    """
    if not any(one.pair.captions for one in verdicts):  # composed pairs have none
        return []
    scorer = WordScorer([one.pair.captions for one in verdicts], [one.caption for one in verdicts], ("METEOR", "SPICE"))
    rows = []
    for name, chosen in _sets(verdicts).items():
        if not len(chosen):
            continue
        rows.append(Row(name, "fact of the sentence right", share_of(verdicts[i].fact for i in chosen), len(chosen)))
        words = {measure.name: measure.value for measure in scorer.measures(chosen)}
        rows += [Row(name, key, words[key], len(chosen)) for key in ("CIDEr-D", "ROUGE-L") if words[key] is not None]
        rows += _beside_people(name, [verdicts[i] for i in chosen])
    return rows


def _beside_people(name: str, verdicts: Sequence[PhotoVerdict]) -> list[Row]:
    """CIDEr-D of the answers and of the written captions, each time with one written caption of a pair left out."""
    least = min(len(one.pair.captions) for one in verdicts)
    if least < 2 or len(verdicts) < 2:
        return []
    sums = {"an answer": 0.0, "a written caption": 0.0}
    for left in range(least):
        others = [[*one.pair.captions[:left], *one.pair.captions[left + 1 : least]] for one in verdicts]
        for who in sums:
            said = [one.caption if who == "an answer" else one.pair.captions[left] for one in verdicts]
            measures = WordScorer(others, said, ("METEOR", "SPICE")).measures(np.arange(len(verdicts)))
            sums[who] += next(one.value or 0.0 for one in measures if one.name == "CIDEr-D") / least
    return [Row(name, f"CIDEr-D of {who} against {least - 1}", value, len(verdicts)) for who, value in sums.items()]


def alarm_rows(alarms: int, count: int, hits: float, changed: Values, same: Values) -> list[Row]:
    """False alarms on photographs that did not change, beside those of plain measures.

    A plain measure needs a threshold.  Theirs that counts finds as many of the changed pairs as we do (the share
    ``hits``); the other has the best mean of hits and correct rejections, and may give up most of the hits.
    """
    name = "coco_photos with themselves"
    plain: list[Row] = []
    equal = []
    for measure in same:
        if not changed[measure]:
            continue
        equal.append(equal_threshold(changed[measure], same[measure], hits))
        plain.append(Row(name, f"false alarms of {measure}, at equal hits", equal[-1][0], count))
        plain.append(Row("changed", f"hits of {measure}, at equal hits", equal[-1][1], len(changed[measure])))
        rate, found = best_threshold(changed[measure], same[measure])
        plain.append(Row(name, f"false alarms of {measure}, best balance", rate, count))
        plain.append(Row("changed", f"hits of {measure}, best balance", found, len(changed[measure])))
    tenth = min((rate for rate, _ in equal), default=1.0) / 10
    return [
        Row("changed", "said to have changed", hits, len(next(iter(changed.values()), ()))),
        Row(name, "false alarms", alarms / count, count, min(MOST_ALARMS, tenth), True),
        *plain,
    ]


def _sets(verdicts: Sequence[PhotoVerdict]) -> dict[str, np.ndarray]:
    worlds = np.array([one.pair.world for one in verdicts])
    changed = np.array([bool(one.pair.kinds) for one in verdicts])
    return {
        "surveillance, changed": np.flatnonzero((worlds == "surveillance") & changed),
        "edited, changed": np.flatnonzero((worlds == "edited") & changed),
        "photo_pairs": np.arange(len(verdicts)),
    }
