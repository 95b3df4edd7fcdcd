"""Candidate sentences for screens."""

from __future__ import annotations

from language.pieces import Piece, candidates, manner_of, no_change, spell, stated
from language.screen.manner import MANNERS
from language.screen.paragraph import paragraph
from pipeline.core.protocols import Generator
from pipeline.core.types import Analysis, Candidate, Span

NAME = "screen_templates"


class ScreenTemplateGenerator(Generator):
    """Sentences about the first change of two screenshots, with the element's own words.

    A sentence says no more than the fact supports: an element whose words were not read is named by role and place.
    The feature ``prior`` is the log10 weight that the grammar gives to the wording.

    Parameters
    ----------
    limit
        Candidates at most, those with the greatest prior.
    manner
        ``measured``, ``natural`` or ``full`` (:mod:`language.screen.manner`).
    """

    def __init__(self, limit: int = 48, manner: str = "measured") -> None:
        self.limit = limit
        self.manner = manner

    def generate(self, analysis: Analysis) -> list[Candidate]:
        """Candidates in order of falling prior; no-change sentences where nothing changed."""
        manner = manner_of(self.manner, MANNERS)
        if not analysis.changes:
            return no_change(NAME, manner.nothing)
        return candidates(NAME, manner.told(analysis.changes[0]), self.limit, spelt)

    def paragraph(self, analysis: Analysis) -> list[Candidate]:
        """All changes as a changelog, grouped by where on the page they are."""
        return [stated(NAME, *told, spelt) for told in paragraph(analysis, manner_of(self.manner, MANNERS))]


def spelt(pieces: tuple[Piece, ...]) -> tuple[str, tuple[Span, ...]]:
    """Pieces as text; a piece that begins with a mark follows without a space."""
    kept = tuple(piece for piece in pieces if piece != "")
    if kept and isinstance(kept[-1], str) and kept[-1].startswith("; "):
        text, spans = spell(kept[:-1])
        return text + kept[-1], spans
    return spell(kept)
