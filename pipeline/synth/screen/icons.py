"""Line icons, pictures and charts as SVG."""

# ruff: noqa: E501 - markup, scripts and style sheets stay on their lines
from __future__ import annotations

import math

from pipeline.synth.screen.words import Words

PATHS = {
    "menu": "M3 6h18M3 12h18M3 18h18",
    "plus": "M12 4v16M4 12h16",
    "minus": "M4 12h16",
    "close": "M5 5l14 14M19 5L5 19",
    "check": "M4 13l5 5L20 6",
    "left": "M15 4l-8 8 8 8",
    "right": "M9 4l8 8-8 8",
    "up": "M4 15l8-8 8 8",
    "down": "M4 9l8 8 8-8",
    "arrow": "M4 12h15M13 6l6 6-6 6",
    "search": "M10 4a6 6 0 100 12 6 6 0 000-12M15 15l6 6",
    "home": "M3 12l9-8 9 8M6 10v10h12V10",
    "user": "M12 4a4 4 0 100 8 4 4 0 000-8M4 21c0-5 4-7 8-7s8 2 8 7",
    "bell": "M6 17V11a6 6 0 0112 0v6l2 2H4zM10 21h4",
    "mail": "M3 6h18v13H3zM3 7l9 7 9-7",
    "calendar": "M4 6h16v15H4zM4 11h16M8 3v5M16 3v5",
    "bin": "M5 7h14M9 7V4h6v3M7 7l1 14h8l1-14",
    "pen": "M4 20l1-5L16 4l4 4L9 19z",
    "download": "M12 3v12M7 10l5 5 5-5M4 20h16",
    "upload": "M12 16V4M7 9l5-5 5 5M4 20h16",
    "play": "M6 4l14 8-14 8z",
    "pause": "M7 4v16M17 4v16",
    "file": "M6 3h8l5 5v13H6zM14 3v5h5",
    "folder": "M3 6h6l2 3h10v11H3z",
    "lock": "M5 11h14v10H5zM8 11V8a4 4 0 018 0v3",
    "eye": "M2 12c4-7 16-7 20 0-4 7-16 7-20 0M12 9a3 3 0 100 6 3 3 0 000-6",
    "clock": "M12 3a9 9 0 100 18 9 9 0 000-18M12 7v5l4 3",
    "filter": "M3 5h18l-7 9v6l-4-2v-4z",
    "grid": "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h6v6h-6z",
    "star": "M12 3l3 6 6 1-5 4 2 7-6-4-6 4 2-7-5-4 6-1z",
    "heart": "M12 20C2 13 3 5 8 5c2 0 4 2 4 3 0-1 2-3 4-3 5 0 6 8-4 15z",
    "gear": "M12 8a4 4 0 100 8 4 4 0 000-8M12 2v4M12 18v4M2 12h4M18 12h4M5 5l3 3M16 16l3 3M19 5l-3 3M8 16l-3 3",
    "warning": "M12 3l10 18H2zM12 10v5M12 17v2",
    "info": "M12 3a9 9 0 100 18 9 9 0 000-18M12 11v6M12 7v2",
    "chat": "M3 4h18v13H10l-5 4v-4H3z",
    "dots": "M5 12h1M12 12h1M19 12h1",
    "refresh": "M20 12a8 8 0 11-3-6M20 3v5h-5",
    "link": "M10 14l4-4M8 11l-3 3a4 4 0 006 6l3-3M16 13l3-3a4 4 0 00-6-6l-3 3",
    "card": "M3 6h18v13H3zM3 10h18M6 15h5",
    "chart": "M4 20V10M10 20V4M16 20v-8M21 20H3",
    "globe": "M12 3a9 9 0 100 18 9 9 0 000-18M3 12h18M12 3c-5 5-5 13 0 18M12 3c5 5 5 13 0 18",
    "cloud": "M7 19h11a4 4 0 000-8 6 6 0 00-11-2 5 5 0 000 10z",
    "tag": "M3 3h8l10 10-8 8L3 11zM7 7h1",
    "phone": "M7 2h10v20H7zM11 19h2",
    "flag": "M5 22V3h13l-3 5 3 5H5",
}


def icon(w: Words, size: str = "1em", name: str | None = None) -> str:
    """A line or solid icon, with random weight and ends."""
    path = PATHS[name or w.one(*PATHS)]
    solid = w.chance(0.25) and name not in (
        "menu",
        "plus",
        "minus",
        "close",
        "check",
        "left",
        "right",
        "up",
        "down",
        "dots",
    )
    weight = w.rng.uniform(1.3, 3.2)
    ends = w.one("round", "butt", "square")
    fill = "currentColor" if solid else "none"
    return (
        f'<svg class="icon" width="{size}" height="{size}" viewBox="0 0 24 24" fill="{fill}" stroke="currentColor" '
        f'stroke-width="{weight:.1f}" stroke-linecap="{ends}" stroke-linejoin="{w.one("round", "miter")}">'
        f'<path d="{path}"/></svg>'
    )


def picture(w: Words, width: int, height: int, extra: str = "") -> str:
    """Something like a photograph, a drawing or a placeholder, as an image element."""
    body = _texture(w) if w.chance(0.6) else _drawing(w)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 200 150" '
        f'preserveAspectRatio="none">{body}</svg>'
    )
    data = svg.replace("#", "%23").replace('"', "'").replace("<", "%3C").replace(">", "%3E")
    return f'<img alt="" width="{width}" height="{height}" {extra} src="data:image/svg+xml,{data}">'


def chart(w: Words, width: int, height: int) -> str:
    """Bars, lines, a pie or points, with axes and labels or without."""
    colors = [_color(w) for _ in range(4)]
    kind = w.one("bars", "lines", "area", "pie", "points", "spark")
    values = [float(v) for v in w.rng.uniform(0.1, 1, w.between(4, 24))]
    left, bottom = (30, 20) if kind in ("bars", "lines", "area", "points") and w.chance(0.75) else (2, 2)
    wide, high = width - left - 4, height - bottom - 4
    xs = [left + wide * (i + 0.5) / len(values) for i in range(len(values))]
    ys = [4 + high * (1 - v) for v in values]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(xs, ys, strict=True))
    parts = []
    if left > 2:
        for i in range(5):
            y = 4 + high * i / 4
            parts.append(f'<path d="M{left} {y:.0f}.5H{width}" stroke="currentColor" stroke-opacity=".15"/>')
            parts.append(f'<text x="2" y="{y + 4:.0f}" font-size="9" fill="currentColor">{100 - 25 * i}</text>')
    if kind == "bars":
        bar = max(1.0, 0.7 * wide / len(values))
        parts += [
            f'<rect x="{x - bar / 2:.1f}" y="{y:.1f}" width="{bar:.1f}" height="{4 + high - y:.1f}" fill="{colors[0]}"/>'
            for x, y in zip(xs, ys, strict=True)
        ]
    elif kind == "pie":
        radius, start = min(width, height) / 2 - 4, 0.0
        for i, v in enumerate(values[:5]):
            end = start + 2 * math.pi * v / sum(values[:5])
            a = (width / 2 + radius * math.cos(start), height / 2 + radius * math.sin(start))
            b = (width / 2 + radius * math.cos(end), height / 2 + radius * math.sin(end))
            large = int(end - start > math.pi)
            parts.append(
                f'<path d="M{width / 2} {height / 2}L{a[0]:.1f} {a[1]:.1f}A{radius} {radius} 0 {large} 1 '
                f'{b[0]:.1f} {b[1]:.1f}Z" fill="{colors[i % 4]}" stroke="#fff"/>'
            )
            start = end
    elif kind == "points":
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colors[1]}"/>' for x, y in zip(xs, ys, strict=True)]
    else:
        if kind == "area":
            parts.append(
                f'<polygon points="{xs[0]:.1f},{4 + high:.1f} {line} {xs[-1]:.1f},{4 + high:.1f}" fill="{colors[2]}" '
                'fill-opacity=".4"/>'
            )
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colors[2]}" stroke-width="{w.between(1, 3)}"/>')
    return f'<svg class="chart" width="{width}" height="{height}">{"".join(parts)}</svg>'


def _texture(w: Words) -> str:
    base = f"{w.rng.uniform(0.004, 0.06):.4f} {w.rng.uniform(0.004, 0.06):.4f}"
    rows = " ".join(f"{v:.2f}" for row in range(3) for v in (*w.rng.uniform(-0.6, 1.4, 3), 0, w.rng.uniform(-0.2, 0.5)))
    return (
        f'<filter id="t" x="0" y="0" width="1" height="1"><feTurbulence type="{w.one("fractalNoise", "turbulence")}" '
        f'baseFrequency="{base}" numOctaves="{w.between(2, 5)}" seed="{w.between(0, 9999)}"/>'
        f'<feColorMatrix values="{rows} 0 0 0 0 1"/></filter><rect width="200" height="150" filter="url(#t)"/>'
    )


def _drawing(w: Words) -> str:
    sky, ground = _color(w), _color(w)
    parts = [
        f'<defs><linearGradient id="g" x2="{w.between(0, 1)}" y2="1"><stop stop-color="{sky}"/>'
        f'<stop offset="1" stop-color="{_color(w)}"/></linearGradient></defs><rect width="200" height="150" fill="url(#g)"/>'
    ]
    for _ in range(w.between(1, 9)):
        x, y, size = w.between(0, 200), w.between(20, 150), w.between(8, 70)
        parts.append(
            w.one(
                f'<circle cx="{x}" cy="{y}" r="{size // 2}" fill="{_color(w)}"/>',
                f'<rect x="{x - size / 2}" y="{y - size / 2}" width="{size}" height="{size * 0.7}" fill="{_color(w)}"/>',
                f'<polygon points="{x - size},150 {x},{y - size} {x + size},150" fill="{ground}"/>',
                f'<path d="M0 {y}C60 {y - 40} 120 {y + 40} 200 {y}V150H0Z" fill="{_color(w)}"/>',
            )
        )
    return "".join(parts)


def _color(w: Words) -> str:
    return f"hsl({w.between(0, 359)},{w.between(10, 90)}%,{w.between(15, 85)}%)"
