"""The words for photographs.  Every choice has a weight: how readily people take it, 1 being unremarkable."""

from __future__ import annotations

from pipeline.core.labels import ANIMATE
from pipeline.core.places import Direction, Place

Choices = tuple[tuple[str, float], ...]

NOUNS: dict[str, Choices] = {
    "airplane": (("airplane", 1), ("plane", 1)),
    "bicycle": (("bicycle", 1), ("bike", 1)),
    "motorcycle": (("motorcycle", 1), ("motorbike", 0.5)),
    "sports ball": (("ball", 2), ("sports ball", 0.2)),
    "potted plant": (("plant", 1), ("potted plant", 1)),
    "dining table": (("table", 2), ("dining table", 0.5)),
    "couch": (("couch", 1), ("sofa", 1)),
    "tv": (("television", 1), ("tv", 1)),
    "cell phone": (("phone", 1), ("cell phone", 1)),
    "refrigerator": (("refrigerator", 1), ("fridge", 1)),
    "donut": (("donut", 1), ("doughnut", 0.5)),
    "remote": (("remote control", 1), ("remote", 0.5)),
    "hair drier": (("hair dryer", 1),),
    "mouse": (("computer mouse", 1), ("mouse", 0.5)),
    "wine glass": (("wine glass", 1), ("glass", 0.5)),
}
"""Words for a label that has more than its own name."""

VEHICLES = frozenset(
    ("bicycle", "car", "motorcycle", "airplane", "bus", "train", "truck", "boat", "tractor", "vehicle")
)
"""What is driven."""

TRAVELLING = ANIMATE | VEHICLES
"""What comes into view and goes out of it."""

PAIRS = frozenset(("scissors", "skis"))
"""Nouns that are plural though there is one: a pair of them."""

MASSES = frozenset(("broccoli", "food"))
"""Nouns without a plural: some of it."""

UNCOLORED = frozenset(("zebra", "giraffe", "banana", "orange", "broccoli", "carrot", "tv", "laptop"))
"""What everybody knows the colour of, and what shows pictures of its own."""

COLORS = ("black", "white", "red", "green", "yellow", "blue", "brown", "orange", "pink", "purple", "gray")

NEAR: Choices = (("near", 2), ("next to", 1.5), ("by", 0.7), ("beside", 0.2))
"""As often as people say each before "the" and a thing in the training part of Spot-the-Diff, "by" less its agents."""

PLACES: dict[str, Choices] = {
    Place.UPPER_LEFT.value: (("at the top left", 1), ("at the upper left", 0.7)),
    Place.UPPER_RIGHT.value: (("at the top right", 1), ("at the upper right", 0.7)),
    Place.LOWER_LEFT.value: (("at the bottom left", 1), ("at the lower left", 0.2)),
    Place.LOWER_RIGHT.value: (("at the bottom right", 1), ("at the lower right", 0.2)),
}
"""Words for a place that has more than its own name, as often as people say each in the same text."""

VAGUE = frozenset(place.value for place in (Place.TOP, Place.MIDDLE, Place.BOTTOM))
"""Places that people name half as often as a landmark, in the same text; left and right they name as often."""

DRESSED: Choices = (("in", 1), ("dressed in", 0.3))
"""How a colour is said that is one of clothes."""

# What became of a subject.  The auxiliary is written in the singular and agrees with the subject when it is said.
APPEARED: Choices = (("has appeared", 5),)
CAME: Choices = (("has come into view", 1), ("has come into the picture", 0.8))
ADDED: Choices = (("has been added", 1),)

GONE: Choices = (("is gone", 5), ("is no longer there", 2.5), ("has disappeared", 2.5), ("is missing", 2))
LEFT: Choices = (("has left", 1.5),)
REMOVED: Choices = (("has been removed", 0.8),)

MOVED: Choices = (("has moved", 4), ("is in a different place", 1), ("has changed position", 0.7))
MOVED_TO: dict[Direction, Choices] = {
    Direction.LEFT: (("has moved to the left", 4), ("moved to the left", 2.5), ("is further to the left now", 1.5)),
    Direction.RIGHT: (("has moved to the right", 4), ("moved to the right", 2.5), ("is further to the right now", 1.5)),
    Direction.UP: (("has moved up", 3), ("moved up", 1.5), ("is further up now", 1.5)),
    Direction.DOWN: (("has moved down", 3), ("moved down", 1.5), ("is further down now", 1.5)),
    Direction.CLOSER: (("has moved closer", 3), ("has come closer", 2), ("is closer to the camera now", 1.5)),
    Direction.AWAY: (("has moved further away", 3), ("is further away now", 2)),
}

TOWARDS: Choices = (
    ("has moved closer to", 4),
    ("is closer to {} now", 3),
    ("is now closer to", 3),
    ("has moved towards", 1),
)
AWAY_FROM: Choices = (("has moved away from", 3), ("is further away from {} now", 2), ("is now further away from", 2))
"""What is said of a thing that moved, and a landmark: about as often as in the training part of Spot-the-Diff.  There
people name one twice as often as they say that somebody moved to the left or to the right."""

RECOLORED: Choices = (
    ("is now {new}", 4),
    ("turned {new}", 3),
    ("changed from {old} to {new}", 2),
    ("became {new}", 1),
    ("is {new} instead of {old}", 1),
)
REDRESSED: Choices = (("is now in {new}", 4), ("is in {new} instead of {old}", 2), ("is now dressed in {new}", 0.7))
"""What is said where the clothes have another colour."""

SHADES = frozenset(("lighter", "darker"))
RESHADED: Choices = (("is {new} now", 4), ("is {new} than before", 2), ("became {new}", 1))
"""What is said where the same colour is lighter or darker."""

LIT: dict[str, Choices] = {
    "on": (("has come on", 2), ("was turned on", 1), ("is now on", 1)),
    "off": (("has gone out", 2), ("was turned off", 1), ("is now off", 1)),
}
"""What a light did."""

SWITCHED: Choices = (("has been turned {new}", 3), ("is now {new}", 3), ("was turned {new}", 1))
"""What is said of a screen that went on or off."""

ALTERED: Choices = (("has changed", 2), ("looks different", 1))

REPLACED: Choices = (("was replaced by", 2), ("has been replaced by", 2))

NO_CHANGE: Choices = (
    ("nothing has changed", 5),
    ("there is no change", 2),
    ("there is no difference between the two pictures", 2),
    ("the two pictures show the same scene", 1),
    ("nothing was added or removed", 1),
    ("everything is the same as before", 1),
)

DARKER: Choices = (
    ("nothing has changed, it only got darker", 4),
    ("nothing has changed but the light: it is darker", 1),
)
BRIGHTER: Choices = (
    ("nothing has changed, it only got brighter", 4),
    ("nothing has changed but the light: it is brighter", 1),
)
BLEACHED: Choices = (("nothing has changed, but the picture is in black and white now", 1),)
COLORED: Choices = (("nothing has changed, but the picture is in color now", 1),)
"""What is said where the light alone is another, or the camera shows it otherwise."""

SCENE: Choices = (("the two pictures show different scenes", 1),)
LOST: dict[str, str] = {
    "blank": "the picture is blank now",
    "covered": "the camera is covered",
    "mostly covered": "most of the picture is covered now",
    "out of focus": "the picture is out of focus now",
}
"""What is said of a picture that no longer shows the scene."""

FOUND: dict[str, str] = {
    "blank": "the picture is no longer blank",
    "covered": "the camera is no longer covered",
    "mostly covered": "most of the picture is no longer covered",
    "out of focus": "the picture is in focus again",
}
"""What is said where the scene is seen again."""


def nouns(label: str) -> Choices:
    """The words for a label in the singular; a label that is not listed is its own word."""
    return NOUNS.get(label, ((label, 1.0),))


def places(place: str) -> Choices:
    """The words for a place of the picture; one that is not listed is said as it is, and none is said of none."""
    return PLACES.get(place, ((place, 1.0),) if place else ())
