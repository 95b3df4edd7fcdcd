"""Sentences about pages of documents."""

from __future__ import annotations

from language.morphology import plural
from pipeline.core.pages import INSERTED, MOVED, REMOVED, PageChange

_NUMBERS = ("", "A", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


def page_sentence(change: PageChange) -> str:
    """One sentence for one fact.

    >>> page_sentence(PageChange("inserted", 3, 3, beside=2))
    'A page was inserted after page 2.'
    """
    many = change.count > 1
    which = f"Pages {change.first} to {change.last}" if many else f"Page {change.first}"
    if change.what == INSERTED:
        number = _NUMBERS[change.count] if change.count < len(_NUMBERS) else str(change.count)
        where = f"after page {change.beside}" if change.beside else "at the beginning"
        return f"{number} {plural('page') if many else 'page'} {'were' if many else 'was'} inserted {where}."
    if change.what == REMOVED:
        return f"{which} {'were' if many else 'was'} removed."
    if change.what == MOVED:
        if many:
            return f"{which} moved: they are now pages {change.now} to {change.now + change.count - 1}."
        return f"{which} moved: it is now page {change.now}."
    now = "" if change.now == change.first else f" (now from page {change.now})" if many else f" (now {change.now})"
    return f"{which}{now} {'were' if many else 'was'} replaced."


def place_of(before: int, after: int) -> str:
    """How a page is named whose number may be another now.

    >>> place_of(2, 3)
    'Page 2 (now 3)'
    """
    return f"Page {before}" if before == after else f"Page {before} (now {after})"
