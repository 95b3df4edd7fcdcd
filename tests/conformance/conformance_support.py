"""Every registered implementation, built the way a pack builds it, or skipped for a reason that is named."""

from __future__ import annotations

import inspect
import os
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import conformance_scenes as scenes
import numpy as np
import pytest

from pipeline.core.errors import SpotItError
from pipeline.flow.registry import Entry, populate
from pipeline.worlds.finder import find_world

OWN_PACKAGES = ("pipeline", "detectors", "language", "ranker")
ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("SPOT_IT_SHARED", ROOT.parent / "shared"))


TABLE = populate()


def entries(*stages: str) -> list[Entry]:
    """All implementations of the stages, third-party ones included."""
    return [entry for stage in stages for entry in TABLE[stage].values()]


def every(*stages: str):
    """Run a check on each implementation of the stages; its argument is called ``entry``."""
    return pytest.mark.parametrize("entry", entries(*stages), ids=lambda entry: f"{entry.stage}={entry.name}")


def load(entry: Entry) -> type:
    """The class; skips where a package that it needs is not installed."""
    try:
        return entry.load()
    except SpotItError as error:
        missing = getattr(error.__cause__, "name", "") or ""
        if missing.partition(".")[0] in OWN_PACKAGES:
            pytest.fail(f"{entry.target} is registered, but there is no {missing}")
        pytest.skip(str(error))


def arguments(entry: Entry) -> dict[str, Any]:
    """The files and parameters that the implementation runs with; skips where a file is absent."""
    special = _SPECIAL.get((entry.stage, entry.name))
    if special:
        return special()
    try:
        worlds = [find_world(name) for name in ("blocks", "photo", "screen")]
        own = (world for world in worlds if entry.name in world.settings.get(entry.stage, {}))
        return next(own, worlds[0]).arguments_for(entry.stage, entry.name, parameters(load(entry)))
    except SpotItError as error:
        pytest.skip(str(error))


def build(entry: Entry) -> Any:
    """A fresh instance with its files."""
    return load(entry)(**arguments(entry))


def parameters(implementation: type) -> dict[str, inspect.Parameter]:
    """What the constructor takes."""
    return dict(inspect.signature(implementation).parameters)


def _yolox() -> dict[str, Any]:
    path = SHARED / "weights" / "yolox_nano.onnx"
    if not path.is_file():
        pytest.skip(f"no YOLOX-style weights at {path}: set SPOT_IT_SHARED")
    return {"weights": path, "threads": 1}


def _torchvision() -> dict[str, Any]:
    if find_spec("torchvision") is None:
        pytest.skip("torchvision is not installed")
    import torch

    folder = Path(torch.hub.get_dir()) / "checkpoints"
    files = sorted(folder.glob("fasterrcnn_mobilenet_v3_large_320_fpn-*.pth"))
    if not files:
        pytest.skip(f"torchvision's weights have not been downloaded to {folder}")
    return {"weights": files[0]}


def _selective_search() -> dict[str, Any]:
    cv2 = pytest.importorskip("cv2")
    if not hasattr(cv2, "ximgproc"):
        pytest.skip("OpenCV lacks its contributed modules")
    return {}


@cache
def _untrained() -> Path:
    """A small neural captioner that has learned nothing: what holds for every generator holds for it."""
    import torch

    from language.neural.model import Model, save
    from language.neural.network import Captioner, Shape
    from language.neural.vocabulary import SPECIAL, Vocabulary

    torch.manual_seed(0)
    words = ("a", "blue", "changed", "cube", "has", "moved", "nothing", "the", "turned")
    path = Path(mkdtemp()) / "neural.safetensors"
    save(path, Model(Captioner(Shape(SPECIAL + len(words), width=8, vector=16, hidden=16)), Vocabulary(words)))
    return path


@cache
def _untrained_transformer() -> Path:
    """The same on the objects of both graphs."""
    import torch

    from language.neural.vocabulary import SPECIAL, Vocabulary
    from language.transformer.model import Model, save
    from language.transformer.network import DifferenceTransformer, Shape

    torch.manual_seed(0)
    words = ("a", "blue", "changed", "cube", "has", "moved", "nothing", "the", "turned")
    path = Path(mkdtemp()) / "transformer.safetensors"
    shape = Shape(SPECIAL + len(words), width=16, heads=2, seeing=1, telling=1, inner=16)
    save(path, Model(DifferenceTransformer(shape), Vocabulary(words)))
    return path


def _transformer() -> dict[str, Any]:
    pytest.importorskip("torch")
    return find_world("blocks").arguments("generator", "transformer") or {"weights": _untrained_transformer()}


def _neural() -> dict[str, Any]:
    pytest.importorskip("torch")
    return find_world("blocks").arguments("generator", "neural") or {
        "weights": _untrained(),
        "trunk": find_world("blocks").folder / "trunk.onnx",
    }


def _given() -> dict[str, Any]:
    from pipeline.core.types import SceneObject

    box = np.array([2.0, 2.0, 12.0, 14.0])
    return {"pictures": [(picture, [SceneObject(box, "cube", 0.9)]) for picture in scenes.pictures().values()]}


_SPECIAL = {
    ("detector", "given"): _given,
    ("generator", "neural"): _neural,
    ("generator", "transformer"): _transformer,
    ("detector", "onnx"): _yolox,
    ("detector", "torchvision"): _torchvision,
    ("detector", "regions"): _selective_search,
    ("proposer", "selective_search"): _selective_search,
}
