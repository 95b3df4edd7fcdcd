"""What lies over a picture: clocks, watermarks, logos, snow, rain, insects at the lens, compression."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw

from benchmarks.field_faults.case import ANY, QUIET, Case, Make, told
from benchmarks.field_faults.grounds import Grounds, font, jpeg, shaken, somewhere, taken, thing


def _clock(picture: np.ndarray, words: str, size: int, corner: int, plate: bool, color: str) -> np.ndarray:
    image = Image.fromarray(picture)
    pen = ImageDraw.Draw(image)
    left, top, right, bottom = pen.textbbox((0, 0), words, font=font(size))
    wide, tall = int(right - left), int(bottom - top)
    margin = max(4, size // 3)
    x = margin if corner % 2 == 0 else picture.shape[1] - wide - margin
    y = margin if corner < 2 else picture.shape[0] - tall - margin
    box = (x - margin // 2, y - margin // 2, x + wide + margin // 2, y + tall + margin // 2)
    if plate:
        pen.rectangle(box, fill="black" if color == "white" else "white")
    pen.text((x - left, y - top), words, fill=color, font=font(size))
    return np.asarray(image)


def _times(rng: np.random.Generator) -> list[str]:
    day = f"{rng.integers(2019, 2027)}-{rng.integers(1, 13):02d}-{rng.integers(1, 29):02d}"
    times = [f"{rng.integers(0, 24):02d}:{rng.integers(0, 60):02d}:{rng.integers(0, 60):02d}" for _ in range(2)]
    return [f"{day} {one}" if rng.random() < 2 else one for one in times]


def clock_of(rng: np.random.Generator, width: int) -> Callable[[np.ndarray, str], np.ndarray]:
    """Puts a time into pictures of a width, always in one corner and of one size."""
    size, corner = int(rng.uniform(0.03, 0.075) * width), int(rng.integers(4))
    plate, color = rng.random() < 0.4, "white" if rng.random() < 0.7 else "black"
    return lambda picture, words: _clock(picture, words, size, corner, plate, color)


def _clocks(rng: np.random.Generator, pair: list[np.ndarray]) -> list[np.ndarray]:
    clock = clock_of(rng, pair[0].shape[1])
    return [clock(one, word) for one, word in zip(pair, _times(rng), strict=True)]


def clock(rng: np.random.Generator, grounds: Grounds) -> Case:
    """A clock of any size that runs on; the camera may shake."""
    scene = grounds.any(rng)
    shakes = rng.random() < 0.4
    pair = _clocks(rng, [scene, shaken(scene, rng) if shakes else scene])
    return Case(*(taken(one, rng) for one in pair), QUIET, "shaken" if shakes else "still")


def clock_and_change(rng: np.random.Generator, grounds: Grounds) -> Case:
    """The same, and something came or went meanwhile."""
    scene = grounds.any(rng)
    box = somewhere(rng, scene.shape, 0.12, 0.25, 0.18)
    pair = [scene, thing(scene, box, rng)]
    pair = _clocks(rng, pair[::-1] if rng.random() < 0.5 else pair)
    return Case(*(taken(one, rng) for one in pair), told(ANY, box), "and a thing")


def watermark(rng: np.random.Generator, grounds: Grounds) -> Case:
    """Translucent writing, once or all over, on both pictures while the camera shakes, or on one alone."""
    scene = grounds.any(rng)
    both, tiled = rng.random() < 0.6, rng.random() < 0.5
    layer = Image.new("L", scene.shape[1::-1])
    pen = ImageDraw.Draw(layer)
    words = ("PREVIEW", "sample", "© Studio Nord", "DRAFT")[int(rng.integers(4))]
    if tiled:
        for y in range(10, scene.shape[0], int(rng.integers(60, 100))):
            for x in range(-20, scene.shape[1], int(rng.integers(110, 170))):
                pen.text((x, y), words, fill=255, font=font(int(rng.integers(18, 22))))
    else:
        size = int(rng.uniform(0.08, 0.16) * scene.shape[1])
        pen.text((scene.shape[1] * 0.1, scene.shape[0] * rng.uniform(0.3, 0.6)), words, fill=255, font=font(size))
    if rng.random() < 0.4:
        layer = layer.rotate(25, Image.Resampling.BICUBIC)
    return _over(rng, scene, layer, both, "tiled" if tiled else "once")


def logo(rng: np.random.Generator, grounds: Grounds) -> Case:
    """A disc or a shield in a corner, opaque or translucent, on both while the camera shakes, or on one alone."""
    scene = grounds.any(rng)
    height, width = scene.shape[:2]
    side = int(rng.uniform(0.07, 0.14) * width)
    x = 10 if rng.random() < 0.5 else width - side - 10
    y = 10 if rng.random() < 0.5 else height - side - 10
    layer = Image.new("L", (width, height))
    pen = ImageDraw.Draw(layer)
    (pen.ellipse if rng.random() < 0.6 else pen.rectangle)((x, y, x + side, y + side), fill=255)
    pen.text((x + side * 0.2, y + side * 0.25), ("TV", "N4", "hd")[int(rng.integers(3))], fill=0, font=font(side // 2))
    return _over(rng, scene, layer, rng.random() < 0.7, "logo", rng.uniform(0.35, 1.0))


def _over(
    rng: np.random.Generator, scene: np.ndarray, layer: Image.Image, both: bool, made: str, alpha: float | None = None
) -> Case:
    alpha = rng.uniform(0.25, 0.55) if alpha is None else alpha
    ink = np.array([255.0] * 3) if rng.random() < 0.75 else rng.uniform(0, 90, 3)
    mask = np.asarray(layer, float)[..., None] / 255 * alpha
    views = [scene, shaken(scene, rng) if both else scene]
    which = (True, True) if both else ((True, False) if rng.random() < 0.5 else (False, True))
    pair = [view * (1 - mask) + ink * mask if over else view for view, over in zip(views, which, strict=True)]
    described = f"{made}, {'both, shaken' if both else 'one alone'}, alpha {alpha:.2f}, ink {ink.mean():.0f}"
    return Case(*(taken(one, rng) for one in pair), QUIET, described)


def _falling(rng: np.random.Generator, scene: np.ndarray, rain: bool) -> np.ndarray:
    import cv2

    height, width = scene.shape[:2]
    layer = np.zeros((height, width), np.uint8)
    slant = rng.uniform(-0.4, 0.4)
    for _ in range(int(rng.uniform(120, 420))):
        x, y = int(rng.integers(0, width)), int(rng.integers(0, height))
        if rain:
            long = int(rng.uniform(8, 30))
            cv2.line(layer, (x, y), (int(x + slant * long), y + long), int(rng.uniform(60, 160)), 1, cv2.LINE_AA)
        else:
            cv2.circle(
                layer, (x, y), int(rng.choice([1, 1, 2, 2, 3, 4, 6])), int(rng.uniform(140, 255)), -1, cv2.LINE_AA
            )
    soft = cv2.GaussianBlur(layer.astype(np.float32) / 255, (0, 0), 0.8)[..., None]
    return scene * (1 - soft) + 235 * soft


def snow(rng: np.random.Generator, grounds: Grounds) -> Case:
    """Flakes on both pictures, or on one."""
    return _weather(rng, grounds, False)


def rain(rng: np.random.Generator, grounds: Grounds) -> Case:
    """Streaks on both pictures, or on one."""
    return _weather(rng, grounds, True)


def _weather(rng: np.random.Generator, grounds: Grounds, is_rain: bool) -> Case:
    scene, both = grounds.any(rng) * 0.85, rng.random() < 0.65
    pair = [_falling(rng, scene, is_rain) if both else scene, _falling(rng, scene, is_rain)]
    return Case(*(taken(one, rng) for one in pair), QUIET, "on both" if both else "on one")


def insect(rng: np.random.Generator, grounds: Grounds) -> Case:
    """A dark or bright body too close to be in focus."""
    import cv2

    scene = grounds.any(rng)
    height, width = scene.shape[:2]
    x0, y0, x1, y1 = somewhere(rng, scene.shape, 0.1, 0.3)
    image = Image.new("L", (width, height))
    ImageDraw.Draw(image).ellipse((x0, y0, x1, y1), fill=255)
    soft = cv2.GaussianBlur(np.asarray(image, np.float32) / 255, (0, 0), (x1 - x0 + y1 - y0) * rng.uniform(0.06, 0.12))
    tone = rng.uniform(5, 60) + rng.uniform(-5, 5, 3) if rng.random() < 0.6 else rng.uniform(190, 245, 3)
    other = scene * (1 - 0.95 * soft[..., None]) + tone * 0.95 * soft[..., None]
    return Case(taken(scene, rng), taken(other, rng), QUIET, f"tone {np.mean(tone):.0f}")


def compression(rng: np.random.Generator, grounds: Grounds) -> Case:
    """One picture, or both, in coarse blocks."""
    scene = grounds.any(rng)
    qualities = [int(v) for v in rng.integers(4, 14, 2)]
    before = jpeg(scene, qualities[0]) if rng.random() < 0.4 else taken(scene, rng)
    return Case(before, jpeg(taken(scene, rng), qualities[1]), QUIET, f"quality {qualities[1]}")


KINDS: dict[str, Make] = {
    "clock": clock,
    "clock and a change": clock_and_change,
    "watermark": watermark,
    "logo": logo,
    "snow": snow,
    "rain": rain,
    "insect at the lens": insect,
    "compression": compression,
}
