"""What rankers want to know of a reference to the changed object: how usual it is, what it says, how sure that is."""

from __future__ import annotations

import math

from language.lexicon import RELATION_PHRASES, synonyms
from language.morphology import plural
from language.naming import NAMINGS, Naming
from language.referring import Reference, zero_hop
from language.scene import Names, Scene
from language.usage import Use
from language.wording import Wording
from pipeline.core.types import Candidate, ObjectGraph

RARE = 1e-5
"""Share of a reference that reference captions never use."""

DOUBTFUL = 0.02
"""A value that a fact overruled the detector with is at least so sure."""


class Expressions:
    """The references to one node with a change of some kind, measured, as often as a way of naming uses them.

    ``features`` of a reference are ``usage`` (log of its share), ``pattern`` (log of how often its attributes are named
    together), ``hops``, ``specificity`` (attributes named), ``redundancy`` (those more than the shortest unique choice
    has) and ``certainty`` (log of the probability that all attributes named are right).
    """

    def __init__(
        self,
        scene: Scene,
        node: int,
        graph: ObjectGraph,
        wording: Wording,
        naming: Naming = NAMINGS["grammar"],
        kind: str = "",
    ) -> None:
        self.scene = scene
        self.node = node
        self.graph = graph
        self.wording = wording
        self.uses: list[Use] = naming.uses(scene, node, kind)
        self._shares = {(u.head, u.relation, u.anchor, name): u.share for u in self.uses for name in u.names}
        plain = zero_hop(scene, node)
        self._least = len(plain[0].attributes) if plain else 0
        self._sure: dict[tuple[int, Names], float] = {}

    def features(self, reference: Reference) -> dict[str, float]:
        """Features of a reference, by name."""
        key = (reference.attributes, reference.relation, reference.anchor, reference.anchor_attributes)
        said = len(reference.attributes) + len(reference.anchor_attributes)
        sure = self._certainty(reference.node, reference.attributes)
        if reference.relation:
            sure += self._certainty(reference.anchor, reference.anchor_attributes)
        return {
            "usage": math.log(self._shares.get(key, RARE)),
            "pattern": math.log(self.wording.of_expression(reference)),
            "hops": float(bool(reference.relation)),
            "specificity": float(said),
            "redundancy": float(max(said - self._least, 0)),
            "certainty": sure,
        }

    def reference_of(self, candidate: Candidate, picture: str) -> Reference | None:
        """The reference that a candidate uses, read from its spans; None where it names the node in no known way."""
        spans = [span for span in candidate.spans if span.picture == picture and span.node in self.scene.properties]
        own = next((span for span in spans if span.node == self.node), None)
        if own is None:
            return None
        attributes = self._named(candidate.text[own.start : own.end], self.node)
        after = next((span for span in spans if span.start > own.end), None)
        if after is None:
            return Reference(self.node, attributes, True)
        between = candidate.text[own.end : after.start]
        relation = max(
            (name for name, phrases in RELATION_PHRASES.items() if any(f" {phrase} " in between for phrase in phrases)),
            key=lambda name: len(RELATION_PHRASES[name]),
            default="",
        )
        anchor = self._named(candidate.text[after.start : after.end], after.node)
        return Reference(self.node, attributes, True, relation, after.node, anchor)

    def _named(self, text: str, node: int) -> Names:
        padded = f" {text.lower()} "
        values = self.scene.properties[node]
        return tuple(
            name
            for name in self.scene.names(node)
            if any(f" {word} " in padded or f" {plural(word)} " in padded for word in synonyms(values[name]))
        )

    def _certainty(self, node: int, names: Names) -> float:
        if (node, names) not in self._sure:
            scores = self.graph.nodes[node]["object"].attribute_scores if node in self.graph else {}
            values = self.scene.properties[node]
            chances = [scores.get(name, {}).get(values[name], 1.0 if name not in scores else 0.0) for name in names]
            self._sure[node, names] = math.fsum(math.log(max(chance, DOUBTFUL)) for chance in chances)
        return self._sure[node, names]
