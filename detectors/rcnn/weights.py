"""The network's weights on disk, in safetensors format."""

from __future__ import annotations

from pathlib import Path

from safetensors import SafetensorError
from safetensors.torch import load_file, save
from torch import nn

from pipeline.core.errors import SpotItError


def load_weights(network: nn.Module, path: Path | str, remedy: str) -> None:
    """Load the weights of a training run or of a pack.

    Raises
    ------
    SpotItError
        If the file is missing or does not hold this network's weights; it says to do the ``remedy``.
    """
    try:
        network.load_state_dict(load_file(path))
    except (OSError, RuntimeError, SafetensorError) as error:
        raise SpotItError(f"{path} does not hold weights of this network: {remedy}") from error


def save_weights(network: nn.Module, path: Path) -> None:
    """Write the weights, in the usual order, whatever the network's memory format."""
    weights = save({name: value.contiguous() for name, value in network.state_dict().items()})
    path.write_bytes(weights)  # save_file would let nobody else read it
