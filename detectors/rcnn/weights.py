"""The network's weights on disk, in safetensors format."""

from __future__ import annotations

from pathlib import Path

from safetensors import SafetensorError
from safetensors.torch import load_file, save
from torch import nn

from pipeline.core import messages
from pipeline.core.files import write_file
from pipeline.core.reading import WRONG
from pipeline.core.tensors import canonical


def load_weights(network: nn.Module, path: Path | str, remedy: str) -> None:
    """Load the weights of a training run or of a pack.

    Raises
    ------
    SpotItError
        If the file is missing or does not hold this network's weights, all of them numbers: RoIAlign reads anywhere
        in memory where a box is none.  The message says to do the ``remedy``.
    """
    try:
        weights = load_file(path)
        if not all(bool(value.isfinite().all()) for value in weights.values()):
            raise ValueError("some are no numbers")
        network.load_state_dict(weights)
    except (OSError, RuntimeError, SafetensorError, *WRONG) as error:
        raise messages.error(messages.RCNN_OTHER_WEIGHTS, path=path, remedy=remedy) from error


def save_weights(network: nn.Module, path: Path) -> None:
    """Write the weights, in the usual order, whatever the network's memory format."""
    write_file(path, canonical(save({name: value.contiguous() for name, value in network.state_dict().items()})))
