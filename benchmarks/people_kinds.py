"""What kind of change a sentence of people's tells of, by the words for what happened.

The parser (`language/parser/`) reads sentences in this project's own words, down to the objects; people's are freer, so
here it is the kind alone that is read.  The words were collected from the training captions of Spot-the-Diff,
Birds-to-Words and Image-Editing-Request.
"""

from __future__ import annotations

import re
from functools import cache

PHRASES: tuple[tuple[str, str], ...] = (
    (
        "none",
        "no difference, no differences, no ... change, no changes, no ... difference, nothing changed, nothing "
        "has changed, nothing different, look the same, looks the same, look identical, look alike, are the same, "
        "is the same, are identical, are similar, same animal, same species, same bird, look very similar",
    ),
    (
        "compared",
        "animal1, animal2, animal 1, animal 2, first bird, second bird, left bird, right bird, both birds",
    ),
    (
        "edited",
        "^add, ^remove, ^make, ^increase, ^decrease, ^change, ^crop, ^brighten, ^darken, ^lighten, ^replace, "
        "^rotate, ^blur, ^sharpen, ^erase, ^delete, ^put, ^adjust, ^enhance, ^fix, ^turn, ^reduce, ^flip, ^zoom, "
        "^move, ^edit, ^improve, ^photoshop, ^apply, ^swap, ^raise, ^lower, ^straighten, ^enlarge, ^colorize, "
        "^get rid, ^cut, ^insert, ^fill, ^color, ^resize, ^take, ^tone, ^tint, ^give, ^combine, ^merge, ^paste, "
        "^place, ^set, ^convert, ^clean, ^soften, ^invert, ^desaturate, ^saturate, ^fade, ^write, ^draw, ^please, "
        "^can you, ^can someone, ^i want, ^i would like",
    ),
    (
        "drop",
        "gone, missing, disappear, disappears, disappeared, vanished, removed, has left, have left, had left, no "
        "longer, not present, not visible, not there, not in, not seen, not shown, not here, isn t, aren t, wasn "
        "t, weren t, lacks, drove off, drove away, walked off, walked away, driven away, driven off, exited, "
        "departed, there is no, there are no, there s no, there is now no, does not have, do not have, doesn t "
        "have, not appear, has no, left the, no people, no cars",
    ),
    (
        "count",
        "more ... people, fewer ... people, less ... people, more ... cars, fewer ... cars, less ... cars, "
        "additional ... people, more ... vehicles, fewer ... vehicles, only one, only two, only three, instead of "
        "one, instead of two, number of, one more, two more, three more, one less, two less, more person, less "
        "person, less traffic, more traffic",
    ),
    (
        "add",
        "appear, appears, appeared, added, new, another, has arrived, have arrived, entered, entering, showed up, "
        "pulled in, came, joined, there is now, there are now, there is also, now there, now visible, now in, now "
        "parked, now a, now has, is now, are now, can be seen, can now, is visible, are visible, is present, are "
        "present, is shown, extra, pulled up",
    ),
    (
        "move",
        "moved, moving, moves, move, shifted, closer, farther, further, nearer, different position, different "
        "positions, position, different location, different place, different spot, turned, turning, walk, walks, "
        "walked, walking, drove, driving, driven, relocated, backed, ahead, forward, backward, away, location, "
        "sat, sitting, standing, facing, crossed, crossing, pulling, backing, running, leaving, heading, bending, "
        "stopped, parking, apart, instead, going, open, opened, closed, passed, passing, reached, parked, "
        "rotated, lower, higher, approached, approaching, loading, looking",
    ),
    (
        "look",
        "color, colored, darker, brighter, lighter, wearing, shadow, shadows, light, lighting, larger, bigger, "
        "smaller, longer, shorter, changed, changes, different, angle, blurry, clearer, taller, empty, full, "
        "carrying, holding",
    ),
    (
        "add",
        "there is, there are, there s, there was, there were, image has, picture has, ^a, ^an, ^two, ^three, ^one",
    ),
)
"""Phrases of each kind, the first kind that has one decides; ``...`` are up to four words, ``^`` the beginning."""


def kind_said(sentence: str) -> str:
    """The kind of change that a sentence tells of; empty where it is not read.

    >>> kind_said("The white SUV that was between two other cars has left.")
    'drop'
    >>> kind_said("two people are closer to the building")
    'move'
    >>> kind_said("the weather was fine")
    ''
    """
    text = " ".join(re.findall(r"[a-z0-9]+", sentence.lower()))
    return next((kind for kind, words in _patterns() if words.search(text)), "")


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile("|".join(map(_pattern, phrases.split(", "))))) for kind, phrases in PHRASES)


def _pattern(phrase: str) -> str:
    start = "^" if phrase.startswith("^") else r"\b"
    return start + phrase.removeprefix("^").replace(" ... ", r" (?:\w+ ){0,4}") + r"\b"
