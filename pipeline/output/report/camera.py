"""How the camera moved, told by where it carried the things that stayed."""

from __future__ import annotations

from typing import Any

import numpy as np

from pipeline.core.types import Analysis

_STILL = 0.004
"""A shift below this share of the picture's width is no shift: it is what boxes tremble by."""

_SAME_SIZE = 0.01


def stands_still(analysis: Analysis) -> bool:
    """Whether a motion says of every object of the picture before that it should be where it was."""
    objects = analysis.before.objects
    if analysis.motion is None or not objects:
        return False
    here = np.stack([found.box for found in objects]).astype(float)
    shifts = np.abs(np.asarray(analysis.motion.project(objects, "after"), float) - here)
    return bool(np.nanmax(shifts, initial=0.0) < 1 and not np.isnan(shifts).all())


def camera_view(analysis: Analysis) -> dict[str, Any] | None:
    """Words, and an arrow for each object of the picture before to where it should be after; None without a motion."""
    motion = analysis.motion
    if motion is None:
        return None
    objects = analysis.before.objects
    if not objects:
        return {"words": "Nothing was recognised by which the camera's motion could be shown.", "arrows": []}
    width, height = analysis.after.extent
    here = np.stack([found.box for found in objects]).astype(float)
    here *= np.tile(np.divide((width, height), analysis.before.extent), 2)
    there = np.asarray(motion.project(objects, "after"), float)
    known = np.isfinite(there).all(-1)
    here, there = here[known], there[known]
    if not len(here):
        return {"words": "The camera's motion is not known for any object.", "arrows": []}
    arrows = np.concatenate([(here[:, :2] + here[:, 2:]) / 2, (there[:, :2] + there[:, 2:]) / 2], -1)
    return {
        "words": _words(arrows, here, there, width),
        "arrows": [tuple(map(float, arrow)) for arrow in arrows],
        "width": width,
        "height": height,
    }


def _words(arrows: np.ndarray, here: np.ndarray, there: np.ndarray, width: int) -> str:
    x, y = np.median(arrows[:, 2:] - arrows[:, :2], axis=0)
    sizes = [np.sqrt(np.prod(np.maximum(box[:, 2:] - box[:, :2], 1e-6), -1)) for box in (here, there)]
    growth = float(np.median(sizes[1] / sizes[0])) - 1
    parts = []
    if abs(x) > _STILL * width:
        parts.append(f"{abs(x):.0f} px to the {'right' if x > 0 else 'left'}")
    if abs(y) > _STILL * width:
        parts.append(f"{abs(y):.0f} px {'down' if y > 0 else 'up'}")
    size = f"{abs(growth):.0%} {'larger' if growth > 0 else 'smaller'}" if abs(growth) > _SAME_SIZE else ""
    each = float(np.median(np.hypot(*(arrows[:, 2:] - arrows[:, :2]).T)))
    if not parts and not size and each > _STILL * width:
        return f"The camera moved: what stayed where it was moves {each:.0f} px, in different directions (median)."
    if not parts and not size:
        return "The camera stood still, or nearly so: what stayed is expected where it was."
    moved = f"{' and '.join(parts)}" if parts else ""
    told = " and ".join(filter(None, [f"moves {moved}" if moved else "", f"looks {size}" if size else ""]))
    return f"The camera moved: what stayed where it was {told} (median over {len(arrows)} objects)."
