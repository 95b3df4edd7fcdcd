"""Where no change is likelier than all others together, but one of them surely happened."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.core.types import SceneObject
from pipeline.diff.graphs.comparison import Comparison
from pipeline.diff.graphs.facts import facts
from pipeline.diff.graphs.hiding import Hiding

BOXES = np.array([[0.0, 0, 20, 30], [40, 40, 120, 140]])
THINGS = [SceneObject(box, "cylinder", 1.0) for box in BOXES]
NOWHERE = Hiding(np.array([np.inf]), np.full((1, 4), np.nan))


def compared(move: float, unseen_before: float, unseen_after: float) -> Comparison:
    """A small thing that is half hidden afterwards, and a large one like it that nobody saw before."""
    pair = {name: np.array([[cost]]) for name, cost in {"same": 28.0, "move": move, "replace": 30.0}.items()}
    standing = np.array([unseen_before]), np.array([unseen_after])
    return Comparison([THINGS[0]], [THINGS[1]], pair, np.array([4.2]), np.array([4.2]), *standing, NOWHERE, NOWHERE)


@pytest.mark.parametrize("matches", [[(0, 0)], []], ids=["taken for one", "taken for two"])
def test_the_likeliest_change_is_told_where_something_surely_happened(matches):
    found = compared(move=7.94, unseen_before=3.82, unseen_after=6.08)
    (told,) = facts(found, matches, least=0.9, further=0.95, settled=0.15)
    assert told.kind == "add" and told.node_after == 0 and told.confidence > 0.5
    assert facts(found, [(0, 0)], least=0.9, further=0.95) == []


def test_silence_is_kept_where_nothing_may_have_happened():
    found = compared(move=7.94, unseen_before=2.0, unseen_after=4.2)
    assert facts(found, [(0, 0)], least=0.9, further=0.95, settled=0.1) == []


def test_a_pair_that_is_surer_than_its_parts_stays_one():
    (told,) = facts(compared(move=4.8, unseen_before=3.82, unseen_after=6.08), [(0, 0)], 0.97, 0.98, settled=0.1)
    assert told.kind == "move"
