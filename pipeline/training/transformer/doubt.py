"""The belief that nothing changed above which a network says so alone: set on pairs in which nothing has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import torch
from torch import Tensor

from language.transformer.network import DifferenceTransformer
from language.transformer.tokens import Tokens
from pipeline.core import messages
from pipeline.datasets.files import read_json
from pipeline.flow.captioner import Captioner
from pipeline.training.transformer.samples import Samples

Pair = tuple[Path, Path]


def doubt_of(network: DifferenceTransformer, held: Samples, alarms: float) -> float:
    """The belief under which this share of the unchanged fictive pairs is; 1 where there are none."""
    batches = held.still.nonzero()[:, 0].split(50)
    return _under(network, (held.rows(places) for places in batches if len(places)), alarms)


def doubt_on(network: DifferenceTransformer, pairs: Sequence[Tokens], alarms: float) -> float:
    """The same on pairs of pictures in which nothing has changed, as a detector sees them."""
    return _under(network, (_Seen(pair) for pair in pairs), alarms)


def unchanged(folder: Path) -> list[Pair]:
    """The pairs of a folder of ``pipeline synth`` in which nothing has changed.

    Raises
    ------
    SpotItError
        If it holds none.
    """
    records = [read_json(file, dict) for file in sorted((folder / "truth").glob("*.json"))]
    still = [one for one in records if one.get("kind") == "none" and {"before", "after"} <= one.keys()]
    pairs = [(folder / one["before"], folder / one["after"]) for one in still]
    if not pairs:
        raise messages.error(messages.NONE_UNCHANGED, path=folder)
    return pairs


def seen(pairs: Sequence[Pair], captioner: Captioner, progress: Callable[[int], None]) -> list[Tokens]:
    """Their tokens."""
    found = []
    for before, after in pairs:
        found.append(Tokens.of(captioner.diff(before, after)))
        progress(len(found))
    return found


class _Seen:
    """A pair as a batch of one."""

    def __init__(self, pair: Tokens) -> None:
        self.features, self.after = torch.from_numpy(pair.features)[None], torch.from_numpy(pair.after)[None]
        self.present = torch.ones_like(self.after)


def _under(network: DifferenceTransformer, batches: Iterable[Samples | _Seen], share: float) -> float:
    network.eval()
    with torch.inference_mode():
        found: list[Tensor] = [
            network.unchanged(network.see(one.features, one.after, one.present)).sigmoid() for one in batches
        ]
    return float(torch.cat(found).double().quantile(share)) if found else 1.0
