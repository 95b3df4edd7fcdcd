"""What a request may ask for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds that keep one visitor from taking the machine from all others.

    Parameters
    ----------
    bytes
        Of a whole request, both pictures together.
    pixels
        Of one picture: four times what most phones take.
    seconds
        Until a visitor is told that it takes too long; the work itself cannot be stopped, and keeps its place.
    at_work
        Pairs answered at the same time, by all visitors together.
    by_one
        Pairs of one address at the same time.
    requests
        Requests of all kinds at the same time; each may hold as many bytes as a request may have.
    """

    bytes: int = 32 * 2**20
    pixels: int = 50_000_000
    seconds: float = 60.0
    at_work: int = 2
    by_one: int = 2
    requests: int = 48
