"""Objects in others' forms: COCO annotations, and ``supervision.Detections``."""

from __future__ import annotations

from typing import Any

import numpy as np

from pipeline.core.types import ObjectGraph
from pipeline.output.as_json import number


def coco(graph: ObjectGraph, file_name: str) -> dict[str, Any]:
    """A COCO data set of one picture; boxes are x, y, width, height."""
    width, height = graph.extent
    labels = sorted({found.label for found in graph.objects})
    annotations = []
    for place, found in enumerate(graph.objects, 1):
        x0, y0, x1, y1 = (round(float(corner), 2) for corner in found.box)
        sides = (round(x1 - x0, 2), round(y1 - y0, 2))
        annotations.append(
            {
                "id": place,
                "image_id": 1,
                "category_id": labels.index(found.label) + 1,
                "bbox": [x0, y0, *sides],
                "area": round(sides[0] * sides[1], 2),
                "iscrowd": 0,
                "score": number(found.score),
                "attributes": dict(found.attributes),
            }
        )
    return {
        "images": [{"id": 1, "file_name": file_name, "width": width, "height": height}],
        "categories": [{"id": place, "name": label} for place, label in enumerate(labels, 1)],
        "annotations": annotations,
    }


def to_supervision(graph: ObjectGraph) -> Any:
    """The objects as ``supervision.Detections``, names and attributes in its ``data``.

    Raises
    ------
    ModuleNotFoundError
        If supervision is not installed.
    """
    import supervision

    objects = graph.objects
    labels = sorted({found.label for found in objects})
    return supervision.Detections(
        xyxy=np.reshape([found.box for found in objects], (-1, 4)).astype(float),
        confidence=np.array([found.score for found in objects], float),
        class_id=np.array([labels.index(found.label) for found in objects], int),
        data={"class_name": np.array([found.label for found in objects], str)},
    )
