"""What each stage takes and gives, and what it may do besides.

A stage is a class that derives from one of these (or any object with its required method, which the flow then adopts).
Constructors only store keyword arguments; weights load on first use.  What a stage may also do has a default here, so
that nobody has to ask whether it can.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import ClassVar

import numpy as np

from pipeline.core.types import (
    Analysis,
    Candidate,
    Difference,
    Grounding,
    Motion,
    ObjectGraph,
    Recognition,
    SceneObject,
)


class Proposer(ABC):
    """Image to class-agnostic boxes."""

    @abstractmethod
    def propose(self, image: np.ndarray) -> np.ndarray:
        """Boxes of shape ``(n, 4)``, best first."""


class Detector(ABC):
    """Image to objects.  A detector may take a proposer as the keyword argument ``proposer``."""

    @abstractmethod
    def detect(self, image: np.ndarray) -> list[SceneObject]:
        """Objects in order of falling score, faint ones included: the caller applies the score that makes a node."""

    def look_again(self, image: np.ndarray, places: np.ndarray, known: Sequence[SceneObject]) -> list[SceneObject]:
        """``known``, and what a closer look at the boxes ``places`` (n, 4) adds, best first; by default nothing."""
        return list(known)


class Relater(ABC):
    """Objects to relations."""

    @abstractmethod
    def relate(self, graph: ObjectGraph) -> None:
        """Add the relation edges to ``graph``."""


class Registrar(ABC):
    """Two pictures to the camera's motion."""

    @abstractmethod
    def register(
        self, before: ObjectGraph, after: ObjectGraph, image_before: np.ndarray, image_after: np.ndarray
    ) -> Motion:
        """The motion; identity where the evidence does not support another."""

    def reread(self, before: ObjectGraph, after: ObjectGraph) -> tuple[ObjectGraph, ObjectGraph]:
        """Both graphs, without relations, as each is read in the light of the other; by default as they are."""
        return before, after


class Differ(ABC):
    """Two graphs and a motion to change facts."""

    @property
    def reads_words(self) -> bool:
        """Whether facts hold the words that are written in the pictures; by default they do not."""
        return False

    @abstractmethod
    def diff(self, before: ObjectGraph, after: ObjectGraph, motion: Motion) -> Difference:
        """Change facts, most important first, and the objects taken for each other."""

    def places(self, motion: Motion) -> tuple[np.ndarray, np.ndarray]:
        """Boxes ``(n, 4)`` of the picture before, and of the one after, that deserve a closer look; by default none."""
        return np.zeros((0, 4)), np.zeros((0, 4))


class Generator(ABC):
    """Change facts to candidate sentences."""

    @abstractmethod
    def generate(self, analysis: Analysis) -> list[Candidate]:
        """Candidates in the generator's own order of preference; never empty for templates."""

    def together(self, analysis: Analysis) -> list[Candidate]:
        """Candidates that state the first change along with others that share its fate; none, the default, where it is
        told by itself."""
        return []

    def paragraph(self, analysis: Analysis) -> list[Candidate] | None:
        """All changes told together, a candidate a sentence, each stating its own changes; None, the default, where
        every change has to have a sentence of its own."""
        return None

    def lasting(self, analysis: Analysis, time: str) -> Candidate | None:
        """The first change as one that was made at a ``time`` of the clock, "" if unknown, and stays so; None, the
        default, where it is said like any other."""
        return None


class Ranker(ABC):
    """Candidates to an order."""

    @abstractmethod
    def rank(self, candidates: list[Candidate], analysis: Analysis) -> list[Candidate]:
        """The same candidates, best first, with ``score`` and ``features`` filled in."""


class Grounder(ABC):
    """A sentence to the regions its phrases name."""

    @abstractmethod
    def ground(self, candidate: Candidate, analysis: Analysis) -> list[Grounding]:
        """One entry a noun phrase, in the order of the sentence."""


Inspect = Callable[[np.ndarray], ObjectGraph]
"""What a world's own detector makes of a picture."""


class Recogniser(ABC):
    """Pictures to whether they are of the world."""

    effort: ClassVar[int] = 1
    """Recognisers are asked in rising order: 0 for one that is never mistaken, 1 for a look, 9 for whatever is left."""

    @abstractmethod
    def glance(self, images: Sequence[np.ndarray]) -> Recognition:
        """What the pixels of some pictures of one scene tell, quickly; a doubt is an answer."""

    def examine(self, images: Sequence[np.ndarray], inspect: Inspect) -> Recognition:
        """The answer after a doubtful glance, where the world's detector may be asked; by default as before."""
        return self.glance(images)
