"""Pages and flat graphics: taller ones, small changes, headers that stay, charts, drawings, dark grounds, crops."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from benchmarks.field_faults.case import ANY, Case, Make, Right, told
from benchmarks.field_faults.grounds import Box, Grounds, font, somewhere, taken, thing

WORDS = ("Orders", "Invoices", "Customers", "Reports", "Total", "Paid", "Open", "Shipping", "North", "Alpha", "Gamma")
BLOCKS = frozenset({"blocks"})


def _page(rng: np.random.Generator, height: int, width: int = 640) -> tuple[Image.Image, list[Box]]:
    """A page with cards and lines of text, and where its words are."""
    dark = rng.random() < 0.4
    ground, ink, card = ("#16181d", "#d8dce4", "#23272f") if dark else ("#ffffff", "#222222", "#eef1f5")
    image = Image.new("RGB", (width, height), ground)
    pen = ImageDraw.Draw(image)
    places = []
    y = 16
    while y < height - 60:
        tall = int(rng.integers(48, 110))
        pen.rounded_rectangle((16, y, width - 16, min(y + tall, height - 8)), 6, fill=card)
        for row in range(y + 10, min(y + tall - 18, height - 30), 22):
            for x in (32, 230, 430):
                word = f"{WORDS[int(rng.integers(len(WORDS)))]} {rng.integers(10, 999)}"
                pen.text((x, row), word, fill=ink, font=font(14))
                places.append((x, row, x + 11 * len(word) // 1, row + 18))
        y += tall + 14
    return image, places


def taller(rng: np.random.Generator, grounds: Grounds) -> Case:
    """A page that goes on below: there is more to see."""
    image, _ = _page(rng, 640)
    more = int(rng.integers(60, 220))
    short = image.crop((0, 0, 640, 640 - more))
    pair = [np.asarray(short), np.asarray(image)]
    right = told(ANY | {"scene"}, (0, 640 - more, 640, 640), by_reason=True)
    return Case(*(pair[::-1] if rng.random() < 0.4 else pair), right, f"{more} more pixels")


def small(rng: np.random.Generator, grounds: Grounds) -> Case:
    """A price, a tick or a dot on a page."""
    image, places = _page(rng, 400)
    x0, y0, x1, y1 = places[int(rng.integers(len(places)))]
    other = image.copy()
    pen = ImageDraw.Draw(other)
    ground = image.getpixel((x0 - 4, y0 + 8))
    ink = tuple(255 - v for v in ground) if isinstance(ground, tuple) else "black"
    which = int(rng.integers(3))
    if which == 0:
        pen.rectangle((x0, y0, x1, y1), fill=ground)
        pen.text((x0, y0), f"Price {rng.integers(10, 99)}", fill=ink, font=font(14))
    elif which == 1:
        x1 = x0 - 4
        pen.line((x0 - 14, y0 + 8, x0 - 10, y0 + 13, x0 - 4, y0 + 3), fill=ink, width=2)
        x0 -= 14
    else:
        x0, x1, y0, y1 = x1 + 6, x1 + 14, y0 + 4, y0 + 12
        pen.ellipse((x0, y0, x1, y1), fill="#d02020")
    right = told(ANY, (x0 - 4, y0 - 4, x1 + 4, y1 + 4), by_reason=True)
    return Case(np.asarray(image), np.asarray(other), right, ("words", "tick", "dot")[which])


def header(rng: np.random.Generator, grounds: Grounds) -> Case:
    """What scrolls away under a header that stays is not gone."""
    long, _ = _page(rng, 1100)
    by = int(rng.integers(40, 300))
    pair = []
    for top in (100, 100 + by):
        view = long.crop((0, top, 640, top + 480))
        pen = ImageDraw.Draw(view)
        pen.rectangle((0, 0, 640, 46), fill="#205080")
        pen.text((16, 12), "Acme Store", fill="white", font=font(18))
        pair.append(np.asarray(view))
    right = Right(ANY | {"scroll", "scene"}, never=frozenset({"drop"}))
    return Case(*pair, right, f"scrolled by {by}")


def chart(rng: np.random.Generator, grounds: Grounds) -> Case:
    """A bar of a chart is taller or gone."""
    dark = rng.random() < 0.4
    bars, width = int(rng.integers(4, 9)), 480
    heights = rng.integers(60, 240, bars)
    colors = [("#5470c6", "#91cc75", "#fac858", "#ee6666")[int(i)] for i in rng.integers(0, 4, bars)]
    which, gone = int(rng.integers(bars)), rng.random() < 0.4
    step = (width - 80) / bars

    def drawn(values: np.ndarray) -> np.ndarray:
        image = Image.new("RGB", (width, 340), "#101418" if dark else "white")
        pen = ImageDraw.Draw(image)
        for line in range(5):
            pen.line((50, 300 - 60 * line, width - 20, 300 - 60 * line), fill="#404040" if dark else "#e0e6f1")
        for i, value in enumerate(values):
            x = 55 + i * step
            if value:
                pen.rectangle((x, 300 - int(value), x + 0.7 * step, 300), fill=colors[i])
        return np.asarray(image)

    other = heights.copy()
    other[which] = 0 if gone else int(heights[which] * rng.uniform(0.4, 0.75))
    x = 55 + which * step
    box = (x, 300 - heights[which], x + 0.7 * step, 300)
    pair = [drawn(heights), drawn(other)]
    right = told(ANY | {"resize"}, box, packs=BLOCKS)
    return Case(*(pair[::-1] if rng.random() < 0.5 else pair), right, f"{bars} bars{', gone' if gone else ''}")


def drawing(rng: np.random.Generator, grounds: Grounds) -> Case:
    """A flat drawing of shapes, of which one went, or came."""
    ground = ("#ffffff", "#f4f0e6", "#cfd8dc", "#202530")[int(rng.integers(4))]
    image = Image.new("RGB", (480, 360), ground)
    pen = ImageDraw.Draw(image)
    boxes: list[Box] = []
    for _ in range(60):
        box = somewhere(rng, (360, 480), 0.1, 0.25)
        if all(box[0] > b[2] + 8 or box[2] < b[0] - 8 or box[1] > b[3] + 8 or box[3] < b[1] - 8 for b in boxes):
            boxes.append(box)
        if len(boxes) == 6:
            break
    shapes = [(int(rng.integers(3)), "#{:02x}{:02x}{:02x}".format(*rng.integers(30, 230, 3))) for _ in boxes]
    pair = []
    for count in (len(boxes), len(boxes) - 1):
        image = Image.new("RGB", (480, 360), ground)
        pen = ImageDraw.Draw(image)
        for (x0, y0, x1, y1), (shape, color) in list(zip(boxes, shapes, strict=True))[:count]:
            if shape == 0:
                pen.ellipse((x0, y0, x1, y1), fill=color)
            elif shape == 1:
                pen.rectangle((x0, y0, x1, y1), fill=color)
            else:
                pen.polygon(((x0 + x1) // 2, y0, x1, y1, x0, y1), fill=color)
        pair.append(np.asarray(image))
    right = told(ANY, boxes[-1], packs=BLOCKS)
    return Case(*(pair[::-1] if rng.random() < 0.5 else pair), right, f"on {ground}")


def dark(rng: np.random.Generator, grounds: Grounds) -> Case:
    """A page whose ground alone turned darker: nothing came or went."""
    old, new = [("#ffffff", "#000000"), ("#1a1a1a", "#000000"), ("#f0f0f0", "#181818")][int(rng.integers(3))]
    boxes = [(20, 20, 180, 120), (240, 40, 420, 110), (60, 180, 300, 300)]
    pair = []
    for ground in (old, new):
        image = Image.new("RGB", (480, 360), ground)
        pen = ImageDraw.Draw(image)
        for box, color in zip(boxes, ("#3070c0", "#c04040", "#50a060"), strict=True):
            pen.rectangle(box, fill=color)
        pair.append(np.asarray(image))
    right = Right(frozenset({"color", "theme", "scene", "light"}), by_reason=True, packs=BLOCKS)
    return Case(*pair, right, f"{old} to {new}")


def crop(rng: np.random.Generator, grounds: Grounds) -> Case:
    """A crop of under 64 pixels: told, or refused in one line."""
    scene = grounds.photo(rng)
    side = int(rng.integers(20, 64))
    x, y = (int(rng.integers(0, size - side)) for size in scene.shape[1::-1])
    before = scene[y : y + side, x : x + side]
    if rng.random() < 0.35:
        return Case(taken(before, rng, 1.0), taken(before, rng, 1.0), Right(refused=True), f"{side} pixels, the same")
    box = somewhere(rng, before.shape, 0.3, 0.5)
    right = told(ANY, box, by_reason=True, refused=True)
    return Case(taken(before, rng, 1.0), taken(thing(before, box, rng), rng, 1.0), right, f"{side} pixels")


KINDS: dict[str, Make] = {
    "taller page": taller,
    "small change on a page": small,
    "fixed header": header,
    "chart": chart,
    "drawing": drawing,
    "ground of a page": dark,
    "crop": crop,
}
