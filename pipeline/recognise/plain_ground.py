"""Objects on a plain grey ground, or anything else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.core.types import ObjectGraph
from pipeline.recognise.look import Look


@dataclass(frozen=True)
class PlainGround:
    """Tells pictures of things on a plain ground from photographs.

    In the former most of the picture is ground, whose light changes slowly; a photograph is rarely so calm, and then
    it is of sky, water, snow or the night, which are blue, white or black where our ground is grey.

    Parameters
    ----------
    busy
        A picture less calm than this is a photograph.
    calm, tint, dark, light, vivid
        One at least this calm, of at most this median saturation, of a median grey between these, and with at least
        this chroma somewhere (a photograph may be black and white), shows coloured things on a plain ground.
    sure
        Between the two, the detector of such scenes is asked: it is sure of what it sees or sees nothing, while of
        photographs it sees much and is sure of little.  This is the share of its scores that must be sure ones.
    sure_score
        Score from which a detection is a sure one.
    """

    busy: float = 0.4
    calm: float = 0.6
    tint: float = 0.1
    dark: float = 50.0
    light: float = 170.0
    vivid: float = 8.0
    sure: float = 0.68
    sure_score: float = 0.97

    def shown(self, seen: Look) -> bool | None:
        """Whether a look shows a plain ground; None where it leaves a doubt."""
        if seen.calm < self.busy:
            return False
        grey = seen.tint <= self.tint and self.dark <= seen.light <= self.light
        return True if seen.calm >= self.calm and grey and seen.vivid >= self.vivid else None

    def leaning(self, seen: Look) -> bool:
        """The likelier answer where there is a doubt and no detector may be asked."""
        return seen.calm >= self.calm and seen.tint <= self.tint

    def recognised(self, graphs: Sequence[ObjectGraph]) -> bool:
        """Whether the detector of such scenes is sure of what it sees in these pictures."""
        scores = [found.score for graph in graphs for found in (*graph.objects, *graph.faint)]
        return sum(score for score in scores if score >= self.sure_score) > self.sure * sum(scores)
