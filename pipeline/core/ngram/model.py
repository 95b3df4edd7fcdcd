"""Back-off n-gram models in pure Python (Katz, 1987; Jurafsky and Martin, chapter 3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.core.ngram.arpa import read_arpa, write_arpa

BOS, EOS, UNK = "<s>", "</s>", "<unk>"

Gram = tuple[str, ...]

UNKNOWN = -100.0
"""log10 probability of an unknown word under a model that has none for it, as in KenLM."""


MOST_STEPS = 200_000
"""Steps that are remembered: some 50 MB."""


class NgramModel:
    """Tables of n-gram to (log10 probability, log10 back-off weight), one an order, shortest first."""

    def __init__(self, tables: Sequence[Mapping[Gram, tuple[float, float]]]) -> None:
        self.tables = [dict(table) for table in tables]
        self.tables[0].setdefault((UNK,), (UNKNOWN, 0.0))
        self._steps: dict[tuple[Gram, str], tuple[float, Gram]] = {}

    @classmethod
    def read(cls, path: Path) -> NgramModel:
        """Read an ARPA file; raises SpotItError where there is none."""
        return cls(read_arpa(path))

    def write(self, path: Path, digits: int = 6) -> None:
        """Write an ARPA file, whole or not at all."""
        write_arpa(self.tables, path, digits)

    @property
    def order(self) -> int:
        """Length of the longest n-gram."""
        return len(self.tables)

    @property
    def vocabulary(self) -> list[str]:
        """Every word that can follow: ``</s>`` and ``<unk>`` among them, ``<s>`` not."""
        return [word for (word,) in self.tables[0] if word != BOS]

    def __contains__(self, word: str) -> bool:
        return (word,) in self.tables[0]

    def begin(self) -> Gram:
        """The context at the beginning of a sentence."""
        return (BOS,) if self.order > 1 else ()

    def step(self, context: Gram, word: str) -> tuple[float, Gram]:
        """log10 p(word | context), and the context of what follows; an unknown word counts as ``<unk>``."""
        taken = self._steps.get((context, word))
        if taken is None:  # candidates share most of their words, so nearly all steps have been taken before
            gram = (*context, word if word in self else UNK)
            taken = self._score(gram), gram[1:] if len(gram) >= self.order else gram
            if len(self._steps) < MOST_STEPS:
                self._steps[context, word] = taken
        return taken

    def log_probability(self, word: str, context: Sequence[str] = ()) -> float:
        """log10 p(word | context); words that the model does not know count as ``<unk>``."""
        known = tuple(one if one in self else UNK for one in (*context, word))
        return self._score(known[-self.order :])

    def score(self, words: Sequence[str]) -> float:
        """log10 probability of a whole sentence, boundaries included."""
        total, context = 0.0, self.begin()
        for word in (*words, EOS):
            probability, context = self.step(context, word)
            total += probability
        return total

    def perplexity(self, sentences: Sequence[Sequence[str]]) -> float:
        """Perplexity a token, sentence ends counted."""
        total = sum(self.score(words) for words in sentences)
        return 10 ** (-total / sum(len(words) + 1 for words in sentences))

    def _score(self, gram: Gram) -> float:
        weight = 0.0
        while True:
            found = self.tables[len(gram) - 1].get(gram)
            if found is not None:
                return weight + found[0]
            backed = self.tables[len(gram) - 2].get(gram[:-1])
            weight += backed[1] if backed is not None else 0.0
            gram = gram[1:]
