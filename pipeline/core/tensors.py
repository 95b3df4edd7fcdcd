"""Tensors on disk, in safetensors format: equal contents are equal files, and what is read is checked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.core.reading import WRONG, parse_json

_LENGTH, _ALIGNED = 8, 8
"""Bytes that the length of the header takes, and what the header is filled up to a multiple of."""


def canonical(content: bytes) -> bytes:
    """The same file with its header sorted: the library writes metadata in an order of its own, another each time."""
    end = _LENGTH + int.from_bytes(content[:_LENGTH], "little")
    header = json.dumps(json.loads(content[_LENGTH:end]), sort_keys=True, separators=(",", ":")).encode()
    header += b" " * (-len(header) % _ALIGNED)
    return len(header).to_bytes(_LENGTH, "little") + header + content[end:]


def as_bytes(arrays: Mapping[str, np.ndarray], form: str, about: object) -> bytes:
    """A file's content: arrays, and in the metadata the name of the form and ``about`` as JSON."""
    from safetensors.numpy import save

    whole = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    return canonical(save(whole, metadata={"format": form, "about": json.dumps(about)}))


def read_tensors(path: Path | str) -> tuple[dict[str, np.ndarray], Any]:
    """The arrays of a file that :func:`as_bytes` made, and what it says ``about`` them.

    Raises
    ------
    ValueError
        If it is no such file.
    """
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, "numpy") as file:
            about = parse_json((file.metadata() or {})["about"])
            return {name: file.get_tensor(name) for name in file.keys()}, about  # noqa: SIM118
    except (SafetensorError, OSError, *WRONG) as failure:
        raise ValueError(f"no tensors with what they are ({failure})") from failure


def require_finite(arrays: Mapping[str, np.ndarray]) -> None:
    """Raise ``ValueError`` where an array holds infinity or what is no number at all."""
    for name, array in arrays.items():
        if array.dtype.kind == "f" and not np.isfinite(array).all():
            raise ValueError(f"{name} holds what is no number")
