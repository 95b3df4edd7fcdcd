"""Trained captioners in one file: weights as safetensors in half precision, what they are of in the metadata."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from torch import Tensor, nn

from pipeline.core import messages
from pipeline.core.files import write_file
from pipeline.core.reading import WRONG, parse_json
from pipeline.core.tensors import canonical

_Model = TypeVar("_Model")

_COUNTED = "num_batches_tracked"
"""What batch normalisation counts in training, and nothing reads afterwards."""


def save_network(path: Path, network: nn.Module, form: str, about: Mapping[str, Any]) -> None:
    """Write a network's weights, the name of the form, and as JSON what is needed to build it again."""
    from safetensors.torch import save as as_bytes

    weights = {
        name: value.detach().half().contiguous() if value.is_floating_point() else value
        for name, value in network.state_dict().items()
        if not name.endswith(_COUNTED)
    }
    write_file(path, canonical(as_bytes(weights, metadata={"format": form, "about": json.dumps(about)})))


def load_model(path: Path, build: Callable[[dict[str, Any], dict[str, Tensor]], _Model], wrong: str) -> _Model:
    """What ``build`` makes of ``about`` and the weights of a file that :func:`save_network` has written.

    Raises
    ------
    SpotItError
        With the message ``wrong`` if the file is damaged, holds weights that are no numbers, or is of another network.
    """
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(str(path), "pt") as file:
            about = parse_json((file.metadata() or {})["about"])
            weights = {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118
        if not all(bool(value.isfinite().all()) for value in weights.values()):
            raise ValueError("some weights are no numbers")
        return build(about, weights)
    except (SafetensorError, OSError, RuntimeError, *WRONG) as error:
        raise messages.error(wrong, path=path) from error


def fill(network: nn.Module, weights: Mapping[str, Tensor]) -> None:
    """Give a network its weights; ``ValueError`` if they are those of another."""
    missing, unknown = network.load_state_dict(weights, strict=False)
    if unknown or any(not name.endswith(_COUNTED) for name in missing):
        raise ValueError("these are weights of another network")
