"""The losses: masked words, masked looks told apart, false captions told apart, words one after another, distractors.

MLM, MVCL and FDA are the pre-training tasks of Yao et al. (2022), with FDA's negatives by Retrieve, Replace and
Confuse; GIC and FGVC are theirs on extra data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import torch
from torch import Tensor
from torch.nn import functional

from language.lexicon import ATTRIBUTE_VALUES
from language.neural.vocabulary import PADDING, START
from language.transformer.network import PICTURES, DifferenceTransformer
from language.transformer.tokens import READINGS
from pipeline.training.transformer.samples import CAPTIONS, Samples

WORDS_HIDDEN, LOOKS_HIDDEN = 0.2, 0.2
TEMPERATURE = 0.1
"""Of all contrastive losses."""
HALF = 0.5
"""Cosine of two objects at which they are as likely as not alike."""


def mlm(network: DifferenceTransformer, batch: Samples, seen: Tensor) -> Tensor:
    """Masked language modelling: hidden words from the others and both pictures."""
    return _hidden_words(network, _texts(batch.captions[:, :1]), seen, batch.present)


def gic(network: DifferenceTransformer, batch: Samples) -> Tensor:
    """General image captioning: hidden words of what is said of the first picture, which is seen by itself."""
    first = batch.present & ~batch.after
    return _hidden_words(network, _texts(batch.alone[:, None]), network.see(batch.features, batch.after, first), first)


def fgvc(network: DifferenceTransformer, batch: Samples, seen: Tensor) -> Tensor:
    """Fine-grained visual classification, by contrast: each object told from the looks of all others in the batch, and
    of two objects, one of each picture, whether they truly look alike."""
    objects = functional.normalize(network.recall(seen[:, PICTURES:]), dim=-1)
    classes = batch.classes.float()
    kinds, own = torch.unique(classes[batch.present], dim=0, return_inverse=True)
    known = functional.normalize(network.readings(kinds), dim=-1)
    loss = functional.cross_entropy(objects[batch.present] @ known.T / TEMPERATURE, own)
    across = (batch.present & ~batch.after)[:, :, None] & (batch.present & batch.after)[:, None]
    if not across.any():
        return loss
    near = (objects @ objects.transpose(1, 2))[across]
    alike = (classes @ classes.transpose(1, 2))[across] == len(ATTRIBUTE_VALUES)
    return loss + functional.binary_cross_entropy_with_logits((near - HALF) / TEMPERATURE, alike.float())


def _hidden_words(network: DifferenceTransformer, words: Tensor, seen: Tensor, present: Tensor) -> Tensor:
    hidden = (torch.rand(words.shape) < WORDS_HIDDEN) & (words != PADDING)
    if not hidden.any():
        hidden = words != PADDING
    _, said = network.join(seen, present, torch.where(hidden, network.mask, words))
    found = network.out(said[:, 1:][hidden.flatten(0, 1)])
    return functional.cross_entropy(found, words[hidden])


def mvcl(network: DifferenceTransformer, batch: Samples) -> Tensor:
    """Masked visual contrastive learning: the hidden looks of objects of one picture, told from others in the batch.

    Where an object stands is not hidden: it says which look is asked for.  Objects of the very same look are no
    negatives.
    """
    side = torch.rand(len(batch), 1) < 0.5
    hidden = (torch.rand(batch.present.shape) < LOOKS_HIDDEN) & batch.present & (batch.after == side)
    if not hidden.any():
        hidden = batch.present & (batch.after == side)
    seen = network.see(batch.features, batch.after, batch.present, hidden)
    joined, _ = network.join(seen, batch.present, _texts(batch.captions[:, :1]))
    asked = functional.normalize(network.recall(joined[:, PICTURES:][hidden]), dim=-1)
    looks = batch.features[..., :READINGS]
    known = functional.normalize(network.readings(looks[batch.present]), dim=-1)
    own = functional.normalize(network.readings(looks[hidden]), dim=-1)
    alike = (looks[hidden] @ looks[batch.present].T) > 3.5  # all four attributes read alike
    scores = (asked @ known.T / TEMPERATURE).masked_fill(alike, -torch.inf)
    right = (asked * own).sum(dim=-1, keepdim=True) / TEMPERATURE
    return functional.cross_entropy(torch.cat([right, scores], dim=1), torch.zeros(len(right), dtype=torch.long))


def fda(network: DifferenceTransformer, batch: Samples, seen: Tensor) -> Tensor:
    """Fine-grained difference aligning: the caption told from another pair's, and from itself rewritten."""
    true = batch.captions[:, :1]
    texts = _texts(torch.cat([true, retrieved(true[:, 0])[:, None], batch.wrong], dim=1))
    _, said = network.join(seen, batch.present, texts)
    scores = network.match(said[:, 0]).reshape(texts.shape[:2])
    scores = scores.masked_fill(texts[..., 0] == PADDING, -torch.inf)
    return functional.cross_entropy(scores, torch.zeros(len(scores), dtype=torch.long))


def retrieved(captions: Tensor) -> Tensor:
    """For each caption ``(n, longest)`` the one of the batch that shares most words and is not the same."""
    bags = torch.zeros(len(captions), int(captions.max()) + 1).scatter_(1, captions.long(), 1.0)
    bags[:, PADDING] = 0
    shared = bags @ bags.T / bags.sum(dim=1).clamp(min=1)
    same = (captions[:, None] == captions[None]).all(dim=-1)
    return captions[shared.masked_fill(same, -1.0).argmax(dim=1)]


def write(network: DifferenceTransformer, batch: Samples, seen: Tensor, each: int = CAPTIONS) -> Tensor:
    """Fine-tuning: every word from those before it and both pictures, so many captions of each pair."""
    words = _texts(batch.captions if each >= CAPTIONS else batch.captions[:, torch.randperm(CAPTIONS)[:each]])
    given = functional.pad(words[..., :-1], (1, 0), value=START)
    logits = network.write(network.remember(seen, batch.present), batch.present, given)
    return functional.cross_entropy(logits.flatten(0, 1), words.flatten(), ignore_index=PADDING)


def judging(network: DifferenceTransformer, batch: Samples, seen: Tensor) -> Tensor:
    """Distractor judging: whether anything has changed."""
    return functional.binary_cross_entropy_with_logits(network.unchanged(seen), batch.still.float())


Task = Callable[[DifferenceTransformer, Samples, Tensor], Tensor]
PRETRAINING: Mapping[str, Task] = {
    "mlm": mlm,
    "mvcl": lambda network, batch, _: mvcl(network, batch),
    "fda": fda,
}
EXTRA: Mapping[str, Task] = {"gic": lambda network, batch, _: gic(network, batch), "fgvc": fgvc}
"""From what the paper calls extra data: captions of single pictures, and names of classes."""


def _texts(words: Tensor) -> Tensor:
    """As whole numbers, no longer than the longest of them."""
    longest = int((words != PADDING).flatten(0, -2).any(dim=0).sum())
    return words[..., : max(longest, 1)].long()
