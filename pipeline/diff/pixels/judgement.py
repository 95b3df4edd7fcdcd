"""Every threshold of the decision, in one place."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.diff.pixels.sight import Eyesight


@dataclass(frozen=True)
class Judgement(Eyesight):
    """When changed pixels and detections make a fact.

    The keyword arguments are those of :class:`~pipeline.diff.pixels.sight.Eyesight`, and:

    Parameters
    ----------
    least_share
        Share of an object's box that must have changed.
    least_fit
        How well the changed pixels must fill the box, 0 to 1.
    least_score
        Detection score from which an object is named.
    overlap
        IoU from which two detections are in the same place.
    replaced
        Share of a box from which a faint detection in the other picture no longer passes for the same object.
    same
        How much two objects may differ and still be one that moved, in deviations of looks, size and place.
    recolored
        Correlation of brightness from which a change of hue is one of colour, and not another object.
    least_hue
        Median change of hue, in units of a and b, that is worth a word.
    preserved
        Share of an object's structure that may be unchanged where it came or went.
    stands_out
        Unnamed regions need this share of all evidence: where many places flicker, none is an object.
    unnamed
        The 95th percentile of evidence from which a region without a name is told.
    least
        Confidence under which a change is not stated.
    """

    least_share: float = 0.2
    least_fit: float = 0.2
    least_score: float = 0.12
    overlap: float = 0.45
    replaced: float = 0.5
    same: float = 1.0
    recolored: float = 0.5
    least_hue: float = 14.0
    preserved: float = 0.62
    stands_out: float = 0.5
    unnamed: float = 7.0
    least: float = 0.3
