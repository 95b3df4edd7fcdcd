"""The one fact about two pictures that cannot be compared."""

from __future__ import annotations

import numpy as np

from detectors.color_terms import color_scores, lab_of
from pipeline.core.kinds import SCENE
from pipeline.core.types import Change
from pipeline.register.condition import BLANK
from pipeline.register.shared_view import SharedView


def unrelated(view: SharedView, confidence: float) -> Change:
    """A fact of kind ``scene``: what is the matter with each picture in ``old`` and ``new``; None for one that is fine.

    A blank picture is said by its colour in the attribute "color", the one after before the one before.
    """
    old, new = view.conditions
    blank = [image for image, state in ((view.after, new), (view.before, old)) if state == BLANK]
    return Change(SCENE, SCENE, {"color": _color(blank[0])} if blank else {}, confidence, old=old, new=new)


def _color(image: np.ndarray) -> str:
    scores = color_scores(lab_of(np.median(image, (0, 1)).astype(np.uint8)[None, None]).reshape(-1, 3))
    return max(scores, key=lambda name: scores[name])
