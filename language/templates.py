"""Candidate sentences from templates: ways to name the object times ways to say what happened to it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from random import Random

from language.draws import Chance, Draws
from language.frames import NONE
from language.naming import naming_of
from language.realise import HOUSE
from language.referring import Reference
from language.told import NAME, Told
from language.wording import Wording
from pipeline.core.kinds import ADD
from pipeline.core.protocols import Generator
from pipeline.core.tokens import as_sentence
from pipeline.core.types import Analysis, Candidate

TURNS = 6
"""Choices of words for each frame and short reference."""


class TemplateGenerator(Generator):
    """Sentences about the first change, each true of the pictures and each about exactly one object where that can be.

    The first candidates are the references that the way of naming puts first, in the house's words.  Then sentences
    are drawn, evenly, from all that may be said of this change, in the proportions in which it is said:
    ``features["share"]`` is how much of that a candidate stands for, so that the candidates together show what is
    usually said of this pair.  Last come the references without a neighbour in all their wordings.

    Parameters
    ----------
    templates
        File of learned wordings (``pipeline train templates``); without one, all that is hand-written is equally usual.
    limit
        Candidates at most.
    draws
        Sentences drawn.
    naming
        Which references are used, and how often: ``grammar``, ``distinguishing`` or ``full`` (:mod:`language.naming`).
    """

    def __init__(
        self, templates: str | Path | None = None, limit: int = 320, draws: int = 160, naming: str = "grammar"
    ) -> None:
        self.templates = templates
        self.limit = limit
        self.draws = draws
        self.naming = naming

    def generate(self, analysis: Analysis) -> list[Candidate]:
        """Candidates in order of preference; the no-change sentences where nothing changed.

        Raises
        ------
        SpotItError
            If the file of templates is missing or damaged.
        """
        wording = Wording.read(self.templates)
        if not analysis.changes:
            shares = wording.of_change(NONE)
            return [
                Candidate(as_sentence(text), NAME, features={"share": share, "frame": math.log(share)})
                for text, share in shares.items()
            ]
        found: dict[str, Candidate] = {}
        for candidate in self._sentences(Told(analysis, wording, naming_of(self.naming))):
            known = found.setdefault(candidate.text, candidate)
            if known is not candidate:
                known.features["share"] += candidate.features["share"]
            elif len(found) >= self.limit:
                break
        return list(found.values())

    def say(self, analysis: Analysis, rng: Random, count: int) -> list[str]:
        """So many sentences by chance, each as often as it is said; none of a thing that no words pick out."""
        wording = Wording.read(self.templates)
        words = Chance(wording, rng)
        if not analysis.changes:
            return [as_sentence(words.frame(NONE)) for _ in range(count)]
        told = Told(analysis, wording, naming_of(self.naming))
        if told.expressions is None or not told.expressions.uses:
            return []
        uses = told.expressions.uses
        drawn = rng.choices(uses, [use.share * len(use.names) for use in uses], k=count)
        references = [use.reference(told.node, rng.randrange(len(use.names))) for use in drawn]
        return [told.sentence(reference, words, words.frame(told.kind)).text for reference in references]

    def _sentences(self, told: Told) -> Iterator[Candidate]:
        if told.expressions is None:
            yield from told.unseen()
            return
        first, *others = told.leading
        if told.change.kind == ADD and not first.relation:
            yield told.introduction(first)
        yield told.sentence(first, HOUSE)
        if not told.expressions.uses:  # no words of the usual kind single it out
            yield from _all_wordings(told, [first, *others])
            return
        for reference in dict.fromkeys(others):
            yield told.sentence(reference, HOUSE)
        yield from self._drawn(told)
        uses = [use for use in told.expressions.uses if not use.relation]
        uses.sort(key=lambda use: -use.share)
        yield from _all_wordings(told, [use.reference(told.node, 0) for use in uses])

    def _drawn(self, told: Told) -> Iterator[Candidate]:
        """Every so many hundredths of all that is used, the reference that lies there, each time in other words."""
        assert told.expressions is not None
        draws = Draws(told.wording)
        passed, number = 0.0, 0
        for use in told.expressions.uses:
            for place in range(len(use.names)):
                passed += use.share
                while number < self.draws and (number + 0.5) / self.draws <= passed:
                    words = draws.number(number)
                    reference = use.reference(told.node, place)
                    yield told.sentence(reference, words, words.frame(told.kind), 1 / self.draws)
                    number += 1


def _all_wordings(told: Told, references: list[Reference]) -> Iterator[Candidate]:
    """Each reference once in every frame before any has a second choice of words."""
    draws = Draws(told.wording)
    known: set[str] = set()
    for turn in range(TURNS):
        for place, reference in enumerate(references):
            words = draws.number(turn * len(references) + place) if turn else HOUSE
            said = told.said(reference, words)
            if not told.says_new and said.text in known:
                continue
            known.add(said.text)
            for frame in told.frames:
                yield told.filled(reference, said, words, frame)
