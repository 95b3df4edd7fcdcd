"""Counters in the text form that Prometheus reads."""

from __future__ import annotations

from collections import Counter
from threading import Lock


class Metrics:
    """How many pairs were asked for, with what outcome, and how long the answers took."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._outcomes: Counter[str] = Counter()
        self._seconds = 0.0

    def count(self, outcome: str, seconds: float = 0.0) -> None:
        """Note one request."""
        with self._lock:
            self._outcomes[outcome] += 1
            self._seconds += seconds

    def text(self, at_work: int) -> str:
        """All of them."""
        with self._lock:
            lines = [
                "# HELP spot_it_pairs_total Pairs asked for, by outcome.",
                "# TYPE spot_it_pairs_total counter",
                *(f'spot_it_pairs_total{{outcome="{name}"}} {n}' for name, n in sorted(self._outcomes.items())),
                "# HELP spot_it_seconds_total Seconds spent on answers.",
                "# TYPE spot_it_seconds_total counter",
                f"spot_it_seconds_total {self._seconds:.3f}",
                "# HELP spot_it_at_work Pairs being answered now.",
                "# TYPE spot_it_at_work gauge",
                f"spot_it_at_work {at_work}",
            ]
        return "\n".join(lines) + "\n"
