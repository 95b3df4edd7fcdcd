"""What the network is asked about a batch of pairs beside their words, and the losses of its answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from language.lexicon import ATTRIBUTE_VALUES
from language.neural.encoder import COLUMNS, KINDS, PLACES, ROWS, Seen
from language.neural.matching import Matcher
from pipeline.training.neural.truth import Truth
from pipeline.training.neural.views import View

UNKNOWN = -1
"""In the place of a number that nobody knows, or that is outside the picture."""
OBJECT_WEIGHT = 20.0
"""Of a place where an object is, beside one where none is."""
WEIGHTS = {"place": 0.4, "kind": 0.5, "looks": 0.2, "objects": 0.4, "same": 0.2, "shifts": 0.05}
"""Of each question beside the words, which have 1."""


@dataclass(frozen=True, eq=False)
class Targets:
    """Right answers about ``n`` pairs.

    ``place`` ``(n, 2)`` and ``kind`` ``(n,)`` of the change, ``looks`` ``(n, 2, attributes)`` of the changed object;
    ``told`` ``(n,)``: whether all objects are known; ``objects`` ``(m, 3)``: pair, picture, place of every object, and
    ``values`` ``(m, attributes)`` what it looks like; ``same`` ``(k, 3)``: pair, place before and place after of every
    object that stands where it stood.
    """

    place: Tensor
    kind: Tensor
    looks: Tensor
    told: Tensor
    objects: Tensor
    values: Tensor
    same: Tensor


def targets_of(truths: Sequence[tuple[Truth | None, View]]) -> Targets:
    """Of pairs, each with its truth, where that is known, and the view it is seen in."""
    attributes = len(ATTRIBUTE_VALUES)
    place = np.full((len(truths), 2), UNKNOWN)
    looks = np.full((len(truths), 2, attributes), UNKNOWN)
    kind = [UNKNOWN if truth is None else KINDS.index(truth.kind) for truth, _ in truths]
    objects, values, same = [], [], []
    for pair, (truth, view) in enumerate(truths):
        if truth is None:
            continue
        cells = [_cells(view.points(middles)) for middles in truth.middles]
        for side, changed in enumerate(truth.changed):
            place[pair, side] = PLACES if changed is None else cells[side][changed]
            if changed is not None:
                looks[pair, side] = truth.looks[side][changed]
            seen = np.flatnonzero(cells[side] != UNKNOWN)
            objects += [(pair, side, cells[side][one]) for one in seen]
            values += [truth.looks[side][one] for one in seen]
        there = [(pair, cells[0][i], cells[1][j]) for i, j in truth.same]
        same += [row for row in there if UNKNOWN not in row]
    return Targets(
        torch.from_numpy(place),
        torch.tensor(kind),
        torch.from_numpy(looks),
        torch.tensor([truth is not None for truth, _ in truths]),
        torch.from_numpy(np.array(objects, int).reshape(-1, 3)),
        torch.from_numpy(np.array(values, int).reshape(-1, attributes)),
        torch.from_numpy(np.array(same, int).reshape(-1, 3)),
    )


def seeing_loss(seen: Seen, right: Targets, matcher: Matcher) -> Tensor:
    """The weighted sum of the losses of all questions about a batch; zero where nothing is known."""
    if not right.told.any():
        return seen.kind.new_zeros(())
    losses = {
        "place": _place_loss(seen.place, right.place),
        "kind": functional.cross_entropy(seen.kind.float(), right.kind, ignore_index=UNKNOWN),
        "looks": _looks_loss(seen.looks.flatten(0, 1), right.looks.flatten(0, 1)),
        "objects": _objects_loss(seen.objects, right),
    }
    if len(right.same):
        pair, before, after = right.same.T
        scores = seen.matches.scores
        there = functional.cross_entropy(scores[pair, before].float(), after)
        back = functional.cross_entropy(scores[pair, :, after].float(), before)
        losses["same"] = (there + back) / 2
        losses["shifts"] = -seen.matches.shifts[pair, matcher.displacement[before, after]].mean()
    return torch.stack([WEIGHTS[name] * loss for name, loss in losses.items()]).sum()


def _place_loss(logits: Tensor, right: Tensor) -> Tensor:
    """Half for the very place, half for it or one beside it."""
    known = right != UNKNOWN
    log = torch.log_softmax(logits, dim=-1)
    chances = log[..., :-1].exp().flatten(0, 1).unflatten(1, (1, ROWS, COLUMNS))
    around = 9 * functional.avg_pool2d(chances, 3, 1, 1).flatten(1).unflatten(0, (-1, 2))
    near = torch.cat([around, log[..., -1:].exp()], dim=-1).clamp(1e-6, 1).log()
    asked = right.clamp(min=0)[..., None]
    told = (log.gather(2, asked) + near.gather(2, asked))[..., 0] / 2
    return -told[known].sum() / max(1, int(known.sum()))


def _looks_loss(logits: Tensor, right: Tensor) -> Tensor:
    """Over all attributes, of objects ``(m, READINGS)``; zero where none is known."""
    known = right[:, 0] != UNKNOWN
    if not known.any():
        return logits.new_zeros(())
    parts = logits[known].float().split([len(values) for values in ATTRIBUTE_VALUES.values()], dim=1)
    columns = right[known].T
    return torch.stack([functional.cross_entropy(*one) for one in zip(parts, columns, strict=True)]).sum()


def _objects_loss(logits: Tensor, right: Targets) -> Tensor:
    pair, side, place = right.objects.T
    there = torch.zeros_like(logits[:, :, 0])
    there[pair, side, place] = 1
    weight = logits.new_tensor(OBJECT_WEIGHT)
    found = functional.binary_cross_entropy_with_logits(
        logits[right.told][:, :, 0], there[right.told], pos_weight=weight
    )
    return found + _looks_loss(logits[pair, side, 1:, place], right.values) / 2


def _cells(points: np.ndarray) -> np.ndarray:
    """Numbers of the places that points in shares of the picture's sides stand in."""
    inside = np.all((points >= 0) & (points < 1), axis=1)  # what is no number is not
    column, row = (np.where(inside.reshape(-1, 1), points, 0) * [COLUMNS, ROWS]).astype(int).T
    return np.where(inside, row * COLUMNS + column, UNKNOWN)
