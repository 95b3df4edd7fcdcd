"""Every number that decides what the pixels and the detections of photographs make a fact of, in one place.

Grouped by what they decide.  A pack states them in its config, where it says how each was chosen.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Eyesight:
    """How clearly pixels must differ.

    Parameters
    ----------
    floor
        The least noise that any pair is taken to have, in units of L, a or b.
    most_light
        Units of L that light may change by in one place; what differs by more is another thing.
    low, high
        Standard deviations of the pair's noise: a changed region reaches ``high`` somewhere and ``low`` everywhere.
    bridged
        Half of the gap between changed pixels that are taken for connected, as a share of the picture's diagonal.
    least_area, least_pixels
        Smallest region, as a share of the picture and in pixels.
    least_side
        Pixels that a detection must have each way within the view.
    """

    floor: float = 3.0
    most_light: float = 40.0
    low: float = 2.0
    high: float = 4.0
    bridged: float = 0.006
    least_area: float = 0.0003
    least_pixels: int = 12
    least_side: float = 3.0


@dataclass(frozen=True)
class Explanation:
    """How well an object explains the pixels that changed.

    Parameters
    ----------
    outline_weight, outline_allowance
        Slope and offset of the logistic function of how much more clearly its outline shows in its own picture.
    fixed, fixed_worth
        Labels of what hardly ever comes or goes, upright things of a few pixels being often taken for it; and what is
        left of the worth of such an explanation.
    filled
        Share of the box from which as much changed as in any thing that fills its box.
    strays
        What the fit is multiplied by where the changed regions that touch the box lie all outside of it.
    touched
        Share of a region that must lie in the box for the region to belong to it.
    untouched
        Share that is taken to lie in the box where no region belongs to it.
    clear_peak
        Peak of evidence from which a region without a name is as sure as can be.
    """

    outline_weight: float = 2.0
    outline_allowance: float = 1.0
    fixed: Collection[str] = ()
    fixed_worth: float = 0.25
    filled: float = 0.4
    strays: float = 0.3
    touched: float = 0.1
    untouched: float = 0.5
    clear_peak: float = 16.0


@dataclass(frozen=True)
class Presence:
    """When an object is in one picture only.

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
    replaced, as_sure
        Share of a box from which a faint detection in the other picture no longer passes for the same object; from
        there on it needs the share ``as_sure`` of the object's score.
    recolored
        Correlation of brightness from which a change of hue is one of colour, and not another object.
    preserved
        Share of an object's structure that may be unchanged where it came or went.
    part
        Share of an object that a like detection in the other picture must cover to show that it is still there.
    part_of_more
        Share of a changed region under which one of ``shapes`` in it is a part of something else, as a head is.
    held
        Share of a box from which it is in the place of the other that holds it.
    attached, lesser
        Gap, in sides of the better thing, up to which another one touches it; and share of its worth under which that
        other one is a part of it or a shadow.
    ghost_share, ghost_worth
        Share of a thing inside a better one of the other picture, and how many times better that one is, from which
        it is what is seen in the empty place.
    at_home, seen_twice, drawn, shapes, shape_area
        Score of one object from which the detector is at home in the pictures and its names are trusted; score from
        which a kind of object that both pictures show says so too; share of even colours from which pictures are
        drawings, where it does not; and the labels that any disc gets, which say nothing of it under that share of the
        picture, and nothing at all in drawings.
    many_shapes
        So many of them in both pictures, if they are most of what is seen, say that the detector is not at home.
    claimed_share, claimed_overlap
        Share of a box, or its IoU, from which a change explained otherwise explains it.
    """

    least_share: float = 0.2
    least_fit: float = 0.2
    least_score: float = 0.12
    overlap: float = 0.45
    replaced: float = 0.5
    as_sure: float = 0.5
    recolored: float = 0.5
    preserved: float = 0.62
    part: float = 0.5
    part_of_more: float = 0.3
    held: float = 0.75
    attached: float = 0.1
    lesser: float = 0.7
    ghost_share: float = 0.5
    ghost_worth: float = 2.0
    at_home: float = 0.65
    seen_twice: float = 0.3
    drawn: float = 0.7
    shapes: Collection[str] = ()
    shape_area: float = 0.02
    many_shapes: int = 7
    claimed_share: float = 0.6
    claimed_overlap: float = 0.4


@dataclass(frozen=True)
class Recolouring:
    """When a thing has another colour, besides ``recolored``.

    Parameters
    ----------
    one_sided, one_sided_likeness
        How much more clearly an outline shows in one picture from which something came or went there, and the
        likeness of structure from which it is recoloured all the same.
    even_side
        How much more clearly the outline of an even region, which has no structure to be like, may show in one picture.
    least_hue
        Median change of hue of a region, in units of a and b, that is worth a word.
    telling_hue
        Change of hue from which a pixel is asked for the colours.
    recolored_gap
        Gap between regions of one thing, in longer sides of the larger.
    least_owned, owner_score_power
        IoU with its box from which a region stands for a detected object, and the power of its score that the IoU is
        multiplied by.
    unowned_confidence, least_recolored_confidence, most_recolored_confidence
        Confidence where no detection owns the region; and that of an object of score 0, and the greatest there is.
    """

    one_sided: float = 1.5
    one_sided_likeness: float = 0.8
    even_side: float = 0.8
    least_hue: float = 14.0
    telling_hue: float = 8.0
    recolored_gap: float = 0.5
    least_owned: float = 0.25
    owner_score_power: float = 0.25
    unowned_confidence: float = 0.65
    least_recolored_confidence: float = 0.6
    most_recolored_confidence: float = 0.95


@dataclass(frozen=True)
class Shading:
    """When a thing has another shade, or a little of another hue, while all around it is as it was.

    Parameters
    ----------
    still, least_still
        Units of L, a and b up to which a pixel is the same in both pictures, and the share of the picture that must be.
    least_shade
        Units of L, a and b from which a pixel belongs to what differs.
    least_lightness
        Units of L that it must be lighter or darker by.
    least_outline, like_outlines
        Units of L, a and b that it must stand out by from its ground in either picture, and how much less in one than
        in the other: a shadow or a lamp makes an outline that was not there.
    plain, plain_outline
        Mean distance of the ground from what it is around, in units of L, under which it is plain, and what is asked of
        an outline then.
    alike
        Correlation of the fine structure in it.
    opaque, opaque_structure
        Correlation of the fine structure up to which a thing stands before what was there, and the deviation of that
        structure, in units of L, from which it tells.
    opaque_shift, opaque_side
        Units of L, a and b between which the medians differ then, for what differs by more stands out by itself; and
        how much more clearly its outline shows in its own picture, as a logarithm.
    opaque_share, opaque_score
        Share of all pixels that differ which such things have, and the score of one.
    """

    still: float = 2.0
    least_still: float = 0.4
    least_shade: float = 5.0
    least_lightness: float = 8.0
    least_outline: float = 10.0
    like_outlines: float = 0.5
    plain: float = 1.0
    plain_outline: float = 3.0
    alike: float = 0.7
    opaque: float = 0.35
    opaque_structure: float = 1.6
    opaque_shift: tuple[float, float] = (3.0, 16.0)
    opaque_side: float = 0.3
    opaque_share: float = 0.35
    opaque_score: float = 0.3


@dataclass(frozen=True)
class Switching:
    """When a screen or a light went on or off.

    Parameters
    ----------
    screens
        Labels of what has a screen.
    most_dark
        Units of L under which nearly all of a screen is that is off.
    least_lit
        Units of L by which most of a screen that is on is lighter.
    shining
        Level of the brightest channel, of 255, from which something shines.
    least_brighter
        Logarithm of how much more light it has than where it is off, under one exposure.
    least_lamp, most_lamp
        Pixels of a lamp, and share of the picture.
    least_glow
        Logarithm of how much more a lamp brightens what is right beside it than the farthest that it shines on.
    least_step
        Logarithm of how much more than that a lamp itself became brighter.
    least_sectors
        Share of the directions in which light falls off around it.
    light_confidence
        How sure a light is that went on or off.
    """

    screens: Collection[str] = ("tv", "laptop", "cell phone")
    most_dark: float = 35.0
    least_lit: float = 15.0
    shining: float = 235.0
    least_brighter: float = 0.7
    least_lamp: int = 20
    most_lamp: float = 0.008
    least_glow: float = 0.15
    least_step: float = 0.5
    least_sectors: float = 0.75
    light_confidence: float = 0.8


@dataclass(frozen=True)
class Nameless:
    """When a region that no detection explains makes a fact.

    Parameters
    ----------
    stands_out
        Unnamed regions need this share of all evidence: where many places flicker, none is an object.
    unnamed
        The 95th percentile of evidence from which a region without a name is told.
    large
        Smallest areas that a region has which makes a fact by itself, also one of colour.
    leading
        Share of the leading region's evidence from which another one is told beside it.
    snap
        IoU from which a class-agnostic detection is taken for the outline of a region.
    core
        Share of a region's peak of evidence that its own pixels have; fainter ones are its shadow.
    shadow, explained
        How far, in its own sides, the shadow of a thing reaches beyond its box; and the share of a region that must
        be left outside for it to be unexplained.
    """

    stands_out: float = 0.5
    unnamed: float = 7.0
    large: float = 4.0
    leading: float = 0.2
    snap: float = 0.6
    core: float = 0.3
    shadow: float = 0.25
    explained: float = 0.6


@dataclass(frozen=True)
class Identity:
    """When two things are one that moved, or one is in the other's place.

    Parameters
    ----------
    came, unexplained
        What it costs, in nats, that a thing came or went by itself, and that a changed region is no thing at all.
    lightness_cost, hue_cost
        What a unit of L, and one of a and b, costs by which the mean colours of two views of one thing differ.
    height_cost, away_cost
        The same for the logarithm of its height, and for how far it went: the logarithm of 1 and so many own heights.
    outline_worth, contrast_worth
        What it is worth that the outline of a place shows more clearly in the picture where the thing is to be, for
        each unit of its logarithm; and that the place looked unlike the thing before, for each nat.
    other_label
        What a different label of which the detector is sure costs: detectors often misread one view of an object.
    sure
        Score of a detection that may replace another, or serve as a landmark or a yardstick.
    ridden
        Labels of what moves with somebody on it only; those of which the detector is not sure are often walkers.
    same_place
        IoU from which one thing has taken the place of another; who walks up to where something stood covers less.
    some_place, off_middle
        The same for things that have one middle and stand on one ground, and by how much of the smaller's width and
        height they may differ in these.
    replacing, unlike_looks
        Score of a detection of another kind in the place of a thing that replaced it or was replaced, and the cost of
        looks, in nats, from which the two are not one thing misread.
    occupied, both_there
        Weights of a logistic regression of whether a place shows a thing or the ground: of 1, and of
        :data:`~pipeline.diff.pixels.occupied.FEATURES`; and its probability, in the less likely of both pictures, from
        which what is there was replaced.
    sure_name
        Score of a name that is told of what the pixels alone show to be a thing; with less it is an object.
    carried, carried_side
        Correlation of the pixels of a thing here and there from which it was carried, and how much more clearly its
        outline has to show where it is said to be, as a logarithm.
    carried_share, carried_pixels
        Share of its pixels that must have changed in the other place, and how many it has at least.
    """

    came: float = 3.0
    unexplained: float = -1.0
    lightness_cost: float = 0.1
    hue_cost: float = 0.25
    height_cost: float = 5.0
    away_cost: float = 2.1
    outline_worth: float = 1.3
    contrast_worth: float = 0.25
    other_label: float = 3.0
    sure: float = 0.5
    ridden: Collection[str] = ()
    same_place: float = 0.5
    some_place: float = 0.35
    off_middle: float = 0.4
    replacing: float = 0.35
    unlike_looks: float = 1.0
    occupied: tuple[float, ...] = (-5.167, 1.17, -0.04, 3.0, 2.065, 0.957, 5.382, 1.446)
    both_there: float = 0.8
    sure_name: float = 0.3
    carried: float = 0.8
    carried_side: float = 0.3
    carried_share: float = 0.75
    carried_pixels: int = 100


@dataclass(frozen=True)
class Grouping:
    """When like things are a group, and what is told first.

    Parameters
    ----------
    like_size
        How many times as large, by its side, one of a group may be as another.
    together_gap, level
        Gap, in sides of the smaller, under which things are told as one; and share of the lower one's height that
        both must have in common.
    counted, counted_gap
        From so many on things are a group that is counted, and the gap between them.
    least_told
        Facts about a group from which its number is told.
    size_power, unnamed_salience
        Power of a fact's area by which it is more salient, and what is left of it for a thing without a name.
    """

    like_size: float = 2.5
    together_gap: float = 0.75
    level: float = 0.3
    counted: int = 3
    counted_gap: float = 1.0
    least_told: int = 2
    size_power: float = 0.25
    unnamed_salience: float = 0.7


@dataclass(frozen=True)
class Describing:
    """What is known of a thing's colour, size, neighbours and direction.

    Parameters
    ----------
    least_color
        Share of the pixels that one colour term must name.
    own_evidence
        Evidence of change from which a pixel is all the thing's own.
    least_colored
        Pixels of its own that a thing must have to have a colour.
    least_seen
        Share of where the clothes are that a person's own pixels must be for these to be black: where it is less, what
        stands out most is a bag, and a shirt like the ground is not among them.
    clothes_top, clothes_bottom
        Where the clothes of the upper body begin and end, from the top of a person's box.
    size_ratio
        How many times as large as any of its kind a thing is that is large, and the other way round.
    same_thing
        Share of a thing's box that another detection of its kind covers which is no other thing.
    near_gap, near_level
        Gap to a landmark, in longer sides of the thing; and how far below a landmark it may end, since what stands
        lower in a picture is nearer to the camera.
    approach, wobble
        By how many of its longer sides the gap to a landmark must differ between both ends of a way for the thing to
        have come closer or gone away, and by what share of that it may go the other way sideways or in depth.
    no_landmarks
        Labels of what moves about or is worn; nothing is described by standing next to it.
    landmark_changed, landmark_area
        Share of its box that may have changed, and share of the view that it may take up.
    closer, sideways
        How many times as large, by its side, a thing is that came closer; and how far it may have moved meanwhile, in
        its own sides, not to be told as moving sideways.
    """

    least_color: float = 0.45
    own_evidence: float = 4.0
    least_colored: float = 8.0
    least_seen: float = 0.33
    clothes_top: float = 0.15
    clothes_bottom: float = 0.5
    size_ratio: float = 2.0
    same_thing: float = 0.5
    near_gap: float = 0.75
    near_level: float = 0.3
    approach: float = 0.75
    wobble: float = 0.25
    no_landmarks: Collection[str] = ()
    landmark_changed: float = 0.3
    landmark_area: float = 0.4
    closer: float = 1.5
    sideways: float = 2.0


@dataclass(frozen=True)
class Naming:
    """When a classifier's word for what a crop shows is a name.

    The log-odds of a kind of thing there, and of what the other picture shows in its place, are made a probability that
    is right as often as it says (Platt, "Probabilities for SV Machines", 1999).

    Parameters
    ----------
    name_slope, behind_slope, name_offset
        What the log-odds of the kind there, and in the other picture, are multiplied by, and what is added.
    least_name
        Probability from which a thing is told to be of a kind.
    """

    name_slope: float = 1.0
    behind_slope: float = 0.0
    name_offset: float = 0.0
    least_name: float = 0.9


@dataclass(frozen=True)
class Judgement(
    Naming, Describing, Grouping, Identity, Nameless, Switching, Shading, Recolouring, Presence, Explanation, Eyesight
):
    """When changed pixels and detections make a fact: the settings of all these groups, and:

    Parameters
    ----------
    least
        Confidence under which a change is not stated.
    allowance, most
        What is added to the geometric mean of score and fit to make a confidence, and the greatest that there is.
    unrelated
        Confidence that the scenes are different ones where the pictures cannot be aligned.
    """

    least: float = 0.3
    allowance: float = 0.1
    most: float = 0.99
    unrelated: float = 0.9
