"""A corpus of sentences about screens: facts are drawn, and each is said as often as its wording is natural."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from language.screen.templates import ScreenTemplateGenerator
from language.screen.words import PLACES
from pipeline.core.types import Analysis, Change, ObjectGraph

KINDS = (
    ("text", 6), ("color", 4), ("add", 4), ("drop", 4), ("state", 3), ("move", 3), ("resize", 2), ("replace", 2),
    ("none", 1), ("theme", 0.5), ("scroll", 0.5), ("shift", 0.3),
)  # fmt: skip
"""Kinds of change, with how often each is told of."""

WORDS = (
    "Save", "Cancel", "Sign up", "Orders", "Invoices", "Reports", "Total", "Search", "Settings", "Profile", "Messages",
    "Documentation", "Download", "Contact us", "Pricing", "Home", "Delete", "New project", "Read more", "Details",
)  # fmt: skip
"""Words that made-up elements bear."""

STATES = (
    ("unchecked", "checked"), ("checked", "unchecked"), ("disabled", "enabled"), ("enabled", "disabled"),
    ("closed", "open"), ("open", "closed"), ("empty", "Maria Lopez"),
)  # fmt: skip

_SIDE = 800


@dataclass(frozen=True)
class Named:
    """What elements may be called, the last of them the whole page, and which colours they may have."""

    roles: Sequence[str]
    colors: Sequence[str]


def corpus(sentences: int, named: Named, seed: int = 0) -> Iterator[str]:
    """So many sentences; the same arguments give the same ones."""
    rng = Random(seed)
    generator = ScreenTemplateGenerator(limit=1000)
    for _ in range(sentences):
        candidates = generator.generate(_analysis(named, rng))
        weights = [10 ** candidate.features["prior"] for candidate in candidates]
        yield rng.choices(candidates, weights)[0].text


def _analysis(named: Named, rng: Random) -> Analysis:
    (kind,) = rng.choices([kind for kind, _ in KINDS], [weight for _, weight in KINDS])
    nothing = ObjectGraph.of([], _SIDE, _SIDE)
    if kind == "none":
        return Analysis(nothing, nothing, ())
    label = "page" if kind in ("theme", "scroll") else "panel" if kind == "shift" else rng.choice(named.roles[:-1])
    known = {"place": rng.choice(list(PLACES))}
    if rng.random() < 0.7:
        known["text"] = rng.choice(WORDS)
    shifted = 0
    if kind in ("add", "drop", "scroll", "shift") and rng.random() < 0.4:
        shifted = rng.choice((-1, 1)) * rng.randint(2, 300)
    if kind == "color" and rng.random() < 0.6:
        known["part"] = rng.choice(("text", "background", "border"))
    old, new = _values(kind, known, named, rng)
    x, y = rng.randrange(_SIDE - 100), rng.randrange(_SIDE - 40)
    box = np.array([x, y, x + 90, y + 24], float)
    way = rng.choice((0, rng.randint(4, 60))), rng.choice((0, rng.randint(4, 60)))
    grown = np.array([0, 0, rng.randint(5, 60), 0]) if kind == "resize" else np.array([*way, *way])
    before, after = (None if kind == "add" else box), (None if kind == "drop" else box + grown)
    change = Change(kind, label, known, 0.9, None, None, old, new, before, after, shifted=shifted)
    return Analysis(nothing, nothing, (change,))


def _values(kind: str, known: dict[str, str], named: Named, rng: Random) -> tuple[str | None, str | None]:
    if kind == "text" and "text" in known:
        if rng.random() < 0.3:
            return f"${rng.randint(1, 99)}", f"${rng.randint(1, 99)}"
        return rng.choice((known["text"], rng.choice(WORDS))), rng.choice(WORDS)
    if kind == "color":
        old, new = rng.sample(named.colors, 2)
        return old, new
    if kind == "state":
        return rng.choice(STATES)
    if kind == "theme":
        return rng.choice((("light", "dark"), ("dark", "light")))
    return None, rng.choice(("larger", "smaller")) if kind == "resize" else None
