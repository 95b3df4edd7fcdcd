"""The trunk in 8 bits, for processors that multiply bytes: half the time, the same facts.

    python -m pipeline.training.rcnn.quantise PACK PICTURE...

Static quantisation of ONNX Runtime (activations by their extremes, weights by channel), calibrated on rendered pictures
and their mirror images.  The first convolution, which sees the picture, and what proposes boxes stay as they are: eight
bits are too few for coordinates.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from detectors.rcnn.preprocess import fit
from pipeline.core.errors import SpotItError
from pipeline.core.images import load_picture

TRUNK, QUANTISED = "trunk.onnx", "trunk_int8.onnx"

_KINDS = ["Conv", "Add", "Relu", "Resize"]
_WITHIN = "/trunk/"
"""What the names of the trunk's own nodes begin with."""


def quantise(pack: Path, pictures: Iterable[np.ndarray]) -> None:
    """Write ``trunk_int8.onnx`` beside the ``trunk.onnx`` of a pack."""
    import onnx
    from onnxruntime.quantization import QuantFormat, QuantType, quantize_static
    from onnxruntime.quantization.shape_inference import quant_pre_process

    with tempfile.TemporaryDirectory() as folder:
        prepared = str(Path(folder) / "prepared.onnx")
        quant_pre_process(str(pack / TRUNK), prepared, skip_symbolic_shape=True)
        nodes = onnx.load(prepared).graph.node
        first = next(node.name for node in nodes if node.op_type == "Conv")
        beyond = [node.name for node in nodes if not node.name.startswith(_WITHIN)]
        quantize_static(
            prepared,
            str(pack / QUANTISED),
            _Reader(pictures),
            quant_format=QuantFormat.QDQ,
            per_channel=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=_KINDS,
            nodes_to_exclude=[first, *beyond],
        )


class _Reader:
    """Inputs as the quantiser asks for them."""

    def __init__(self, pictures: Iterable[np.ndarray]) -> None:
        self._inputs = _inputs(pictures)

    def get_next(self) -> dict[str, np.ndarray] | None:
        return next(self._inputs, None)


def _inputs(pictures: Iterable[np.ndarray]) -> Iterator[dict[str, np.ndarray]]:
    for picture in pictures:
        for seen in (picture, np.ascontiguousarray(picture[:, ::-1])):
            yield {"picture": fit(seen).tensor}


if __name__ == "__main__":
    try:
        quantise(Path(sys.argv[1]), map(load_picture, sys.argv[2:]))
    except (IndexError, SpotItError) as failure:
        sys.exit(f"{failure}" if isinstance(failure, SpotItError) else "name the pack's folder and rendered pictures")
