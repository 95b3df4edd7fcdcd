"""What became of the pages of a document as wholes."""

from __future__ import annotations

from dataclasses import dataclass

INSERTED, REMOVED, REPLACED, MOVED = "inserted", "removed", "replaced", "moved"


@dataclass(frozen=True)
class PageChange:
    """One fact about a run of pages, numbered from 1.

    ``first`` and ``last`` are numbers in the document before, or in the one after for pages that were inserted;
    ``beside`` is the page before after which they were inserted, 0 for none; ``now`` the first number in the document
    after of pages that moved or were replaced.
    """

    what: str
    first: int
    last: int
    beside: int = 0
    now: int = 0

    @property
    def count(self) -> int:
        """How many pages it is about."""
        return self.last - self.first + 1
