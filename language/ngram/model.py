"""Back-off n-gram models in pure Python: the reference that faster scorers are checked against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from language.ngram.arpa import read_arpa, write_arpa
from language.ngram.counts import BOS, EOS, UNK, Gram


class NgramModel:
    """Tables of n-gram to (log10 probability, log10 back-off weight), one an order, shortest first."""

    def __init__(self, tables: Sequence[Mapping[Gram, tuple[float, float]]]) -> None:
        self.tables = [dict(table) for table in tables]

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

    def log_probability(self, word: str, context: Sequence[str] = ()) -> float:
        """log10 p(word | context); words that the model does not know count as ``<unk>``."""
        return self._score(self._known((*context, word)[-self.order :]))

    def score(self, words: Sequence[str]) -> float:
        """log10 probability of a whole sentence, boundaries included."""
        sentence = self._known((BOS, *words, EOS))
        return sum(self._score(sentence[max(0, end - self.order) : end]) for end in range(2, len(sentence) + 1))

    def perplexity(self, sentences: Sequence[Sequence[str]]) -> float:
        """Perplexity a token, sentence ends counted."""
        total = sum(self.score(words) for words in sentences)
        return 10 ** (-total / sum(len(words) + 1 for words in sentences))

    def _score(self, gram: Gram) -> float:
        found = self.tables[len(gram) - 1].get(gram)
        if found is not None:
            return found[0]
        context = self.tables[len(gram) - 2].get(gram[:-1], (0.0, 0.0))
        return context[1] + self._score(gram[1:])

    def _known(self, words: Sequence[str]) -> Gram:
        return tuple(word if (word,) in self.tables[0] else UNK for word in words)
