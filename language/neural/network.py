"""The network: a residual trunk over the pair, and a recurrent decoder without or with attention.

Without: Fan and Wang (2019), after Vinyals et al. (2015): the pair as one vector is the decoder's first "word".  With:
Xu et al. (2015), soft attention: before each word the decoder looks at some places of the pair.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from language.neural.feed import CHANNELS
from language.neural.vocabulary import PADDING, START

VECTOR = 512
"""Size of the pair's vector, as in Fan and Wang."""

State = tuple[Tensor, ...]
"""Hidden and cell state ``(n, hidden)``, then what the decoder looks at; a row for each sentence."""


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
        self.decoder = AttentionDecoder(shape, channels) if shape.attention else PlainDecoder(shape)

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


class PlainDecoder(nn.Module):
    """An LSTM that is told the pair's vector once, before the first word."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.embedding = nn.Embedding(shape.words, VECTOR, padding_idx=PADDING)
        self.lstm = nn.LSTM(VECTOR, shape.hidden, batch_first=True)
        self.dropout = nn.Dropout(shape.dropout)
        self.out = nn.Linear(shape.hidden, shape.words)

    def begin(self, vector: Tensor, places: Tensor) -> State:
        """The state after the pair's vector."""
        _, (hidden, cell) = self.lstm(vector[:, None])
        return hidden[0], cell[0]

    def forward(self, given: Tensor, known: Tensor, state: State) -> tuple[Tensor, Tensor]:
        """Logits after each word given."""
        entered = self.dropout(self.embedding(given))
        made, _ = self.lstm(entered, (state[0][None].contiguous(), state[1][None].contiguous()))
        return self.out(self.dropout(made)), made.new_zeros(0)

    def step(self, words: Tensor, state: State) -> tuple[Tensor, State]:
        """Logits ``(n, words)`` of the next word, and the new state."""
        made, (hidden, cell) = self.lstm(self.embedding(words)[:, None], (state[0][None], state[1][None]))
        return self.out(made[:, 0]), (hidden[0], cell[0])


class AttentionDecoder(nn.Module):
    """Xu et al. (2015), section 3.1.2, deterministic "soft" attention with the gate of section 4.2.1."""

    def __init__(self, shape: Shape, channels: int) -> None:
        super().__init__()
        size = shape.embedding
        self.embedding = nn.Embedding(shape.words, size, padding_idx=PADDING)
        self.begin_hidden = nn.Linear(VECTOR, shape.hidden)
        self.begin_cell = nn.Linear(VECTOR, shape.hidden)
        self.of_place = nn.Linear(channels, size)
        self.of_state = nn.Linear(shape.hidden, size)
        self.attend = nn.Linear(size, 1)
        self.gate = nn.Linear(shape.hidden, 1)
        self.cell = nn.LSTMCell(size + channels, shape.hidden)
        self.from_state = nn.Linear(shape.hidden, size)
        self.from_context = nn.Linear(channels, size, bias=False)
        self.dropout = nn.Dropout(shape.dropout)
        self.out = nn.Linear(size, shape.words)

    def begin(self, vector: Tensor, places: Tensor) -> State:
        """The state that the pair's vector gives, the places, and what they look like to the attention."""
        return torch.tanh(self.begin_hidden(vector)), torch.tanh(self.begin_cell(vector)), places, self.of_place(places)

    def forward(self, given: Tensor, known: Tensor, state: State) -> tuple[Tensor, Tensor]:
        """Logits after each word given, and the attention of each place, summed over the sentence."""
        logits, attended = [], state[2].new_zeros(state[2].shape[:2])
        for place in range(given.shape[1]):
            made, shares, state = self._next(given[:, place], state)
            logits.append(made)
            attended = attended + shares * known[:, place, None]
        return torch.stack(logits, dim=1), attended

    def step(self, words: Tensor, state: State) -> tuple[Tensor, State]:
        """Logits ``(n, words)`` of the next word, and the new state."""
        logits, _, state = self._next(words, state)
        return logits, state

    def _next(self, words: Tensor, state: State) -> tuple[Tensor, Tensor, State]:
        hidden, cell, places, keys = state
        energies = self.attend(torch.tanh(keys + self.of_state(hidden)[:, None]))[..., 0]
        shares = torch.softmax(energies, dim=1)
        context = torch.bmm(shares[:, None], places)[:, 0] * torch.sigmoid(self.gate(hidden))
        word = self.dropout(self.embedding(words))
        hidden, cell = self.cell(torch.cat([word, context], dim=1), (hidden, cell))
        deep = word + self.from_state(self.dropout(hidden)) + self.from_context(context)  # equation 7
        return self.out(self.dropout(deep)), shares, (hidden, cell, places, keys)


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
