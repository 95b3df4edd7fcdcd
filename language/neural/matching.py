"""Where in the other picture each place is found again: a cost volume of all places, and how far most have shifted."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

KEY = 64
"""Numbers that a place is compared by."""
SHARPNESS, FAITH, SCALE = 5.0, 1.0, 10.0
"""At the start: how much a displacement that fits better is preferred, how much a place believes it, and how much one
that looks alike."""
LEAST = -12.0
"""Log probability of a displacement, at least."""


@dataclass(frozen=True, eq=False)
class Matches:
    """Of ``n`` pairs with ``p`` places a picture.

    ``scores`` ``(n, p, p)``: place before by place after; ``shifts`` ``(n, displacements)``: log probabilities of the
    displacements; ``found`` ``(n, 2, p, channels)``: what stands in the other picture where each place is found;
    ``signs`` ``(n, 2, p, 3)``: how alike the two are, the best likeness anywhere, and how sure the place is.
    """

    scores: Tensor
    shifts: Tensor
    found: Tensor
    signs: Tensor


class Matcher(nn.Module):
    """Attention from each picture to the other, after likeness and the displacements that most places agree on.

    The displacements are judged by cross-correlating both pictures' keys, as image registration does (Lewis, "Fast
    Normalized Cross-Correlation", 1995); a cost volume as in optical flow (Dosovitskiy et al. 2015).
    """

    displacement: Tensor

    def __init__(self, channels: int, rows: int, columns: int) -> None:
        super().__init__()
        self.rows, self.columns = rows, columns
        self.key = nn.Conv2d(channels, KEY, 1)
        self.scale = nn.Parameter(torch.tensor(SCALE))
        self.faith = nn.Parameter(torch.tensor(FAITH))
        self.sharpness = nn.Parameter(torch.tensor(SHARPNESS))
        row, column = torch.arange(rows * columns) // columns, torch.arange(rows * columns) % columns
        down, right = (one[None] - one[:, None] for one in (row, column))
        number = (down + rows - 1) * (2 * columns - 1) + right + columns - 1
        self.register_buffer("displacement", number, persistent=False)

    def forward(self, seen: Tensor) -> Matches:
        """``seen`` ``(n, 2, channels, rows, columns)``."""
        keys = functional.normalize(self.key(seen.flatten(0, 1)).float(), dim=1).unflatten(0, (-1, 2))
        shifts = self._shifts(keys[:, 0], keys[:, 1])
        tokens = keys.flatten(3).transpose(2, 3).to(seen.dtype)
        before, after = tokens[:, 0], tokens[:, 1]
        alike = torch.bmm(before * self.scale.to(seen.dtype), after.transpose(1, 2))
        # The shifts are learned from true displacements alone: through all places that would take most of the time.
        expected = shifts.detach().clamp(min=LEAST).to(seen.dtype)[:, self.displacement]
        scores = torch.addcmul(alike, expected, self.faith.to(seen.dtype).expand(1))
        values = seen.flatten(3).transpose(2, 3)
        ways = (
            (scores, alike, before, after, values[:, 1]),
            (*(one.transpose(1, 2).contiguous() for one in (scores, alike)), after, before, values[:, 0]),
        )
        found, signs = zip(*(self._looked_up(*way) for way in ways), strict=True)
        return Matches(scores, shifts, torch.stack(found, dim=1), torch.stack(signs, dim=1))

    def _looked_up(
        self, scores: Tensor, alike: Tensor, own: Tensor, other: Tensor, values: Tensor
    ) -> tuple[Tensor, Tensor]:
        shares = torch.softmax(scores, dim=-1, dtype=torch.float32).to(values.dtype)
        with torch.no_grad():
            there = (own.float() * torch.bmm(shares, other).float()).sum(dim=-1)
            anywhere = alike.amax(dim=-1).float() / SCALE
            signs = torch.stack([there, anywhere, shares.amax(dim=-1).float()], dim=-1)
        return torch.bmm(shares, values), signs.to(values.dtype)

    def _shifts(self, before: Tensor, after: Tensor) -> Tensor:
        """Log probabilities of the displacements, in the order of :attr:`displacement`."""
        size = (2 * self.rows, 2 * self.columns)
        with torch.autocast("cpu", enabled=False):
            first, second = (torch.fft.rfft2(one - one.mean(dim=(2, 3), keepdim=True), size) for one in (before, after))
            both = torch.fft.irfft2((second * first.conj()).sum(dim=1), size)
            both = both.roll((self.rows - 1, self.columns - 1), (1, 2))[:, :-1, :-1]
            both = functional.avg_pool2d(both[:, None], 3, 1, 1)[:, 0].flatten(1)
            both = (both - both.mean(dim=1, keepdim=True)) / (both.std(dim=1, keepdim=True) + 1e-3)
            return torch.log_softmax(both * self.sharpness, dim=1)
