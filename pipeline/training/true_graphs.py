"""The analysis of a pair that a perfect detector and differ would give: graphs and facts taken from the truth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from pipeline.core.kinds import REPLACE
from pipeline.core.records import unchanged
from pipeline.core.types import Analysis, Change, Named, ObjectGraph, SceneObject
from pipeline.datasets.example import TrueChange, TrueObject, TrueScene, Truth
from pipeline.datasets.truth import truth_of
from pipeline.datasets.vocabulary import vocabulary

WIDTH, HEIGHT = 480, 320
HIDDEN = (0.0, 0.0, 1.0, 1.0)
"""Stands for the box of an object of which no pixel is visible."""


def true_analysis(record: Mapping[str, Any]) -> Analysis:
    """The analysis of a line of ``pairs.jsonl`` with scene truth, as ``pipeline synth`` writes it.

    Raises
    ------
    ValueError
        If it does not say what changed, or has no scenes.
    """
    truth = truth_of(record)
    if truth is None:
        raise ValueError("the record does not say what changed")
    return analysis_of(truth)


def analysis_of(truth: Truth) -> Analysis:
    """The same of a truth that has been read.  Every fact has confidence 1; unchanged objects are matched.

    Raises
    ------
    ValueError
        If the scenes are not known.
    """
    if truth.scenes is None:
        raise ValueError("the scenes of the pair are not known")
    before, after = truth.scenes
    matches = unchanged(len(before.objects), len(after.objects), [one.nodes for one in truth.changes])
    changes = tuple(_change(one, before, after) for one in truth.changes)
    return Analysis(_graph(before), _graph(after), changes, matches=tuple(matches.items()))


def _graph(scene: TrueScene) -> ObjectGraph:
    found = ObjectGraph.of(map(_seen, scene.objects), WIDTH, HEIGHT)
    for relation, lists in scene.relations.items():
        for anchor, standing in enumerate(lists):
            found.add_edges_from((node, anchor, relation) for node in standing)
    return found


def _seen(one: TrueObject) -> SceneObject:
    box = np.array(HIDDEN) if one.box is None else one.box
    return SceneObject(box, one.attributes["shape"], 1.0, one.attributes, center=one.center, visibility=one.visibility)


def _change(true: TrueChange, before: TrueScene, after: TrueScene) -> Change:
    i, j = true.nodes
    was = None if i is None else before.objects[i].attributes
    now = None if j is None else after.objects[j].attributes
    known = was or now
    assert known is not None, "a change is about an object of a scene"
    box_before, box_after = true.boxes
    change = Change(true.kind, known["shape"], dict(known), 1.0, i, j, box_before=box_before, box_after=box_after)
    if was and now and true.kind == REPLACE:
        return replace(change, gone=_named(was), newcomer=_named(now))
    return replace(change, old=was[true.kind], new=now[true.kind]) if was and now and true.kind in was else change


def _named(attributes: Mapping[str, str]) -> Named:
    return Named(attributes["shape"], {name: attributes[name] for name in vocabulary()})
