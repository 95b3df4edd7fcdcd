"""Requests that cannot be answered, as a status, a line for the visitor, and when to try again."""

from __future__ import annotations

AGAIN = 5
"""Seconds until whoever found no place may try again."""


class Problem(Exception):
    """Why there is no answer.  ``again`` is in seconds, None where trying again would not help."""

    def __init__(self, status: int, reason: str, again: int | None = None) -> None:
        super().__init__(status, reason, again)  # all of them, so that it can travel between processes
        self.status, self.reason, self.again = status, reason, again

    def __str__(self) -> str:
        return self.reason

    @property
    def headers(self) -> dict[str, str]:
        """``Retry-After`` where it makes sense."""
        return {} if self.again is None else {"Retry-After": str(self.again)}
