"""Candidate sentences for screens."""

from __future__ import annotations

from language.pieces import Piece, candidates, no_change, spell
from language.screen.paragraph import paragraph
from language.screen.sentences import sentences
from language.screen.words import NO_CHANGE
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
    """

    def __init__(self, limit: int = 48) -> None:
        self.limit = limit

    def generate(self, analysis: Analysis) -> list[Candidate]:
        """Candidates in order of falling prior; no-change sentences where nothing changed."""
        if not analysis.changes:
            return no_change(NAME, NO_CHANGE)
        return candidates(NAME, sentences(analysis.changes[0]), self.limit, spelt)

    def paragraph(self, analysis: Analysis) -> Candidate:
        """All changes as a changelog, grouped by where on the page they are."""
        text, spans, told = paragraph(analysis)
        return Candidate(text, NAME, told, spans)


def spelt(pieces: tuple[Piece, ...]) -> tuple[str, tuple[Span, ...]]:
    """Pieces as text; a piece that begins with a mark follows without a space."""
    kept = tuple(piece for piece in pieces if piece != "")
    if kept and isinstance(kept[-1], str) and kept[-1].startswith("; "):
        text, spans = spell(kept[:-1])
        return text + kept[-1], spans
    return spell(kept)
