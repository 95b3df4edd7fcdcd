"""Words that nothing is said about: a regular expression, or the name of what often changes, as "the clock"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.core import messages
from pipeline.core.types import Change

_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = r"(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?,?"
_CLOCK = r"\d{1,2}\s*[:.]\s*\d{2}(\s*[:.]\s*\d{2})?(\s*[ap]\.?m\b\.?)?"
_DATE = (
    rf"(\b{_DAY}\s*)?(\d{{4}}[-./]\d{{1,2}}[-./]\d{{1,2}}|\d{{1,2}}[-./]\d{{1,2}}[-./]\d{{2,4}}"
    rf"|\d{{1,2}}\.?\s*{_MONTH}(,?\s*\d{{4}})?|{_MONTH}\s*\d{{1,2}}(st|nd|rd|th)?\b(,?\s*\d{{4}})?)"
)
_AGE = r"(\d+|an?)\s*(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|weeks?|months?|years?)\s*ago|just\s*now"

NAMED = {
    "the clock": f"(?i:{_CLOCK})",
    "the date": f"(?i:{_DATE})",
    "the age": f"(?i:{_AGE})",
    "numbers": r"[-+]?\d+([.,:]\d+)*",
}
"""What has a name, so that nobody has to write the expression; spaces are optional, as readers lose them."""

CUT = "…"
"""Ends a text of which not all is kept."""


@dataclass(frozen=True)
class Words:
    """Expressions whose matches may change without being told of."""

    patterns: tuple[re.Pattern[str], ...] = ()

    def hide(self, change: Change) -> bool:
        """Whether nothing is left of a change once these words are taken out.

        Of words that changed, the others must be the same; an element that changed in another way must have no others.
        """
        if not self.patterns:
            return False
        text = change.attributes.get("text", "")
        if change.kind == "text" or (text and text == change.old):
            later = change.attributes.get("text_after") or change.new or ""
            return self._same(change.old, change.new) or self._same(text, later)
        seen = [words for words in (text, change.attributes.get("text_after", "")) if words]
        return bool(seen) and not any(self._rest(words) for words in seen)

    def _same(self, before: str | None, after: str | None) -> bool:
        """Whether two texts, both known in whole, differ in these words alone."""
        if not before or not after or CUT in (before[-1], after[-1]):
            return False
        rests = self._rest(before), self._rest(after)
        return rests[0] == rests[1] and rests != (_packed(before), _packed(after))

    def _rest(self, text: str) -> str:
        for pattern in self.patterns:
            text = pattern.sub(" ", text)
        return _packed(text)


def parse_words(value: str) -> re.Pattern[str]:
    """Read the value of ``--ignore-text``.

    Raises
    ------
    SpotItError
        If it is neither a name nor a regular expression that says something.
    """
    try:
        pattern = re.compile(NAMED.get(value.strip().lower(), value))
    except (re.error, OverflowError, RecursionError) as failure:
        known = ", ".join(NAMED)
        raise messages.error(messages.BAD_WORDS, value=value, reason=failure, known=known) from None
    if not value.strip():
        raise messages.error(messages.BAD_WORDS, value=value, reason="it is empty", known=", ".join(NAMED))
    return pattern


def _packed(text: str) -> str:
    """Without spaces, which readers find or lose, and without marks at either end."""
    return re.sub(r"\s+", "", text).strip(".,;:·|-–—()[]")
