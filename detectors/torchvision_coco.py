"""The detection models of torchvision, with the weights that torchvision publishes or with a file of your own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from detectors.look_again import look_closer, look_in_tiles
from detectors.object_color import with_colors
from pipeline.core import messages
from pipeline.core.boxes import area, clip
from pipeline.core.protocols import Detector
from pipeline.core.types import SceneObject

BACKGROUND = ("__background__", "no person", "N/A")

OVERLAP = 0.5
"""IoU above which two boxes of one class are one object; the models' own suppression uses the same."""


@dataclass(frozen=True)
class TorchvisionDetector(Detector):
    """Objects from a detection model of torchvision.

    Parameters
    ----------
    model
        Name of the model as torchvision lists it.
    weights
        ``"DEFAULT"``, or another name of published weights, which torchvision downloads once; or a ``.pth`` or
        ``.safetensors`` file that holds the state of such a model.
    threshold
        Detections scored lower are not reported at all.
    max_objects
        How many objects to report.
    device
        Where torch computes, as in ``"cpu"`` or ``"cuda"``.
    tile_side
        The picture is also looked at in overlapping square parts of so many pixels, for small things; 0 for none.
    """

    model: str = "fasterrcnn_mobilenet_v3_large_320_fpn"
    weights: str | Path | None = "DEFAULT"
    threshold: float = 0.05
    max_objects: int = 100
    device: str = "cpu"
    tile_side: int = 0

    def detect(self, image: np.ndarray) -> list[SceneObject]:
        """Objects of ``image``; a model that gives masks fills in ``mask``, ``bool`` of the picture's shape.

        The attribute ``color`` is that of :mod:`detectors.object_color`, where it is clear.

        Raises
        ------
        SpotItError
            If torchvision is not installed, knows no such model, or cannot get the weights.
        """
        if self.tile_side:
            return with_colors(image, look_in_tiles(self._once, image, self.tile_side, OVERLAP))
        return with_colors(image, self._once(image))

    def look_again(self, image: np.ndarray, places: np.ndarray, known: Sequence[SceneObject]) -> list[SceneObject]:
        """``known``, and what the parts of ``image`` around the boxes ``places`` (n, 4) show enlarged, best first."""
        return with_colors(image, look_closer(self._once, image, places, known, OVERLAP))

    def _once(self, image: np.ndarray) -> list[SceneObject]:
        """Objects of ``image`` without their colours, from one run of the model."""
        network, labels = self._network
        import torch

        picture = torch.from_numpy(image.copy()).permute(2, 0, 1).float().div(255).to(self.device)
        with torch.inference_mode():
            found = {key: value.cpu().numpy() for key, value in network([picture])[0].items()}
        return self._objects(found, labels, image.shape[1], image.shape[0])

    def _objects(self, found: dict[str, np.ndarray], labels: list[str], width: int, height: int) -> list[SceneObject]:
        boxes = clip(found["boxes"], width, height)
        names = [labels[i] if i < len(labels) else str(i) for i in found["labels"]]
        order = np.argsort(-found["scores"], kind="stable")
        kept = [
            i
            for i in order
            if found["scores"][i] >= self.threshold and area(boxes[i])[0] > 0 and names[i] not in BACKGROUND
        ]
        masks = found.get("masks")
        return [
            SceneObject(
                boxes[i], names[i], float(found["scores"][i]), mask=None if masks is None else masks[i, 0] >= 0.5
            )
            for i in kept[: self.max_objects]
        ]

    @cached_property
    def _network(self) -> tuple[Any, list[str]]:
        """The network in evaluation mode, and the name of each class number."""
        if self.weights is None:
            raise messages.error(messages.TORCHVISION_WITHOUT_WEIGHTS)
        try:
            from torchvision import models
        except ModuleNotFoundError as error:
            raise messages.error(messages.TORCHVISION_MISSING) from error
        choices = models.list_models(module=models.detection)
        if self.model not in choices:
            raise messages.error(messages.TORCHVISION_MODEL, model=self.model, known=", ".join(choices))
        published = models.get_model_weights(self.model)
        labels = list(published.DEFAULT.meta["categories"])
        if Path(self.weights).suffix:
            network = models.get_model(self.model, weights=None, weights_backbone=None, num_classes=len(labels))
            _load(network, Path(self.weights))
        else:
            network = self._download(models, published)
        return network.eval().to(self.device), labels

    def _download(self, models: Any, published: Any) -> Any:
        if str(self.weights) not in published.__members__ and self.weights != "DEFAULT":
            names = ", ".join(["DEFAULT", *published.__members__])
            raise messages.error(messages.TORCHVISION_WEIGHTS, model=self.model, weights=str(self.weights), known=names)
        try:
            return models.get_model(self.model, weights=str(self.weights))
        except (OSError, RuntimeError) as error:
            raise messages.error(messages.TORCHVISION_DOWNLOAD, model=self.model, reason=_first_line(error)) from error


def _load(network: Any, path: Path) -> None:
    import torch

    if not path.is_file():
        raise messages.error(messages.NO_SUCH_WEIGHTS, path=path)
    try:
        if path.suffix == ".safetensors":
            from safetensors.torch import load_file

            state = load_file(path)
        else:
            state = torch.load(path, map_location="cpu", weights_only=True)
        if not all(bool(value.isfinite().all()) for value in state.values()):
            raise ValueError("some are no numbers")
        network.load_state_dict(state)
    except Exception as error:  # the readers raise what they please on a damaged file
        raise messages.error(messages.TORCHVISION_OTHER_WEIGHTS, path=path, reason=_first_line(error)) from error


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
