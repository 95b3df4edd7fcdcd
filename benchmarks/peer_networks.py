"""Networks of the size of published change captioners, with random weights: they cost as much, and say nothing."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn
from torchvision.models import resnet101, vit_b_32

SIDE, WORDS, LENGTH, WIDTH = 224, 72, 12, 512
"""Pixels of the input, words of the vocabulary, words of a sentence (the mean of CLEVR-Change is 11), units."""


class ResNetCaptioner(nn.Module):
    """ResNet-101 up to conv4 on both pictures, attention over both maps and their difference, an LSTM for words.

    After Park et al., "Robust Change Captioning", 2019.
    """

    def __init__(self) -> None:
        super().__init__()
        whole = resnet101(weights=None)
        parts = (whole.conv1, whole.bn1, whole.relu, whole.maxpool, whole.layer1, whole.layer2, whole.layer3)
        self.trunk = nn.Sequential(*parts)
        self.narrow = nn.Conv2d(1024, WIDTH, 1)
        self.attention = nn.Sequential(nn.Conv2d(2 * WIDTH, WIDTH, 1), nn.ReLU(), nn.Conv2d(WIDTH, 1, 1))
        self.attend = nn.LSTMCell(3 * WIDTH + WIDTH, WIDTH)
        self.words = nn.LSTMCell(WIDTH + 300, WIDTH)
        self.embedding, self.output = nn.Embedding(WORDS, 300), nn.Linear(WIDTH, WORDS)
        self.weigh, self.mix = nn.Linear(WIDTH, 3), nn.Linear(WIDTH, WIDTH)
        self.eval()

    @torch.inference_mode()
    def forward(self, before: np.ndarray, after: np.ndarray) -> None:
        """One pair, word by word."""
        first, second = (self.narrow(self.trunk(_input(image))) for image in (before, after))
        parts = []
        for one in (first, second):
            mask = self.attention(torch.cat([one, second - first], 1)).sigmoid()
            parts.append((one * mask).sum((2, 3)))
        parts.append(parts[1] - parts[0])
        attended, spoken = ([torch.zeros(1, WIDTH)] * 2 for _ in range(2))
        word = torch.zeros(1, dtype=torch.long)
        for _ in range(LENGTH):
            attended = list(self.attend(torch.cat([*parts, spoken[0]], 1), tuple(attended)))
            weights = self.weigh(attended[0]).softmax(1)
            seen = self.mix(sum(weights[:, i : i + 1] * part for i, part in enumerate(parts)))
            spoken = list(self.words(torch.cat([seen, self.embedding(word)], 1), tuple(spoken)))
            word = self.output(spoken[0]).argmax(1)


class ViTCaptioner(nn.Module):
    """ViT-B/32 on both pictures, and a transformer of three layers that decodes over their patches.

    After Guo et al., "CLIP4IDC", 2022.
    """

    def __init__(self) -> None:
        super().__init__()
        self.trunk = vit_b_32(weights=None)
        layer = nn.TransformerDecoderLayer(WIDTH, 8, 4 * WIDTH, batch_first=True)
        self.decoder = nn.TransformerDecoder(layer, 3)
        self.narrow, self.embedding, self.output = (
            nn.Linear(768, WIDTH),
            nn.Embedding(WORDS, WIDTH),
            nn.Linear(WIDTH, WORDS),
        )
        self.eval()

    @torch.inference_mode()
    def forward(self, before: np.ndarray, after: np.ndarray) -> None:
        """One pair, word by word."""
        seen = []
        for image in (before, after):
            patches = self.trunk._process_input(_input(image))
            tokens = torch.cat([self.trunk.class_token.expand(1, -1, -1), patches], 1)
            seen.append(self.narrow(self.trunk.encoder(tokens)))
        memory = torch.cat(seen, 1)
        words = torch.zeros(1, 1, dtype=torch.long)
        for _ in range(LENGTH):
            decoded = self.decoder(self.embedding(words), memory)
            words = torch.cat([words, self.output(decoded[:, -1]).argmax(1)[:, None]], 1)


def _input(image: np.ndarray) -> Tensor:
    pixels = torch.from_numpy(np.array(image)).permute(2, 0, 1)[None].float() / 255
    return nn.functional.interpolate(pixels, (SIDE, SIDE), mode="bilinear", antialias=True)
