"""What else differs between two pictures, in words."""

from __future__ import annotations

from pipeline.core.messages import CHANGED, REASONS
from pipeline.core.reasons import BEYOND, FAINT, SMALL, UNSEEN, Reason
from pipeline.core.types import Analysis
from pipeline.output.naming import named

PASSED_OVER = frozenset({SMALL, FAINT, *UNSEEN})
"""Kinds that somebody who is told nothing wants to know of; the others are no changes."""


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
    return " ".join(REASONS[reason.kind].format(**values).split()) + "."


def why(analysis: Analysis) -> list[str]:
    """A sentence for each reason."""
    return [words_of(reason) for reason in analysis.reasons]


def passed_over(analysis: Analysis) -> list[str]:
    """Where nothing is told: sentences for what differs all the same; else none."""
    reasons = () if analysis.changes else analysis.reasons
    # a camera that moves shows more on one side by itself; a picture that is larger has more to look at
    kinds = PASSED_OVER if analysis.before.extent == analysis.after.extent else PASSED_OVER | {BEYOND}
    return [words_of(reason) for reason in reasons if reason.kind in kinds]
