"""From rendered pages to samples: proposals with the role and states of the element they show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from detectors.screen.crops import crops
from detectors.screen.geometry import geometry
from detectors.screen.layout import LayoutProposer
from detectors.screen.roles import ROLES, STATES
from pipeline.core import messages
from pipeline.core.boxes import iou
from pipeline.core.reading import WRONG, parse_json

SHOWN = 0.65
"""IoU from which a proposal shows an element."""

UNCLEAR = 0.4
"""IoU under which a proposal surely shows none; those between are left out."""

PER_PAGE = 160
"""Samples of a page at most, half of them no elements."""

SPOILT = 0.2
"""Share of the pages that are seen through a lossy format."""

FIRST = (
    "page", "dialog", "tooltip", "scrollbar", "checkbox", "radio", "switch", "select", "input", "tab", "button",
    "avatar", "badge", "chart", "image", "menu item", "icon", "link", "heading", "navigation bar", "toolbar", "banner",
    "code block", "card", "table cell", "list item", "table row", "text",
)  # fmt: skip
"""Where several elements fill one box, the proposal shows the first of these."""


@dataclass(frozen=True, eq=False)
class Samples:
    """``views`` ``(n, 2, 24, 48, 3)`` uint8, ``geometry`` ``(n, LENGTH)`` float32, ``roles`` ``(n,)`` with 0 for no
    element, ``states`` ``(n, len(STATES))`` of 0, 1, or -1 where the state is not asked."""

    views: np.ndarray
    geometry: np.ndarray
    roles: np.ndarray
    states: np.ndarray

    def __len__(self) -> int:
        return len(self.roles)


def pages_in(folder: Path) -> list[Path]:
    """The truth files of a folder's pages, in order.

    Raises
    ------
    SpotItError
        If there are none.
    """
    found = sorted((folder / "truth").glob("*.json"))
    if not found:
        raise messages.error(messages.NO_RENDERED_PAGES, folder=folder)
    return found


def read_samples(files: list[Path], seed: int) -> Iterator[Samples]:
    """The samples of one page after the other; equal seeds give equal samples.

    Raises
    ------
    SpotItError
        If a file of truth, or the picture that it names, is damaged.
    """
    for file in files:
        try:
            picture, elements, number = _page(file)
        except WRONG as error:
            raise messages.error(messages.RENDERED_TRUTH_DAMAGED, path=file) from error
        try:
            image = np.asarray(Image.open(picture).convert("RGB"))
        except (OSError, SyntaxError, Image.DecompressionBombError) as error:
            raise messages.error(messages.RENDERED_PICTURE_UNREADABLE, path=picture) from error
        yield page_samples(image, elements, np.random.default_rng([seed, number]))


def _page(file: Path) -> tuple[Path, list[dict], int]:
    """The picture, the elements with all that samples take of them, and the number of a file of truth."""
    record = parse_json(file.read_bytes())
    elements = [{name: one[name] for name in ("role", "box", "states")} for one in record["elements"]]
    boxes = np.array([one["box"] for one in elements], np.float64).reshape(len(elements), 4)
    named = all(isinstance(name, str) for one in elements for name in (one["role"], *one["states"]))
    if not np.isfinite(boxes).all() or not named:
        raise ValueError("an element has no place or no name")
    return file.parent.parent / record["image"], elements, int(file.stem)


def page_samples(image: np.ndarray, elements: list[dict], rng: np.random.Generator) -> Samples:
    """Samples of one page; ``elements`` are those of the truth."""
    if rng.random() < SPOILT:
        image = _spoilt(image, rng)
    layout = LayoutProposer().layout(image)
    roles, states, clear = matched(layout.boxes, elements)
    chosen = _drawn(np.flatnonzero((roles > 0) & clear), np.flatnonzero((roles == 0) & clear), rng)
    views = crops(image, layout.boxes[chosen])
    return Samples(views, geometry(layout, image.shape[:2])[chosen], roles[chosen], states[chosen])


def matched(boxes: np.ndarray, elements: list[dict]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Role, states and clearness of each proposal."""
    roles, clear = np.zeros(len(boxes), np.int64), np.ones(len(boxes), bool)
    states = np.full((len(boxes), len(STATES)), -1, np.int64)
    roles[0] = 1 + ROLES.index("page")
    known = [one for one in elements if one["role"] in ROLES]
    if not known:
        return roles, states, clear
    overlap = iou(boxes, np.array([one["box"] for one in known]))
    clear = (overlap.max(1) >= SHOWN) | (overlap.max(1) < UNCLEAR)
    clear[0] = True
    order = {role: place for place, role in enumerate(FIRST)}
    for i in np.flatnonzero(overlap.max(1) >= SHOWN):
        if i == 0:
            continue
        best = overlap[i].max()
        rivals = [known[j] for j in np.flatnonzero(overlap[i] >= max(SHOWN, best - 0.08))]
        shown = min(rivals, key=lambda one: order[one["role"]])
        roles[i] = 1 + ROLES.index(shown["role"])
        told = {state for one in rivals for state in one["states"]}
        states[i] = [int(state in told) for state in STATES]
    return roles, states, clear


def _drawn(shown: np.ndarray, others: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    shown = rng.permutation(shown)[: PER_PAGE // 2]
    others = rng.permutation(others)[: max(10, min(PER_PAGE // 2, len(shown)))]
    return np.concatenate([shown, others])


def _spoilt(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    import io

    stream = io.BytesIO()
    Image.fromarray(image).save(stream, str(rng.choice(["JPEG", "WEBP"])), quality=int(rng.integers(60, 95)))
    return np.asarray(Image.open(stream).convert("RGB"))
