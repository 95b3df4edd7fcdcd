"""An ImageNet network as a source of features: its last feature map, of a picture of any size."""

from __future__ import annotations

from pathlib import Path

import numpy as np

SIDE = 224
"""Pixels a side that ImageNet networks are trained on, where the file does not say."""


class FeatureMap:
    """Runs an ONNX classifier up to the pooling whose output is called ``pooled``.

    Parameters
    ----------
    weights
        The file; its input is ``image``, ``(1, 3, height, width)`` in [0, 1].
    threads
        That one look may use.

    Attributes
    ----------
    side
        Pixels a side of the pictures that the network was trained on, as its input declares them.
    """

    def __init__(self, weights: Path, threads: int = 1) -> None:
        import onnx
        import onnxruntime

        model = onnx.load(str(weights))
        (pooling,) = (node for node in model.graph.node if node.output[0] == "pooled")
        sides = model.graph.input[0].type.tensor_type.shape.dim[2:]
        self.side = sides[0].dim_value or SIDE
        for side in sides:
            side.dim_param = "side"  # convolutions alone come before the pooling, so any size will do
        del model.graph.output[:]
        model.graph.output.append(onnx.helper.make_tensor_value_info(pooling.input[0], onnx.TensorProto.FLOAT, None))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(
            model.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )

    def __call__(self, picture: np.ndarray) -> np.ndarray:
        """The map ``(channels, rows, columns)`` of a ``uint8`` picture ``(height, width, 3)``."""
        given = picture.transpose(2, 0, 1)[None].astype(np.float32) / 255
        return self.session.run(None, {"image": given})[0][0]
