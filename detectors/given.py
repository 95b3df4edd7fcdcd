"""Objects that somebody else's detector has found: COCO annotations, our own graphs, or ``supervision.Detections``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.core import messages
from pipeline.core.boxes import clip
from pipeline.core.protocols import Detector
from pipeline.core.types import SceneObject


class GivenDetector(Detector):
    """Finds in each picture the objects that are given for it.

    Parameters
    ----------
    pictures
        Pictures, as ``uint8`` RGB arrays, each with its objects.
    """

    reads = ()

    def __init__(self, pictures: Sequence[tuple[np.ndarray, Sequence[SceneObject]]] = ()) -> None:
        self.pictures = pictures

    @property
    def writes(self) -> tuple[str, ...]:
        """What all of the objects have, which may be nothing besides box and label."""
        objects = [one for _, found in self.pictures for one in found]
        known = {
            "attributes": all(one.attributes for one in objects),
            "centers": all(one.center is not None and one.scale is not None for one in objects),
            "features": all(len(one.feature) for one in objects),
        }
        return tuple(name for name, there in known.items() if there and objects)

    def detect(self, image: np.ndarray) -> list[SceneObject]:
        """What is given for the picture, in order of falling score, within the picture.

        Raises
        ------
        SpotItError
            If nothing is given for it.
        """
        for picture, objects in self.pictures:
            if np.array_equal(picture, image):
                return sorted(objects, key=lambda one: -one.score)
        raise messages.error(messages.NOTHING_GIVEN)


def objects_from(source: Any, extent: tuple[int, int], name: str = "") -> list[SceneObject]:
    """Objects of one picture of this width and height, whatever form they have.

    Parameters
    ----------
    source
        A ``.json`` file or what one holds: a COCO data set, COCO results, or what `pipeline inspect` writes; a
        ``supervision.Detections``; or objects.
    name
        The picture's file name, by which its annotations are found among those of others.

    Raises
    ------
    SpotItError
        If it cannot be read as objects.
    """
    place = source if isinstance(source, str | Path) else "what is given"
    try:
        found = list(_read(_parsed(source), Path(name).name))
        boxes = [np.asarray(one.box, float) for one in found]
        if not all(box.shape == (4,) and np.isfinite(box).all() for box in boxes):
            raise ValueError("a box is not four numbers")
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as failure:
        reason = f"there is no {failure}" if isinstance(failure, KeyError) else failure
        raise messages.error(messages.NO_OBJECTS_GIVEN, path=place, reason=reason) from None
    inside = clip(np.reshape(boxes, (-1, 4)), *extent)
    return [replace(one, box=box) for one, box in zip(found, inside, strict=True)]


def _parsed(source: Any) -> Any:
    if isinstance(source, str | Path):
        return json.loads(Path(source).read_text(encoding="utf-8"))
    return source


def _read(source: Any, name: str) -> Iterable[SceneObject]:
    if hasattr(source, "xyxy"):
        return _detections(source)
    if isinstance(source, Mapping):
        return map(_node, source["nodes"]) if "nodes" in source else _dataset(source, name)
    found = list(source)
    if all(isinstance(one, SceneObject) for one in found):
        return found
    return [_annotation(one, {}) for one in found]


def _node(node: Mapping[str, Any]) -> SceneObject:
    scores = {key: {value: float(p) for value, p in known.items()} for key, known in node["attribute_scores"].items()}
    return SceneObject(
        np.asarray(node["box"], float), str(node["label"]), float(node["score"]), dict(node["attributes"]), scores
    )


def _dataset(source: Mapping[str, Any], name: str) -> list[SceneObject]:
    """The annotations of one picture: the only one, or the one of this file name."""
    images = source["images"]
    fitting = images if len(images) == 1 else [one for one in images if Path(one["file_name"]).name == name]
    if len(fitting) != 1:
        raise ValueError(f"it has {len(fitting)} pictures with the file name {name!r}")
    labels = {category["id"]: str(category["name"]) for category in source.get("categories", ())}
    return [_annotation(one, labels) for one in source["annotations"] if one["image_id"] == fitting[0]["id"]]


def _annotation(one: Mapping[str, Any], labels: Mapping[Any, str]) -> SceneObject:
    x, y, width, height = map(float, one["bbox"])
    label = labels.get(one["category_id"], str(one["category_id"]))
    return _object((x, y, x + width, y + height), label, one.get("score", 1.0), one.get("attributes") or {})


def _detections(found: Any) -> Iterable[SceneObject]:
    """Those of ``supervision``; names are in its data, where the model had any."""
    count = len(found.xyxy)
    scores = found.confidence if found.confidence is not None else np.ones(count)
    kinds = found.class_id if found.class_id is not None else ["object"] * count
    names = (getattr(found, "data", None) or {}).get("class_name", kinds)
    for box, score, label in zip(found.xyxy, scores, names, strict=True):
        yield _object(tuple(box), str(label), score, {})


def _object(box: Sequence[float], label: str, score: Any, attributes: Mapping[str, Any]) -> SceneObject:
    known = {name: str(value) for name, value in attributes.items() if isinstance(value, str)}
    sure = {name: {value: 1.0} for name, value in known.items()}
    return SceneObject(np.asarray(box, float), label, float(np.clip(float(score), 0, 1)), known, sure)
