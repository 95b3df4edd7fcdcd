"""What a stage gives back is looked at before it is used, so that a stage that does not keep its contract is named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

from pipeline.core import messages
from pipeline.core.types import (
    Candidate,
    Change,
    Difference,
    Grounding,
    Motion,
    ObjectGraph,
    Recognition,
    SceneObject,
)

Answer = TypeVar("Answer")


def kept(stage: Any, method: str, found: Answer) -> Answer:
    """What a stage's method has given, if it is what the stage promises.

    Raises
    ------
    SpotItError
        Naming the stage, and what it has to give.
    """
    name, wanted, fits = _PROMISES[method]
    if not fits(found):
        given = type(found).__name__
        if isinstance(found, list | tuple):
            given = f"a {given} of {', '.join(sorted({type(one).__name__ for one in found})) or 'nothing'}"
        implementation = type(getattr(stage, "adopted", stage)).__name__
        raise messages.error(
            messages.STAGE_ANSWER, stage=name, name=implementation, method=method, wanted=wanted, given=given
        )
    return found


def _several(kind: type) -> Callable[[Any], bool]:
    return lambda found: isinstance(found, list | tuple) and all(isinstance(one, kind) for one in found)


def _objects(found: Any) -> bool:
    return _several(SceneObject)(found) and all(np.shape(one.box) == (4,) for one in found)


def _places(found: Any) -> bool:
    return isinstance(found, tuple) and len(found) == 2 and all(np.shape(boxes)[1:] == (4,) for boxes in found)


def _graphs(found: Any) -> bool:
    return _several(ObjectGraph)(found) and len(found) == 2


def _difference(found: Any) -> bool:
    return isinstance(found, Difference) and _several(Change)(found.changes)


_OBJECTS = "a list of SceneObject, each with a box of four numbers"
_PROMISES: dict[str, tuple[str, str, Callable[[Any], bool]]] = {
    "glance": ("recogniser", "a Recognition", lambda found: isinstance(found, Recognition)),
    "examine": ("recogniser", "a Recognition", lambda found: isinstance(found, Recognition)),
    "detect": ("detector", _OBJECTS, _objects),
    "look_again": ("detector", _OBJECTS, _objects),
    "register": ("registrar", "a Motion", lambda found: isinstance(found, Motion)),
    "reread": ("registrar", "two ObjectGraphs", _graphs),
    "diff": ("differ", "a Difference of Changes", _difference),
    "places": ("differ", "two arrays of boxes, (n, 4)", _places),
    "generate": ("generator", "a list of Candidate", _several(Candidate)),
    "together": ("generator", "a list of Candidate", _several(Candidate)),
    "rank": ("ranker", "a list of Candidate, one at least", lambda found: bool(found) and _several(Candidate)(found)),
    "ground": ("grounder", "a list of Grounding", _several(Grounding)),
}
"""For each method: the stage, what it has to give, and whether something is that."""
