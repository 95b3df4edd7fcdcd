"""Curves of growth as SVG, one small chart a case, both axes logarithmic."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

WIDTH, HEIGHT, LEFT, TOP, GAP = 230, 150, 50, 30, 50
"""Pixels of one chart, and the room around it."""

SECONDS, MEGABYTES = "#1f6feb", "#bf5b04"


def plot(found: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """The whole picture: seconds in blue, megabytes in brown, each with the numbers at its ends."""
    columns = 3
    rows = math.ceil(len(found) / columns)
    wide, high = columns * (WIDTH + LEFT + 20), rows * (HEIGHT + TOP + GAP) + 20
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" font-family="sans-serif" font-size="11">',
        f'<rect width="{wide}" height="{high}" fill="white"/>',
    ]
    for number, (name, points) in enumerate(found.items()):
        x, y = (number % columns) * (WIDTH + LEFT + 20) + LEFT, (number // columns) * (HEIGHT + TOP + GAP) + TOP
        parts.append(f'<g transform="translate({x},{y})">{_chart(name, points)}</g>')
    key = f'<text x="{LEFT}" y="{high - 8}"><tspan fill="{SECONDS}">processor seconds</tspan>, '
    parts.append(f'{key}<tspan fill="{MEGABYTES}">megabytes</tspan>; both axes are logarithmic</text></svg>')
    return "\n".join(parts) + "\n"


def _chart(name: str, points: Sequence[Mapping[str, Any]]) -> str:
    at = [point["at"] for point in points]
    parts = [
        f'<text x="0" y="-10" font-weight="bold">{escape(name)}</text>',
        f'<path d="M0 0V{HEIGHT}H{WIDTH}" fill="none" stroke="#888"/>',
    ]
    across = _places(at, WIDTH)
    for place, value in zip(across, at, strict=True):
        parts.append(f'<text x="{place:.0f}" y="{HEIGHT + 15}" text-anchor="middle" fill="#555">{value:g}</text>')
    for color, values in (
        (SECONDS, [point["seconds"]["all"] for point in points]),
        (MEGABYTES, [point["bytes"] / 1e6 for point in points]),
    ):
        low = min(values) / 3
        up = [HEIGHT - HEIGHT * math.log(value / low) / math.log(1e4) for value in values]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(across, up, strict=True))
        parts.append(f'<polyline points="{line}" fill="none" stroke="{color}" stroke-width="2"/>')
        for x, y, value in ((across[0], up[0], values[0]), (across[-1], up[-1], values[-1])):
            parts.append(f'<text x="{x:.0f}" y="{y - 5:.0f}" text-anchor="middle" fill="{color}">{value:.2g}</text>')
    return "".join(parts)


def _places(values: Sequence[float], length: float) -> list[float]:
    low, high = math.log(values[0]), math.log(values[-1])
    return [20 + (length - 40) * (math.log(value) - low) / max(1e-9, high - low) for value in values]
