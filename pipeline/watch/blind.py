"""A camera that shows nothing of its scene for a while: covered, blank or out of focus."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipeline.core.kinds import SCENE
from pipeline.core.types import Analysis, Change
from pipeline.register.condition import conditions
from pipeline.register.refine import grey
from pipeline.watch.frames import Frame

SIDE = 480
"""Pixels of the longer side at which it is looked for whether a picture shows anything."""

Shown = tuple[Frame, np.ndarray]
"""A picture, and what it shows."""


class Clear:
    """The last picture of a camera that saw its scene, while it sees nothing of it.

    What changed meanwhile is no change from one picture to the next: it shows against that picture alone.
    """

    def __init__(self) -> None:
        self._last: Shown | None = None

    def after(self, before: Shown, now: np.ndarray, analysis: Analysis) -> Shown | None:
        """What the picture ``now`` is to be compared with as well, once the camera sees its scene again; else None.

        ``analysis`` is of the picture ``before`` and this one.
        """
        scene = scene_of(analysis)
        if self._last is None:
            if scene is not None and scene.new is not None and scene.old is None:
                self._last = before
            return None
        if shows_nothing(self._last[1], now):
            return None
        last, self._last = self._last, None
        return last


def shows_nothing(was: np.ndarray, now: np.ndarray) -> bool:
    """Whether a picture shows nothing of what another of its shape ``was``."""
    (first, _), (second, _) = grey(was, SIDE), grey(now, SIDE)
    return first.shape == second.shape and conditions(was, now, (first, second))[1] is not None


def scene_of(analysis: Analysis) -> Change | None:
    """The change of the whole scene; None where there is none."""
    return next((change for change in analysis.changes if change.kind == SCENE), None)


def only_scene(analysis: Analysis) -> Analysis:
    """The analysis with a change of the whole scene alone."""
    scene = scene_of(analysis)
    return replace(analysis, changes=() if scene is None else (scene,))
