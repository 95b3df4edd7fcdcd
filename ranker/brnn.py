"""Regions of a sentence's phrases by the alignment model, which knows nothing of where the sentence came from."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from pipeline.core.protocols import Grounder
from pipeline.core.tokens import located
from pipeline.core.types import Analysis, Candidate, Grounding
from ranker.alignment.chain import marginals
from ranker.alignment.model import MOST_WORDS, load
from ranker.alignment.regions import Nodes, Regions

NEVER = -1e9
"""As good as minus infinity, and still a number."""


class BrnnGrounder(Grounder):
    """Words find their regions by a bidirectional recurrent network, and a Markov chain joins them to phrases.

    The regions are the objects, and every two objects that stand in a relation; a word such as "behind" is about two.
    Neighbouring words gain by being about the same region, or about two objects and one of these, so that the whole of
    "the cube behind the red ball" decides which cube and which ball are meant (Karpathy and Fei-Fei 2015).

    Parameters
    ----------
    weights
        File made by ``pipeline train aligner``; read on first use.
    together
        What neighbouring words gain by being about the same region, or about a region and a part of it.
    sharpness
        Factor on the model's scores before they are made probabilities.
    """

    def __init__(self, weights: str | Path | None = None, together: float = 4.0, sharpness: float = 1.0) -> None:
        self.weights = weights
        self.together = together
        self.sharpness = sharpness

    def ground(self, candidate: Candidate, analysis: Analysis) -> list[Grounding]:
        """One entry a noun phrase, in the order of the sentence; the article is not part of the phrase.

        The score is the probability that the phrase is about its region.  A phrase that is about an object which only
        one picture shows has no region in the other.

        Raises
        ------
        SpotItError
            If the weights are missing or damaged.
        """
        model = load(self.weights)
        told = model.vocabulary.phrases(candidate)
        phrases = [phrase for phrase in told if 0 < _words(candidate.text, *phrase).stop <= MOST_WORDS]
        regions = model.layout.regions(analysis)
        if not phrases or len(regions.nodes) < 2:
            return []
        alone, together = model.agreement(regions, candidate.text)
        words = [_words(candidate.text, *phrase) for phrase in phrases]
        if len(words) > 1:  # the last words are said of the first object, not of its neighbour: "... turned red"
            last = len(alone) - words[-1].stop
            alone, together = np.roll(alone, last, axis=0), np.roll(together, last, axis=0)
            words = [range(one.start + last, one.stop + last) for one in words]
        found = self._about(alone, together, words, regions)
        return [
            Grounding(candidate.text[start:end], start, end, float(share[best]), *_boxes(analysis, regions.nodes[best]))
            for (start, end), share in zip(phrases, found, strict=True)
            for best in (int(share.argmax()),)
        ]

    def _about(self, alone: np.ndarray, together: np.ndarray, phrases: list[range], regions: Regions) -> np.ndarray:
        """Probability of each object for each phrase, shape ``(phrases, objects)``; the whole picture is none."""
        objects = len(regions.nodes)
        heads, tails = np.nonzero(regions.relations.any(axis=-1))
        unary = np.concatenate([alone, together[:, heads, tails]], axis=1) * self.sharpness
        steps: list[np.ndarray] = []
        places: list[int] = []
        done = 0
        for inside in phrases:
            places.append(len(steps) + inside.start - done)
            steps += [*unary[done : inside.start], _one_object(unary[inside.start : inside.stop], objects)]
            done = inside.stop
        steps += [*unary[done:]]
        shares = marginals(np.array(steps), self.together * _links(objects, heads, tails))
        return shares[places][:, : objects - 1]


def _words(text: str, start: int, end: int) -> range:
    """Which words of a sentence lie inside the characters ``start:end``."""
    inside = [place for place, (_, begin, stop) in enumerate(located(text)) if begin >= start and stop <= end]
    return range(inside[0], inside[-1] + 1) if inside else range(0)


def _one_object(words: np.ndarray, objects: int) -> np.ndarray:
    """A phrase is about one object: not about two, and not about the whole picture."""
    total = words.sum(axis=0)
    total[objects - 1 :] = NEVER
    return total


def _links(objects: int, heads: np.ndarray, tails: np.ndarray) -> np.ndarray:
    """1 where the regions of two words in turn belong together: the same, or a head, its relation, its neighbour."""
    regions = objects + len(heads)
    linked = np.eye(regions)
    pairs = np.arange(objects, regions)
    linked[heads, pairs] = 1
    linked[pairs, tails] = 1
    return linked


def _boxes(analysis: Analysis, nodes: Nodes) -> tuple[np.ndarray | None, np.ndarray | None]:
    return analysis.before.box(nodes[0]), analysis.after.box(nodes[1])
