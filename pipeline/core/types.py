"""The data that flows between the stages: numpy arrays and plain Python values, nothing else.

Conventions
-----------
Boxes are ``x0, y0, x1, y1`` and points ``x, y``, in pixels of the upright picture (EXIF applied), origin at
the top left corner.  Pictures are ``uint8`` arrays of shape ``(height, width, 3)`` in RGB order.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import KW_ONLY, dataclass, field, replace
from typing import Any

import networkx as nx
import numpy as np

from pipeline.core.places import Direction, Place
from pipeline.core.reasons import UNSEEN, Reason

RELATIONS = ("left", "right", "front", "behind", "near", "on")


@dataclass(frozen=True, eq=False)
class SceneObject:
    """One object found in one picture.

    ``attribute_scores[name]`` maps every value of an attribute to its calibrated probability, and
    ``attributes[name]`` is the most probable one.  ``center`` is where the object's 3-D centre falls in the picture
    (also when that point is hidden or outside the frame), ``scale`` the size in pixels of one world unit at the object,
    ``visibility`` the visible share of its outline; the three are None where a detector does not estimate them.
    """

    box: np.ndarray
    label: str
    score: float
    attributes: dict[str, str] = field(default_factory=dict)
    attribute_scores: dict[str, dict[str, float]] = field(default_factory=dict)
    feature: np.ndarray = field(default_factory=lambda: np.zeros(0, np.float32))
    center: tuple[float, float] | None = None
    scale: float | None = None
    visibility: float | None = None
    mask: np.ndarray | None = None


class ObjectGraph(nx.MultiDiGraph):
    """The objects of one picture and how they stand to each other.

    Node ``i`` carries its :class:`SceneObject` as ``graph.nodes[i]["object"]``; an edge ``i -> j`` with key ``"left"``
    says that object ``i`` stands left of object ``j``.  ``faint`` holds detections too weak to be nodes: nothing is
    ever said of them, but they keep a missed object from being read as a vanished one.
    """

    @classmethod
    def of(
        cls, objects: Iterable[SceneObject], width: int, height: int, faint: Iterable[SceneObject] = ()
    ) -> ObjectGraph:
        """Build a graph without edges from detected objects of a picture of ``width`` x ``height`` pixels."""
        graph = cls(width=int(width), height=int(height), faint=tuple(faint))
        graph.add_nodes_from((i, {"object": found}) for i, found in enumerate(objects))
        return graph

    @property
    def extent(self) -> tuple[int, int]:
        """Width and height of the picture."""
        return self.graph["width"], self.graph["height"]

    @property
    def faint(self) -> tuple[SceneObject, ...]:
        """Detections below the score that makes a node."""
        return self.graph["faint"]

    @property
    def objects(self) -> list[SceneObject]:
        """The objects in the order of their node numbers."""
        return [self.nodes[i]["object"] for i in self.nodes]

    def box(self, node: int | None) -> np.ndarray | None:
        """The box of a node; None for no node."""
        return None if node is None else self.nodes[node]["object"].box

    def related(self, relation: str, anchor: int) -> list[int]:
        """Nodes that stand ``relation`` of ``anchor``, as in "left of the cube"."""
        return [i for i, _, key in self.in_edges(anchor, keys=True) if key == relation]


class Motion(ABC):
    """How the camera moved between the two pictures.

    ``view`` is the pair brought to one view (a :class:`~pipeline.register.shared_view.SharedView`), None from a
    registrar that does not look at pixels.
    """

    view: Any = None

    @abstractmethod
    def project(self, objects: list[SceneObject], to: str) -> np.ndarray:
        """Boxes, shape ``(n, 4)``, where the ``objects`` of one picture would be in the other if they had not moved.

        ``to`` is ``"after"`` (objects come from the picture before) or ``"before"``.  A row is NaN where unknown.
        """

    @abstractmethod
    def displacement(self, before: list[SceneObject], after: list[SceneObject]) -> np.ndarray:
        """How far every object of ``before`` is from every object of ``after`` once the camera's motion is undone.

        Shape ``(len(before), len(after))``, in standard deviations of the registration's own error.
        """

    def apart(self, first: list[SceneObject], picture: str, second: list[SceneObject], other: str) -> np.ndarray | None:
        """Distances on the ground as shares of the sum of both radii, shape ``(len(first), len(second))``.

        ``picture`` and ``other`` say where each list was seen, ``"before"`` or ``"after"``.  None, the default, from a
        motion that knows no ground.
        """
        return None

    def ground(self) -> np.ndarray | None:
        """The homography ``(3, 3)`` that carries pixels of the ground from the picture after to the one before.

        None, the default, from a motion that knows no ground, or whose cameras do not see it.
        """
        return None


@dataclass(frozen=True)
class Named:
    """An object as a fact names it: its label, and those of its attributes that are worth saying, in their order."""

    label: str
    attributes: dict[str, str]


@dataclass(frozen=True, eq=False)
class Change:
    """One change fact.  ``attributes`` describe the object before the change (after it, for ``add``).

    ``old`` and ``new`` are values of the attribute that ``kind`` names; for ``replace``, ``gone`` and ``newcomer`` are
    what was there and what took its place.  What else may be known: the ``place`` of the object in its own picture,
    the ``direction`` in which it moved, ``near`` which landmark (its label, in the plural for several) it stands,
    ``towards`` which one it moved and which one it moved ``away_from``, the ``count`` of like objects
    that the fact tells of as one, how many members the ``group`` that some came to or went from had and has, and by how
    many pixels the rest was ``shifted`` because of the change: down or to the right if positive.
    """

    kind: str
    label: str
    attributes: dict[str, str]
    confidence: float
    node_before: int | None = None
    node_after: int | None = None
    old: str | None = None
    new: str | None = None
    box_before: np.ndarray | None = None
    box_after: np.ndarray | None = None
    _: KW_ONLY
    gone: Named | None = None
    newcomer: Named | None = None
    place: Place | None = None
    direction: Direction | None = None
    near: str | None = None
    towards: str | None = None
    away_from: str | None = None
    count: int = 1
    group: tuple[int, int] | None = None
    shifted: int = 0


@dataclass(frozen=True)
class Recognition:
    """Whether pictures are of a world, ``belongs`` being None for a doubt, and why, as in "calm and grey"."""

    belongs: bool | None
    reason: str


@dataclass(frozen=True)
class Choice:
    """Which world answers for some pictures, and what each recogniser that was asked said; none if it was named."""

    world: str
    asked: tuple[tuple[str, Recognition], ...] = ()


@dataclass(frozen=True, eq=False)
class Difference:
    """What a differ finds: change facts, most important first, and pairs of node before and node after of all objects
    taken for each other, changed or not, and what else differs."""

    changes: tuple[Change, ...] = ()
    matches: tuple[tuple[int, int], ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, eq=False)
class Analysis:
    """Everything known of a pair once the facts are found; what generators, rankers and grounders read.

    ``matches`` are pairs of node before and node after that show the same object; ``motion`` is how the camera moved,
    None where nobody had to ask; ``choice`` which world answers, and why.  ``hidden`` counts the changes that are left
    unsaid by what the user set: ``ignore``, ``ignore_text``, ``min_size`` or ``min_confidence``; ``reasons`` are what
    else differs.
    """

    before: ObjectGraph
    after: ObjectGraph
    changes: tuple[Change, ...]
    image_before: np.ndarray | None = None
    image_after: np.ndarray | None = None
    matches: tuple[tuple[int, int], ...] = ()
    motion: Motion | None = None
    choice: Choice = Choice("")
    hidden: Mapping[str, int] = field(default_factory=dict)
    reasons: tuple[Reason, ...] = ()

    @property
    def unsure(self) -> bool:
        """Whether no change was found, and too little can be seen to tell that there is none."""
        return not self.changes and any(reason.kind in UNSEEN for reason in self.reasons)

    def focused(self, place: int) -> Analysis:
        """The same, with the change number ``place`` put first: the one that a generator words."""
        chosen = self.changes[place]
        return replace(self, changes=(chosen, *self.changes[:place], *self.changes[place + 1 :]))


@dataclass(frozen=True)
class Span:
    """Characters ``start:end`` of a sentence that name node ``node`` of the graph ``picture`` (before or after)."""

    start: int
    end: int
    node: int
    picture: str


@dataclass(frozen=True)
class Candidate:
    """A sentence, and what it says.  ``changes`` are indices into ``Analysis.changes``; none for "no change"."""

    text: str
    generator: str
    changes: tuple[int, ...] = ()
    spans: tuple[Span, ...] = ()
    features: dict[str, float] = field(default_factory=dict)
    score: float = 0.0

    @property
    def rejected(self) -> bool:
        """Whether the facts do not bear the sentence out, or its words fit several objects; it then states nothing."""
        return bool(self.features.get("rejected"))


@dataclass(frozen=True, eq=False)
class Grounding:
    """A phrase of the caption and the region it names in each picture, None where it is not visible."""

    phrase: str
    start: int
    end: int
    score: float
    box_before: np.ndarray | None = None
    box_after: np.ndarray | None = None


@dataclass(frozen=True, eq=False)
class Description:
    """The answer to "what changed?", with all that it rests on; ``style`` is the manner of the caption."""

    caption: str
    analysis: Analysis
    candidates: tuple[Candidate, ...]
    grounding: tuple[Grounding, ...]
    timings: dict[str, float]
    pack: str
    style: str = ""

    @property
    def changes(self) -> tuple[Change, ...]:
        """The change facts, most important first."""
        return self.analysis.changes

    @property
    def changed(self) -> bool:
        """Whether anything changed."""
        return bool(self.changes)
