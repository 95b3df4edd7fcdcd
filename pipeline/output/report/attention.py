"""Where a captioner looked while it said each word (Xu et al. 2015): one page of pictures under a veil."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from markupsafe import Markup

from pipeline.output.report.embed import embedded
from pipeline.output.report.page import environment, hash_of, static

WIDEST = 224
DARKEST = 0.85
"""Of the veil over a place that was not looked at."""


@dataclass(frozen=True, eq=False)
class Attended:
    """A picture ``uint8 (h, w, 3)``, the words said of it, and the share of attention that each place of a square grid
    had while each word was said, ``(words, places)``."""

    name: str
    picture: np.ndarray
    words: Sequence[str]
    shares: np.ndarray


def attention_page(title: str, shown: Sequence[Attended]) -> str:
    """The whole page as text: pictures and styles are embedded, there is no script, what is not ours is escaped."""
    style = static("report.css") + static("attention.css")
    return (
        environment()
        .get_template("attention.html.j2")
        .render(
            title=title,
            shown=[_view(one) for one in shown],
            policy=f"default-src 'none'; img-src data:; style-src {hash_of(style)}; "
            "base-uri 'none'; form-action 'none'",
            style=Markup(style),
        )
    )


def _view(one: Attended) -> dict[str, Any]:
    side = round(one.shares.shape[1] ** 0.5)
    height, width = one.picture.shape[:2]
    places = [(place % side, place // side) for place in range(side * side)]
    return {
        "name": one.name,
        "caption": " ".join(one.words),
        "picture": embedded(one.picture, WIDEST),
        "side": side,
        "ratio": height / width,
        "words": [
            {"text": word, "veil": [(x, y, DARKEST * (1 - share)) for (x, y), share in zip(places, row, strict=True)]}
            for word, row in zip(one.words, _of_the_most(one.shares), strict=True)
        ],
    }


def _of_the_most(shares: np.ndarray) -> list[list[float]]:
    """Shares of that of the place most looked at, word by word."""
    most = shares.max(axis=1, keepdims=True)
    return (shares / np.where(most > 0, most, 1)).tolist()
