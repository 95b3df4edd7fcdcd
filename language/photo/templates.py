"""Candidate sentences for photographs: every mention of the thing times every way to say what happened to it."""

from __future__ import annotations

from language.photo.lasting import lasting
from language.photo.light import nothing_but_light
from language.photo.paragraph import paragraph
from language.photo.sentences import sentences
from language.photo.subject import MANNERS, Manner, subject_of
from language.photo.together import shared
from language.pieces import candidates, manner_of, no_change, stated
from pipeline.core.protocols import Generator
from pipeline.core.types import Analysis, Candidate

NAME = "photo_templates"


class PhotoTemplateGenerator(Generator):
    """Sentences about the first change of a pair of photographs, in the manner of people's captions.

    A sentence says no more than the fact supports; who is meant is told by colour, size or place where there are
    others of the kind, and a thing that no detector names is "something".  The feature ``prior`` is the log10 weight
    that the grammar gives to the wording.

    Parameters
    ----------
    limit
        Candidates at most, those with the greatest prior.
    manner
        ``measured`` and ``natural`` tell of a thing what singles it out, ``full`` all that is known of it.
    """

    def __init__(self, limit: int = 64, manner: str = "measured") -> None:
        self.limit = limit
        self.manner = manner

    def generate(self, analysis: Analysis) -> list[Candidate]:
        """Candidates in order of falling prior; no-change sentences where nothing changed."""
        if not analysis.changes:
            return no_change(NAME, nothing_but_light(analysis.image_before, analysis.image_after, self._manner.nothing))
        change = analysis.changes[0]
        return candidates(NAME, sentences(change, subject_of(analysis, change, self._manner)), self.limit)

    def together(self, analysis: Analysis) -> list[Candidate]:
        """The first change with those of like things that share its fate; none where it is alone."""
        found = shared(analysis, self._manner) if analysis.changes else None
        return [] if found is None else candidates(NAME, found.sentences, self.limit, changes=found.places)

    def paragraph(self, analysis: Analysis) -> list[Candidate]:
        """All changes in a few sentences: things that share a fate share a sentence."""
        return [stated(NAME, *told) for told in paragraph(analysis, self._manner)]

    def lasting(self, analysis: Analysis, time: str) -> Candidate | None:
        """What was left, taken, or parked somewhere, and when; None for other changes."""
        change = analysis.changes[0]
        pieces = lasting(change, subject_of(analysis, change, self._manner), time)
        return None if pieces is None else stated(NAME, pieces, (0,))

    @property
    def _manner(self) -> Manner:
        return manner_of(self.manner, MANNERS)
