"""Objects on a plain grey ground, or anything else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.core.protocols import Inspect, Recogniser
from pipeline.core.types import ObjectGraph, Recognition
from pipeline.recognise.flat import flat_share
from pipeline.recognise.ground import ground_of
from pipeline.recognise.lamps import ground_hue
from pipeline.recognise.look import Look, look, thumbnail, together
from pipeline.recognise.relief import level_share
from pipeline.recognise.shading import shading


@dataclass(frozen=True)
class PlainGround(Recogniser):
    """Tells pictures of things on a plain ground from photographs.

    In the former most of the picture is ground, whose light changes slowly; a photograph is rarely so calm, and then
    it is of sky, water, snow or the night, which are blue, white or black where our ground is grey.

    Parameters
    ----------
    flat
        Pictures of which a few colours cover this share or more are graphics: charts and pages have 0.95, and what is
        rendered up to 0.86, since light shades every ground.
    level, relief
        A picture of whose ground a share of ``level`` keeps to one smooth course of light is drawn or blank; up to
        ``relief`` the shades and shadows of what stands there make it uneven, and in between a look leaves a doubt.
    lamps
        Pictures the hue of whose ground departs by fewer grey levels from what its brightness explains are drawn, or in
        black and white: no lamps of several colours light them.
    even, shaded
        Pictures whose coloured things vary less than ``even`` grey levels in themselves are drawn, on whatever ground;
        from ``shaded`` on light makes them so, and in between a look leaves a doubt.
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
    fewest
        Sure ones that each of the pictures must show: a scene has several things, and of one drawn thing on a plain
        ground the detector may be as sure.
    most
        Sure ones that none of them shows more of: many like things in rows are drawn.
    """

    flat: float = 0.88
    level: float = 0.78
    relief: float = 0.72
    lamps: float = 0.9
    even: float = 5.0
    shaded: float = 8.0
    busy: float = 0.4
    calm: float = 0.6
    tint: float = 0.06
    dark: float = 70.0
    light: float = 145.0
    vivid: float = 8.0
    sure: float = 0.68
    sure_score: float = 0.97
    fewest: int = 2
    most: int = 14

    def glance(self, images: Sequence[np.ndarray]) -> Recognition:
        """What the mean look of the pictures tells."""
        small = [thumbnail(image) for image in images]
        seen = together([look(one) for one in small])
        shown = self.shown(seen)
        if shown is not False:
            if all(flat_share(image) >= self.flat for image in images):
                return Recognition(
                    False, f"a few colours cover {self.flat:.0%} of it or more: drawn, not photographed or rendered"
                )
            grounds = [one for one in map(ground_of, small) if one is not None]
            level = max(map(level_share, grounds), default=0.0)
            if level >= self.level:
                return Recognition(False, f"nothing shades its ground: {level:.0%} of it keeps to one course of light")
            if level > self.relief:
                shown = None
            hue = min(map(ground_hue, grounds), default=self.lamps)
            if hue < self.lamps:
                return Recognition(False, f"no lamps light it: the hue of its ground is even to {hue:.1f} levels")
            varied = shading(images)
            if varied is not None and varied < self.even:
                return Recognition(False, f"the colours of its things vary by {varied:.0f} levels: drawn, not shaded")
            if varied is not None and varied < self.shaded:
                shown = None
        calm, grey = f"{seen.calm:.0%} of it calm", f"median saturation {seen.tint:.2f}"
        return Recognition(shown, f"{calm}, {grey}, median grey {seen.light:.0f}, chroma {seen.vivid:.0f}")

    def examine(self, images: Sequence[np.ndarray], inspect: Inspect) -> Recognition:
        """Whether the detector is sure of what it sees; equal pictures, of which nothing is said, need no detector."""
        if len(images) > 1 and all(np.array_equal(images[0], other) for other in images[1:]):
            seen = together([look(thumbnail(image)) for image in images])
            return Recognition(self.leaning(seen), "equal pictures: by their look alone")
        return self.recognised([inspect(image) for image in images])

    def shown(self, seen: Look) -> bool | None:
        """Whether a look shows a plain ground; None where it leaves a doubt."""
        if seen.calm < self.busy:
            return False
        grey = seen.tint <= self.tint and self.dark <= seen.light <= self.light
        return True if seen.calm >= self.calm and grey and seen.vivid >= self.vivid else None

    def leaning(self, seen: Look) -> bool:
        """The likelier answer where there is a doubt and no detector may be asked."""
        return seen.calm >= self.calm and seen.tint <= self.tint

    def recognised(self, graphs: Sequence[ObjectGraph]) -> Recognition:
        """Whether the detector of such scenes is sure of what it sees in these pictures."""
        seen = [[found.score for found in (*graph.objects, *graph.faint)] for graph in graphs]
        certain = [[score for score in scores if score >= self.sure_score] for scores in seen]
        total = sum(map(sum, seen))
        share = sum(map(sum, certain)) / total if total else 0.0
        told = f"its detector is sure of {share:.0%} of what it sees"
        fewest = min(map(len, certain), default=0)
        if fewest < self.fewest or max(map(len, certain)) > self.most:
            return Recognition(False, f"{told}, which is {fewest} in one picture, up to {max(map(len, certain))}")
        return Recognition(share > self.sure, told)
