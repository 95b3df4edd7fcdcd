"""What grows: objects of a scene, wordings that are drawn, pixels of a picture, pairs in one process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import process_time

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from benchmarks.common import ROOT
from detectors.given import GivenDetector
from pipeline.core.types import SceneObject
from pipeline.flow.captioner import Captioner

EXAMPLE = ROOT / "docs" / "example"
VALUES = {
    "size": ("large", "small"),
    "color": ("gray", "red", "blue", "green", "brown", "purple", "cyan", "yellow"),
    "material": ("rubber", "metal"),
    "shape": ("cube", "sphere", "cylinder"),
}
_WIDTH, _HEIGHT, _FOCAL = 480, 320, 1.09375 * 480

Times = dict[str, float]
"""Processor seconds of each step."""


def objects(count: int) -> Times:
    """A scene of so many objects, one of which is gone, seen from two sides; nothing is detected."""
    rng = np.random.default_rng(count)
    things = _things(count, rng)
    middle = count // 2
    seen = [_seen(things, 0.0), _seen(things[:middle] + things[middle + 1 :], np.radians(5))]
    images = [np.full((_HEIGHT, _WIDTH, 3), shade, np.uint8) for shade in (120, 121)]
    detector = GivenDetector(list(zip(images, seen, strict=True)))
    captioner = Captioner.from_pack("blocks", threads=1).replace(detector=detector)
    return _times(captioner, *images)


def candidates(count: int) -> Times:
    """The example pair, with so many wordings drawn for each sentence."""
    captioner = Captioner.from_pack("blocks", threads=1, parameters={"generator.templates.draws": count})
    return _times(captioner, EXAMPLE / "before.png", EXAMPLE / "after.png")


def blocks_pixels(megapixels: float) -> Times:
    """The example pair, enlarged."""
    size = _size(megapixels)
    pictures = [Image.open(EXAMPLE / f"{side}.png").convert("RGB").resize(size) for side in ("before", "after")]
    return _times(Captioner.from_pack("blocks", threads=1), *map(np.asarray, pictures))


def photo_pixels(megapixels: float) -> Times:
    """Two photographs of a rough ground by a camera that moved, with a thing that came; the thing is not named."""
    width, height = _size(megapixels)
    rng = np.random.default_rng(0)
    ground = sum(
        np.asarray(Image.fromarray(rng.integers(0, 255, (n, n, 3), np.uint8)).resize((width, height)), np.float32) / 3
        for n in (8, 60, 240)
    )
    before = ground.astype(np.uint8)
    after = np.roll(before, (height // 100, width // 80), (0, 1))
    after[height // 3 : height // 2, width // 3 : width // 2] = (200, 30, 30)
    captioner = Captioner.from_pack("photo", threads=1).replace(detector="regions")
    return _times(captioner, before, after)


def screen_pixels(megapixels: float) -> Times:
    """Two pages of lines of text, longer and wider with the pixels, of which one word differs; nothing is read."""
    width, height = _size(megapixels)
    rng = np.random.default_rng(0)
    words = ["order", "invoice", "customer", "report", "total", "balance", "paid", "open", "address", "street"]
    page = Image.new("RGB", (width, height), "white")
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(14)
    for y in range(20, height - 20, 26):
        for x in range(30, width - 200, 420):
            pen.text((x, y), " ".join(rng.choice(words, 5)), "#202020", font)
    after = page.copy()
    ImageDraw.Draw(after).rectangle((30, 46, 110, 64), fill="#d02020")
    captioner = Captioner.from_pack("screen", threads=1, parameters={"differ.screen.reader": "none"})
    return _times(captioner, np.asarray(page), np.asarray(after))


def pairs(count: int) -> Times:
    """So many pairs by one captioner: the example pair, a little brighter each time."""
    first, second = (np.asarray(Image.open(EXAMPLE / f"{side}.png").convert("RGB")) for side in ("before", "after"))
    captioner = Captioner.from_pack("blocks", threads=1)
    start = process_time()
    for number in range(count):
        captioner.describe(first, np.clip(second.astype(int) + number % 5, 0, 255).astype(np.uint8))
    return {"all": process_time() - start}


CASES: dict[str, tuple[Callable[..., Times], tuple[float, ...]]] = {
    "objects": (objects, (3, 10, 30, 100)),
    "wordings drawn": (candidates, (10, 30, 100, 300)),
    "megapixels, blocks": (blocks_pixels, (0.3, 2, 12, 48)),
    "megapixels, photo": (photo_pixels, (0.3, 2, 12, 48)),
    "megapixels, screen": (screen_pixels, (0.3, 2, 12, 48)),
    "pairs": (pairs, (3, 10, 30, 100)),
}


def _times(captioner: Captioner, before: np.ndarray | Path, after: np.ndarray | Path) -> Times:
    """Of a warm answer: the second."""
    captioner.describe(before, after)
    start = process_time()
    captioner.describe(before, after)
    return {"all": process_time() - start}


def _size(megapixels: float) -> tuple[int, int]:
    height = round((megapixels * 1e6 / 1.5) ** 0.5)
    return round(1.5 * height), height


def _things(count: int, rng: np.random.Generator) -> list[tuple[float, float, dict[str, str]]]:
    """Things on a grid that is as dense for many as for few."""
    side = int(np.ceil(count**0.5))
    spots = [(1.9 * (i - side / 2), 1.9 * (j - side / 2)) for i in range(side) for j in range(side)][:count]
    return [(x, y, {name: str(rng.choice(values)) for name, values in VALUES.items()}) for x, y in spots]


def _seen(things: list[tuple[float, float, dict[str, str]]], turn: float) -> list[SceneObject]:
    """The things from the usual height, the camera turned about the vertical."""
    found = []
    away, height, pitch = 9.9 + 0.35 * len(things) ** 0.5, 5.34, np.radians(28.3)
    for x, y, attributes in things:
        radius = 0.7 if attributes["size"] == "large" else 0.35
        right, ahead = x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn) + away
        down = height - radius
        depth = ahead * np.cos(pitch) + down * np.sin(pitch)
        lower = down * np.cos(pitch) - ahead * np.sin(pitch)
        scale = _FOCAL / depth
        center = _WIDTH / 2 + right * scale, _HEIGHT / 2 + lower * scale
        box = np.array([center[0], center[1], center[0], center[1]]) + radius * scale * np.array([-1, -1, 1, 1])
        scores = {
            name: {one: 0.99 if one == attributes[name] else 0.01 / (len(values) - 1) for one in values}
            for name, values in VALUES.items()
        }
        one = SceneObject(
            box, attributes["shape"], 0.99, attributes, scores, center=center, scale=scale, visibility=1.0
        )
        found.append(one)
    return found
