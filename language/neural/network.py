"""The network: an encoder of the pair, and a recurrent decoder with attention to what the encoder found.

After Fan and Wang (2019), convolutions over both pictures and an LSTM, with the soft attention of Xu et al. (2015).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from language.neural.decoders import AttentionDecoder, State
from language.neural.encoder import Encoder, Seen
from language.neural.vocabulary import PADDING, START


@dataclass(frozen=True)
class Shape:
    """The sizes of a network."""

    words: int
    width: int = 96
    vector: int = 512
    """Size of the pair's vector, as in Fan and Wang."""
    hidden: int = 256
    embedding: int = 128
    dropout: float = 0.2


class Captioner(nn.Module):
    """Pair to words.  With ``coarse`` the encoder computes in bfloat16, which some processors do much faster."""

    def __init__(self, shape: Shape, coarse: bool = False) -> None:
        super().__init__()
        self.shape = shape
        self.coarse = coarse
        self.encoder = Encoder(shape.width, shape.vector)
        self.decoder = AttentionDecoder(shape, self.encoder.size, shape.width)

    def see(self, pairs: Tensor) -> Seen:
        """What the encoder makes of features ``(n, 2, CHANNELS, ROWS, COLUMNS)``."""
        with torch.autocast("cpu", torch.bfloat16, enabled=self.coarse):
            return self.encoder(pairs.to(torch.bfloat16 if self.coarse else torch.float32))

    def begin(self, seen: Seen) -> State:
        """The decoder's state before the first word."""
        return self.decoder.begin(seen.vector.float(), seen.attended.float())

    def say(self, state: State, captions: Tensor) -> tuple[Tensor, Tensor]:
        """Teacher forcing.

        Parameters
        ----------
        state
            Of ``n`` pairs, before the first word.
        captions
            Word numbers that end with the end of the sentence, padded: ``(n, k, longest)``.

        Returns
        -------
        logits
            ``(n * k, longest, words)``, place by place of the word that comes there.
        attended
            The attention given to each object over the whole sentence, ``(n * k, 2 * OBJECTS + 2)``.
        """
        count, each, longest = captions.shape
        said = captions.reshape(count * each, longest)
        given = functional.pad(said[:, :-1], (1, 0), value=START)
        return self.decoder(given, said != PADDING, tuple(part.repeat_interleave(each, dim=0) for part in state))
