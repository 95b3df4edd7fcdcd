"""What makes the heads' probabilities honest: a temperature for each head, and a bias for each of its values.

Temperature scaling (Guo et al., "On Calibration of Modern Neural Networks", 2017) with a bias for values that a head
names too rarely or too often (Alexandari et al., "Maximum Likelihood with Bias-Corrected Calibration", 2020).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from detectors.rcnn.vocabulary import HEADS, SHAPES
from pipeline.core import messages
from pipeline.core.files import write_file
from pipeline.core.reading import WRONG, parse_json

CLASSES = "classes"
"""The head that tells shapes and background apart."""
VALUES_OF = {CLASSES: 1 + len(SHAPES), **{name: len(values) for name, values in HEADS.items()}}
"""How many values each head tells apart."""


@dataclass(frozen=True)
class Calibration:
    """Of one head; ``bias`` has an entry for each of its values, or none."""

    temperature: float = 1.0
    bias: tuple[float, ...] = ()

    def probabilities(self, logits: np.ndarray) -> np.ndarray:
        """Of logits with the values along the last axis, ``(..., values)`` both."""
        scaled = logits / self.temperature
        return softmax(scaled + np.array(self.bias, scaled.dtype) if self.bias else scaled)


def read_calibration(path: Path | str | None) -> dict[str, Calibration]:
    """The calibration of each head; where none is known its outputs are taken as they are.

    Raises
    ------
    SpotItError
        If the file is missing or does not hold a calibration.
    """
    heads = dict.fromkeys(VALUES_OF, Calibration())
    if path is None:
        return heads
    try:
        for name, known in parse_json(Path(path).read_bytes()).items():
            heads[name] = _checked(name, float(known["temperature"]), tuple(map(float, known["bias"])))
    except (OSError, *WRONG) as error:
        raise messages.error(messages.NO_CALIBRATION, path=path) from error
    return heads


def write_calibration(path: Path, heads: Mapping[str, Calibration]) -> None:
    """Write what :func:`read_calibration` reads, whole or not at all."""
    known = {name: {"temperature": one.temperature, "bias": list(one.bias)} for name, one in heads.items()}
    write_file(path, (json.dumps(known, indent=1) + "\n").encode())


def softmax(logits: np.ndarray) -> np.ndarray:
    """Over the last axis; ``(..., values)`` as given."""
    powers = np.exp(logits - logits.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


def _checked(name: str, temperature: float, bias: tuple[float, ...]) -> Calibration:
    if name not in VALUES_OF:
        raise ValueError(f"there is no head {name}")
    if not 0 < temperature < np.inf or not np.isfinite(bias).all():
        raise ValueError(f"no calibration of {name}")
    if bias and len(bias) != VALUES_OF[name]:
        raise ValueError(f"{name} has {VALUES_OF[name]} values")
    return Calibration(temperature, bias)
