"""From the heads' raw outputs to objects: calibrated probabilities, suppression of doubles."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from detectors.rcnn.calibration import CLASSES, Calibration
from detectors.rcnn.preprocess import Fitted
from detectors.rcnn.vocabulary import HEADS, SHAPES, VALUES
from pipeline.core.boxes import area, clip, intersection, nms
from pipeline.core.types import SceneObject

OUTPUTS = ("classes", "size", "color", "material", "box", "center", "scale", "visibility", "feature")
"""The heads' outputs, in the order of the exported graph."""

PART = 0.8
"""Share of a region inside a better one from which it may be a part of it."""
SURE_SCORE, SURE_VIEW = 0.9, 0.3
"""Score and visible share from which a region inside one of another size or material is an object of its own."""


def decode(
    raw: Mapping[str, np.ndarray],
    fitted: Fitted,
    width: int,
    height: int,
    calibration: Mapping[str, Calibration],
    faint_score: float,
    suppression: float,
) -> list[SceneObject]:
    """Objects in order of falling score; ``raw`` holds one row a region for each of ``OUTPUTS``."""
    classes = calibration[CLASSES].probabilities(raw[CLASSES])
    scores = 1 - classes[:, 0]
    boxes = clip(fitted.to_picture(raw["box"]), width, height)
    big = ((boxes[:, 2:] - boxes[:, :2]) >= 2).all(1) & (scores >= faint_score)
    index = np.flatnonzero(big)
    index = index[nms(boxes[index], scores[index], suppression)]
    tables = {name: calibration[name].probabilities(raw[name]) for name in HEADS}
    tables["shape"] = classes[:, 1:] / np.maximum(classes[:, 1:].sum(1, keepdims=True), 1e-9)
    visible = 1 / (1 + np.exp(-raw["visibility"]))
    centers = fitted.to_picture(raw["center"])
    index = index[
        _whole(boxes[index], scores[index], {n: t[index].argmax(1) for n, t in tables.items()}, visible[index])
    ]
    scales = np.exp(raw["scale"]) / np.mean(fitted.ratio)
    return [
        SceneObject(
            box=boxes[i],
            label=SHAPES[int(tables["shape"][i].argmax())],
            score=float(scores[i]),
            attributes={name: values[int(tables[name][i].argmax())] for name, values in VALUES.items()},
            attribute_scores={
                name: dict(zip(values, map(float, tables[name][i]), strict=True)) for name, values in VALUES.items()
            },
            feature=raw["feature"][i],
            center=(float(centers[i, 0]), float(centers[i, 1])),
            scale=float(scales[i]),
            visibility=float(visible[i]),
        )
        for i in index
    ]


def _whole(boxes: np.ndarray, scores: np.ndarray, values: Mapping[str, np.ndarray], visible: np.ndarray) -> np.ndarray:
    """Which regions, in order of falling score, are not merely a part of a better one.

    A part lies inside the whole and has its colour; an object of its own may do so too, a small one before a large
    one of its colour, but then it is found with certainty and in full view.
    """
    inside = intersection(boxes, boxes) / np.maximum(area(boxes), 1e-9)[:, None] >= PART
    kept: list[int] = []
    for j in range(len(boxes)):
        sure = scores[j] >= SURE_SCORE and visible[j] >= SURE_VIEW
        parts_of = [i for i in kept if inside[j, i] and values["color"][i] == values["color"][j]]
        if not any(not sure or all(values[n][i] == values[n][j] for n in ("size", "material")) for i in parts_of):
            kept.append(j)
    return np.array(kept, np.intp)
