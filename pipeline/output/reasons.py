"""What else differs between two pictures, in words."""

from __future__ import annotations

from pipeline.core.reasons import BEYOND, FAINT, SMALL, UNSEEN, Reason
from pipeline.core.types import Analysis
from pipeline.output.naming import named

PASSED_OVER = frozenset({SMALL, FAINT, *UNSEEN})
"""Kinds that somebody who is told nothing wants to know of; the others are no changes."""

CLAUSES = {
    "identical": "The two pictures are equal to the last pixel",
    "camera": "The camera moved by {value:.0f} pixel{s}",
    "light": "The picture after is {value:.2f} times as bright",
    "warmth": "The light is {warmer}: {value:.2f} times as much red for its blue",
    "sharpness": "The picture after is {sharper}: it has {value:.2f} times the fine structure",
    "compression": "The picture {picture} is more strongly compressed: its blocks stand out by {value:.2f}",
    "colorless": "One picture is in black and white",
    "rendering": "{value:.0f} small places are drawn otherwise and show the same",
    "shadow": "The light has changed {place}, over {value:.0f} pixels",
    "faint": "Something changed {place}, too faintly to tell what, over {value:.0f} pixels",
    "small": "Something small changed {place}: {value:.0f} pixel{s}",
    "flicker": "{value:.0f} small places differ, as leaves, water, rain or noise do",
    "overlay": "What lies over the picture, as a clock does, differs {place}",
    "weather": "Snow or rain is falling: {value:.0f} flakes or streaks differ",
    "lens": "Something is before the lens {place}, too close to be in focus",
    "beyond": "The picture {picture} shows {value:.0f} pixel{s} more {place}, which the other does not",
    "doubt": "The {name} {place} may have {changed} (confidence {value:.2f})",
    "dark": "The picture {picture} is too dark: nothing is brighter than {value:.0f} of 255",
    "pale": "The picture {picture} is too pale: its values differ by {value:.0f} of 255",
    "restless": "{value:.0f} places move, and a change among them would not be seen",
    "apart": "The two pictures have only {value:.0%} of the view in common",
}
"""What is said of each kind of reason."""

CHANGED = {"add": "appeared", "drop": "gone", "move": "moved", "replace": "been replaced"}
"""What a doubted change is called; any other is of the attribute of that name."""


def words_of(reason: Reason) -> str:
    """A sentence.

    >>> words_of(Reason("camera", 12.3))
    'The camera moved by 12 pixels.'
    """
    attributes = dict(reason.attributes)
    values = {
        "value": reason.value,
        "s": "" if round(reason.value) == 1 else "s",
        "picture": reason.picture,
        "place": reason.place.value if reason.place else "",
        "warmer": "warmer" if reason.value > 1 else "colder",
        "sharper": "sharper" if reason.value > 1 else "less sharp",
        "name": named(reason.label, attributes),
        "changed": CHANGED.get(reason.change or "", f"changed its {reason.change}"),
    }
    return " ".join(CLAUSES[reason.kind].format(**values).split()) + "."


def why(analysis: Analysis) -> list[str]:
    """A sentence for each reason."""
    return [words_of(reason) for reason in analysis.reasons]


def passed_over(analysis: Analysis) -> list[str]:
    """Where nothing is told: sentences for what differs all the same; else none."""
    reasons = () if analysis.changes else analysis.reasons
    # a camera that moves shows more on one side by itself; a picture that is larger has more to look at
    kinds = PASSED_OVER if analysis.before.extent == analysis.after.extent else PASSED_OVER | {BEYOND}
    return [words_of(reason) for reason in reasons if reason.kind in kinds]
