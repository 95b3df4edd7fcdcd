"""Decoders of words: each is told what was seen, and gives the probabilities of one word after another.

``vector`` is the size of the one vector of all that was seen, ``channels`` that of each place.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
import torch
from torch import Tensor, nn

from language.neural.vocabulary import PADDING

State = tuple[Tensor, ...]
"""What a decoder keeps, first its hidden state ``(n, hidden)``; a row for each sentence."""


class Sizes(Protocol):
    """The sizes that a decoder needs to know."""

    @property
    def words(self) -> int: ...
    @property
    def hidden(self) -> int: ...
    @property
    def embedding(self) -> int: ...
    @property
    def dropout(self) -> float: ...


class Stepper:
    """A decoder as the beam search takes it."""

    def __init__(self, decoder: RecurrentDecoder | PlainDecoder | AttentionDecoder) -> None:
        self.decoder = decoder

    def step(self, words: np.ndarray, state: State) -> tuple[np.ndarray, State]:
        """Log probabilities ``(n, words)`` of the next word, and the new state."""
        logits, state = self.decoder.step(torch.from_numpy(words), state)
        return torch.log_softmax(logits, dim=-1).numpy(), state

    def chosen(self, state: State, rows: np.ndarray) -> State:
        """The state of some hypotheses."""
        return tuple(part[torch.from_numpy(rows)] for part in state)


class RecurrentDecoder(nn.Module):
    """The multimodal RNN of Karpathy and Fei-Fei (2015), section 3.2: the picture enters at the first step alone.

    ``h = relu(W x + V h' + b + [first] U v)``, and the next word is a softmax of ``h``.
    """

    def __init__(self, shape: Sizes, vector: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(shape.words, shape.embedding, padding_idx=PADDING)
        self.of_picture = nn.Linear(vector, shape.hidden)
        self.of_word = nn.Linear(shape.embedding, shape.hidden)
        self.of_state = nn.Linear(shape.hidden, shape.hidden, bias=False)
        nn.init.orthogonal_(self.of_state.weight, 0.5)
        self.dropout = nn.Dropout(shape.dropout)
        self.out = nn.Linear(shape.hidden, shape.words)

    def begin(self, vector: Tensor, places: Tensor) -> State:
        """No word yet: an empty state, and what the picture adds at the first step."""
        added = self.of_picture(vector)
        return torch.zeros_like(added), added

    def forward(self, given: Tensor, known: Tensor, state: State) -> tuple[Tensor, Tensor]:
        """Logits after each word given."""
        entered = self.of_word(self.dropout(self.embedding(given)))
        hidden, added = state
        made = []
        for place in range(given.shape[1]):
            hidden = torch.relu(entered[:, place] + self.of_state(hidden) + added)
            added = torch.zeros_like(added)
            made.append(hidden)
        return self.out(self.dropout(torch.stack(made, dim=1))), entered.new_zeros(0)

    def step(self, words: Tensor, state: State) -> tuple[Tensor, State]:
        """Logits ``(n, words)`` of the next word, and the new state."""
        hidden, added = state
        hidden = torch.relu(self.of_word(self.embedding(words)) + self.of_state(hidden) + added)
        return self.out(hidden), (hidden, torch.zeros_like(added))


class PlainDecoder(nn.Module):
    """An LSTM that is told the vector once, before the first word (Vinyals et al. 2015); words are as long as it."""

    def __init__(self, shape: Sizes, vector: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(shape.words, vector, padding_idx=PADDING)
        self.lstm = nn.LSTM(vector, shape.hidden, batch_first=True)
        self.dropout = nn.Dropout(shape.dropout)
        self.out = nn.Linear(shape.hidden, shape.words)

    def begin(self, vector: Tensor, places: Tensor) -> State:
        """The state after the vector."""
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

    def __init__(self, shape: Sizes, vector: int, channels: int) -> None:
        super().__init__()
        size = shape.embedding
        self.embedding = nn.Embedding(shape.words, size, padding_idx=PADDING)
        self.begin_hidden = nn.Linear(vector, shape.hidden)
        self.begin_cell = nn.Linear(vector, shape.hidden)
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
        """The state that the vector gives, the places, and what they look like to the attention."""
        hidden, cell = torch.tanh(self.begin_hidden(vector)), torch.tanh(self.begin_cell(vector))
        places = places.float()
        return hidden, cell, places, self.of_place(places).float()

    def forward(self, given: Tensor, known: Tensor, state: State) -> tuple[Tensor, Tensor]:
        """Logits after each word given, and the attention of each place, summed over the sentence."""
        deep, attended = [], state[2].new_zeros(state[2].shape[:2])
        for place in range(given.shape[1]):
            made, shares, state = self._next(given[:, place], state)
            deep.append(made)
            attended = attended + shares * known[:, place, None]
        return self.out(self.dropout(torch.stack(deep, dim=1))), attended

    def step(self, words: Tensor, state: State) -> tuple[Tensor, State]:
        """Logits ``(n, words)`` of the next word, and the new state."""
        deep, _, state = self._next(words, state)
        return self.out(deep), state

    def looks(self, given: Tensor, state: State) -> Tensor:
        """The share of attention that each place has while each next word is said, ``(n, words, places)``."""
        found = []
        for place in range(given.shape[1]):
            _, shares, state = self._next(given[:, place], state)
            found.append(shares)
        return torch.stack(found, dim=1)

    def _next(self, words: Tensor, state: State) -> tuple[Tensor, Tensor, State]:
        """What the next word is told by, the share of attention that each place has, and the new state."""
        hidden, cell, places, keys = state
        energies = self.attend((keys + self.of_state(hidden).float()[:, None]).tanh_())[..., 0]
        shares = torch.softmax(energies.float(), dim=1)
        context = torch.bmm(shares[:, None], places)[:, 0] * torch.sigmoid(self.gate(hidden))
        word = self.dropout(self.embedding(words))
        hidden, cell = self.cell(torch.cat([word, context], dim=1), (hidden, cell))
        deep = word + self.from_state(self.dropout(hidden)) + self.from_context(context)  # equation 7
        return deep, shares, (hidden, cell, places, keys)
