"""The network: a residual trunk over the pair, and a recurrent decoder without or with attention.

Without: Fan and Wang (2019), after Vinyals et al. (2015): the pair as one vector is the decoder's first "word".  With:
Xu et al. (2015), soft attention: before each word the decoder looks at some places of the pair.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from language.neural.decoders import AttentionDecoder, PlainDecoder, State
from language.neural.feed import CHANNELS
from language.neural.vocabulary import PADDING, START

VECTOR = 512
"""Size of the pair's vector, as in Fan and Wang."""


@dataclass(frozen=True)
class Shape:
    """The sizes of a network.  ``trunk`` is ``small`` (ours) or ``resnet18`` (torchvision's, from scratch)."""

    words: int
    attention: bool = False
    trunk: str = "small"
    width: int = 24
    hidden: int = 192
    embedding: int = 128
    """Size of a word's vector beside attention; without, words are as long as the pair's vector."""
    dropout: float = 0.1


class Captioner(nn.Module):
    """Pair to words.  With ``coarse`` the trunk computes in bfloat16, which some processors do much faster."""

    def __init__(self, shape: Shape, coarse: bool = False) -> None:
        super().__init__()
        self.shape = shape
        self.coarse = coarse
        self.trunk = resnet18() if shape.trunk == "resnet18" else Trunk(shape.width)
        channels = 512 if shape.trunk == "resnet18" else 4 * shape.width
        # The mean says what is there, the maximum keeps a small change from drowning in it.
        self.vector = nn.Sequential(nn.Linear(2 * channels, VECTOR), nn.BatchNorm1d(VECTOR), nn.ReLU())
        self.decoder = AttentionDecoder(shape, VECTOR, channels) if shape.attention else PlainDecoder(shape, VECTOR)

    def look(self, pairs: Tensor) -> State:
        """The decoder's state before the first word; ``pairs`` as :func:`language.neural.feed.side_by_side` makes."""
        with torch.autocast("cpu", torch.bfloat16, enabled=self.coarse):
            seen = self.trunk(pairs)
        places = seen.float().flatten(2).transpose(1, 2)
        vector = self.vector(torch.cat([places.mean(dim=1), places.amax(dim=1)], dim=1))
        return self.decoder.begin(vector, places)

    def forward(self, pairs: Tensor, captions: Tensor) -> tuple[Tensor, Tensor]:
        """Teacher forcing.

        Parameters
        ----------
        pairs
            ``(n, CHANNELS, height, width)``.
        captions
            Word numbers that end with the end of the sentence, padded: ``(n, k, longest)``.

        Returns
        -------
        logits
            ``(n * k, longest, words)``, place by place of the word that comes there.
        attended
            The attention given to each place over the whole sentence ``(n * k, places)``; without attention ``(0,)``.
        """
        count, each, longest = captions.shape
        said = captions.reshape(count * each, longest)
        given = functional.pad(said[:, :-1], (1, 0), value=START)
        state = tuple(part.repeat_interleave(each, dim=0) for part in self.look(pairs))
        return self.decoder(given, said != PADDING, state)


class Trunk(nn.Module):
    """A small residual network (He et al. 2016): ``4 * width`` channels, a place for every 16 pixels.

    The first convolution takes steps of 4, as a convolution and a pooling would together, at a third of the time.
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(CHANNELS, width, 7, stride=4, padding=3, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(),
            _Block(width, width, 1),
            _Block(width, width, 1),
            _Block(width, 2 * width, 2),
            _Block(2 * width, 2 * width, 1),
            _Block(2 * width, 4 * width, 2),
            _Block(4 * width, 4 * width, 1),
        )

    def forward(self, pairs: Tensor) -> Tensor:
        """``(n, CHANNELS, height, width)`` to ``(n, channels, height / 16, width / 16)``."""
        return self.layers(pairs)


class _Block(nn.Module):
    def __init__(self, before: int, after: int, stride: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(before, after, 3, stride, 1, bias=False),
            nn.BatchNorm2d(after),
            nn.ReLU(),
            nn.Conv2d(after, after, 3, 1, 1, bias=False),
            nn.BatchNorm2d(after),
        )
        self.past = (
            nn.Identity()
            if (before, stride) == (after, 1)
            else nn.Sequential(nn.Conv2d(before, after, 1, stride, bias=False), nn.BatchNorm2d(after))
        )

    def forward(self, values: Tensor) -> Tensor:
        return functional.relu(self.body(values) + self.past(values))


def resnet18() -> nn.Module:
    """torchvision's ResNet-18 without its head, the first convolution made to take a pair."""
    from torchvision import models

    whole = models.resnet18(weights=None)
    whole.conv1 = nn.Conv2d(CHANNELS, 64, 7, stride=2, padding=3, bias=False)
    return nn.Sequential(*list(whole.children())[:-2])
