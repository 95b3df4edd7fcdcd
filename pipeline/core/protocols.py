"""What each stage takes and gives.  Constructors only store keyword arguments; weights load on first use."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from pipeline.core.types import Analysis, Candidate, Change, Grounding, Motion, ObjectGraph, SceneObject


class Proposer(Protocol):
    """Image to class-agnostic boxes."""

    def propose(self, image: np.ndarray) -> np.ndarray:
        """Boxes of shape ``(n, 4)``, best first."""
        ...


class Detector(Protocol):
    """Image to objects.  A detector may take a proposer as the keyword argument ``proposer``."""

    def detect(self, image: np.ndarray) -> list[SceneObject]:
        """Objects in order of falling score, faint ones included: the caller applies the score that makes a node."""
        ...


class Relater(Protocol):
    """Objects to relations."""

    def relate(self, graph: ObjectGraph) -> None:
        """Add the relation edges to ``graph``."""
        ...


class Registrar(Protocol):
    """Two pictures to the camera's motion."""

    def register(
        self, before: ObjectGraph, after: ObjectGraph, image_before: np.ndarray, image_after: np.ndarray
    ) -> Motion:
        """The motion; identity where the evidence does not support another."""
        ...


class Differ(Protocol):
    """Two graphs and a motion to change facts."""

    def diff(self, before: ObjectGraph, after: ObjectGraph, motion: Motion) -> list[Change]:
        """Change facts, most important first."""
        ...


class Generator(Protocol):
    """Change facts to candidate sentences."""

    def generate(self, analysis: Analysis) -> list[Candidate]:
        """Candidates in the generator's own order of preference; never empty for templates."""
        ...


class Ranker(Protocol):
    """Candidates to an order."""

    def rank(self, candidates: list[Candidate], analysis: Analysis) -> list[Candidate]:
        """The same candidates, best first, with ``score`` and ``features`` filled in."""
        ...


class Grounder(Protocol):
    """A sentence to the regions its phrases name."""

    def ground(self, candidate: Candidate, analysis: Analysis) -> list[Grounding]:
        """One entry a noun phrase, in the order of the sentence."""
        ...
