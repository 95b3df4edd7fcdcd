"""BLEU, METEOR, ROUGE-L, CIDEr-D and SPICE of captions, by the code that the field's published figures come from.

pycocoevalcap (Chen et al. 2015, arXiv:1504.00325) computes every figure; nothing is computed here but intervals.  What
its code calls CIDEr is CIDEr-D (Vedantam, Zitnick and Parikh 2015).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property, partial

import numpy as np

from pipeline.core import messages
from pipeline.evaluate import java
from pipeline.evaluate.measure import Measure, mean

NAMES = ("BLEU-1", "BLEU-2", "BLEU-3", "BLEU-4", "METEOR", "ROUGE-L", "CIDEr-D", "SPICE")
TREEBANK = "Penn Treebank (Stanford CoreNLP)"
PLAIN = "plain words"

_ORDER = 4
# The field's tokenizer removes these; written as sentences have them.
_PUNCTUATION = frozenset("'\"`()[]{}.?!,:;-…") | {"--", "..."}


class WordScorer:
    """Captions against references.

    Parameters
    ----------
    references : sequence of sequences of str
        At least one a caption.
    captions : sequence of str
        An empty one scores nothing.
    left_out : collection of str
        Measures not to compute.

    Attributes
    ----------
    tokenizer : str
        ``TREEBANK``, or ``PLAIN`` without Java: then no figure is comparable with published ones.
    notes : list of str
        What could not be measured, and why.
    """

    def __init__(
        self, references: Sequence[Sequence[str]], captions: Sequence[str], left_out: Collection[str] = ()
    ) -> None:
        self.notes: list[str] = []
        self.left_out = set(left_out)
        self.tokenizer, self.references, self.captions = self._tokenized(references, captions)

    def measures(self, chosen: np.ndarray) -> list[Measure]:
        """Every measure over the pairs ``chosen`` (indices), as if there were no others.

        CIDEr-D weighs words by how rare they are among the chosen pairs, as the by-kind figures of Park et al. do; over
        less than two pairs it is 0 by construction, so it has no value.
        """
        found = [*self._bleu(chosen), *self._meteor(chosen), self._rouge(chosen), self._cider(chosen)]
        if self._spice is not None:
            found.append(mean("SPICE", self._spice[chosen]))
        return [measure for measure in found if measure.name not in self.left_out]

    def _bleu(self, chosen: np.ndarray) -> list[Measure]:
        from pycocoevalcap.bleu.bleu_scorer import BleuScorer

        scorer = BleuScorer(n=_ORDER)
        for place in chosen:
            scorer += (self.captions[place], self.references[place])
        values, _ = scorer.compute_score(option="closest", verbose=0)
        rows = np.array([_bleu_row(counts) for counts in scorer.ctest], float)
        return [
            Measure(f"BLEU-{order}", 100 * value, rows, partial(_bleu_of, order=order))
            for order, value in enumerate(values, 1)
        ]

    def _meteor(self, chosen: np.ndarray) -> list[Measure]:
        if self._meteor_rows is None:
            return []
        statistics, table = self._meteor_rows
        rows = table[chosen]

        def combine(sums: np.ndarray) -> np.ndarray:
            return 100 * statistics.score(sums)

        return [Measure("METEOR", float(combine(rows.sum(axis=0, keepdims=True))[0]), rows, combine)]

    def _rouge(self, chosen: np.ndarray) -> Measure:
        return mean("ROUGE-L", self._rouge_scores[chosen])

    def _cider(self, chosen: np.ndarray) -> Measure:
        from pycocoevalcap.cider.cider import Cider

        if len(chosen) < 2:
            return Measure("CIDEr-D", None, np.zeros((len(chosen), 2)), lambda sums: sums[:, 0])
        references = {place: self.references[place] for place in chosen}
        captions = {place: [self.captions[place]] for place in chosen}
        return mean("CIDEr-D", Cider().compute_score(references, captions)[1])

    @cached_property
    def _rouge_scores(self) -> np.ndarray:
        from pycocoevalcap.rouge.rouge import Rouge

        rouge = Rouge()
        pairs = zip(self.captions, self.references, strict=True)
        return np.array([rouge.calc_score([caption], references) for caption, references in pairs])

    @cached_property
    def _meteor_rows(self) -> tuple[java.MeteorStatistics, np.ndarray] | None:
        if "METEOR" in self.left_out:
            return None
        try:
            statistics = java.MeteorStatistics()
            return statistics, statistics.rows(self.references, self.captions)
        except OSError as failure:
            self.notes.append(messages.NO_METEOR.format(reason=failure))
            return None

    @cached_property
    def _spice(self) -> np.ndarray | None:
        if "SPICE" in self.left_out:
            return None
        try:
            return java.spice(self.references, self.captions)
        except OSError as failure:
            self.notes.append(messages.NO_SPICE.format(reason=failure))
            return None

    def _tokenized(
        self, references: Sequence[Sequence[str]], captions: Sequence[str]
    ) -> tuple[str, list[list[str]], list[str]]:
        # The tokenizer keeps sentences apart by line breaks, and not only by "\n".
        flat = [" ".join(text.split()) for text in (*captions, *(text for found in references for text in found))]
        try:
            name, tokens = TREEBANK, java.tokenize(flat)
        except OSError as failure:
            self.notes.append(messages.NO_TREEBANK.format(reason=failure))
            name, tokens = PLAIN, [_plain_tokens(text) for text in flat]
        rest = iter(tokens[len(captions) :])
        return name, [[next(rest) for _ in found] for found in references], tokens[: len(captions)]


def _plain_tokens(text: str) -> str:
    from pipeline.core.tokens import tokenize

    return " ".join(token for token in tokenize(text) if token not in _PUNCTUATION)


def _bleu_row(counts: dict) -> list[float]:
    length = counts["testlen"]
    reference = min((abs(found - length), found) for found in counts["reflen"])[1]
    return [*counts["correct"], *counts["guess"], length, reference]


def _bleu_of(sums: np.ndarray, order: int) -> np.ndarray:
    """BLEU of summed n-gram counts, with the same tiny terms as the field's code."""
    correct, guess = sums[:, :order], sums[:, _ORDER : _ORDER + order]
    precision = np.prod((correct + 1e-15) / (guess + 1e-9), axis=1) ** (1 / order)
    relative = (sums[:, -2] + 1e-15) / (sums[:, -1] + 1e-9)
    return 100 * precision * np.exp(np.minimum(0, 1 - 1 / relative))
