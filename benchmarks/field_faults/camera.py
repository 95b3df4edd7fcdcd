"""Cameras that are covered, sprayed, unplugged or out of focus, that switch to black and white; blank pictures."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from benchmarks.field_faults.case import ANY, QUIET, Case, Make, told
from benchmarks.field_faults.grounds import Grounds, calm, font, somewhere, taken, thing

SCENE = told({"scene"})


def covered(rng: np.random.Generator, grounds: Grounds) -> Case:
    """Something dark or bright before the lens: noise, perhaps a faint fall of light."""
    scene = grounds.any(rng)
    level, fall = rng.uniform(3, 120) + rng.uniform(-8, 8, 3), rng.uniform(0, 25)
    across = np.linspace(-0.5, 0.5, scene.shape[1])[None, :, None]
    cover = np.clip(np.broadcast_to(level + fall * across, scene.shape), 0, 255)
    return Case(taken(scene, rng), taken(cover, rng, 3.0), SCENE, f"level {level.mean():.0f}")


def sprayed(rng: np.random.Generator, grounds: Grounds) -> Case:
    """Paint on the lens: soft blots of one colour that cover most of the view."""
    return _sprayed(rng, grounds.any(rng))


def sprayed_calm(rng: np.random.Generator, grounds: Grounds) -> Case:
    """The same before a calm scene."""
    return _sprayed(rng, calm(rng))


def _sprayed(rng: np.random.Generator, scene: np.ndarray) -> Case:
    import cv2

    height, width = scene.shape[:2]
    blots = Image.new("L", (width, height))
    pen = ImageDraw.Draw(blots)
    share, wanted = 0.0, rng.uniform(0.65, 0.97)
    middle = rng.uniform(0.35, 0.65, 2) * (width, height)
    while share < wanted:
        x, y = middle + rng.normal(0, 0.3, 2) * (width, height)
        radius = rng.uniform(0.08, 0.25) * width
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
        share = float((np.asarray(blots) > 0).mean())
    soft = cv2.GaussianBlur(np.asarray(blots, np.float32) / 255, (0, 0), float(rng.uniform(2, 8)))[..., None]
    paint = rng.uniform(10, 235) + rng.uniform(-25, 25, 3)
    other = scene * (1 - soft) + paint * soft
    return Case(taken(scene, rng), taken(np.clip(other, 0, 255), rng), SCENE, f"{share:.0%} painted")


def hand(rng: np.random.Generator, grounds: Grounds) -> Case:
    """A hand close before the lens: large, dim, out of focus, with fingers."""
    import cv2

    scene = grounds.any(rng)
    height, width = scene.shape[:2]
    image = Image.new("L", (width, height))
    pen = ImageDraw.Draw(image)
    pen.ellipse((-0.1 * width, 0.2 * height, 1.05 * width, 1.7 * height), fill=255)
    for i in range(4):
        x = width * (0.06 + 0.23 * i + rng.uniform(-0.03, 0.03))
        pen.rounded_rectangle((x, rng.uniform(-0.3, 0.1) * height, x + 0.19 * width, 0.9 * height), 40, fill=255)
    mask = cv2.GaussianBlur(np.asarray(image, np.float32) / 255, (0, 0), float(rng.uniform(6, 14)))[..., None]
    skin = np.array([150, 110, 90]) * rng.uniform(0.35, 1.1)
    lit = np.linspace(rng.uniform(0.7, 1.0), rng.uniform(0.7, 1.0), width)[None, :, None]
    return Case(taken(scene, rng), taken(scene * (1 - mask) + np.clip(skin * lit, 0, 255) * mask, rng), SCENE, "hand")


def unplugged(rng: np.random.Generator, grounds: Grounds) -> Case:
    """Blue, black or gray, with or without words."""
    scene = grounds.any(rng)
    color = ("#0000d8", "#000000", "#101010", "#7f7f7f", "#000090")[int(rng.integers(5))]
    image = Image.new("RGB", scene.shape[1::-1], color)
    words = ("", "NO SIGNAL", "Video loss", "")[int(rng.integers(4))]
    ImageDraw.Draw(image).text((scene.shape[1] * 0.35, scene.shape[0] * 0.45), words, fill="white", font=font(20))
    return Case(taken(scene, rng), np.asarray(image), SCENE, f"{color} {words}")


def blurred(rng: np.random.Generator, grounds: Grounds) -> Case:
    """Out of focus."""
    import cv2

    scene, radius = grounds.photo(rng), float(rng.uniform(4, 12))
    return Case(taken(scene, rng), taken(cv2.GaussianBlur(scene, (0, 0), radius), rng), SCENE, f"blur {radius:.0f}")


def blank(rng: np.random.Generator, grounds: Grounds) -> Case:
    """A drawn page or a photograph that is one flat colour now, or was."""
    scene = grounds.any(rng)
    level = (rng.integers(0, 256, 3), np.array([255] * 3), np.zeros(3))[int(rng.integers(3))].astype(np.uint8)
    pair = [scene, np.broadcast_to(level, scene.shape).copy()]
    return Case(*(pair[::-1] if rng.random() < 0.3 else pair), SCENE, f"all {level.tolist()}")


def black_and_white(rng: np.random.Generator, grounds: Grounds) -> Case:
    """The camera switched to black and white, or back."""
    scene = _colored(rng, grounds)
    pair = [taken(scene, rng), taken(_gray(scene, rng), rng)]
    return Case(*(pair[::-1] if rng.random() < 0.4 else pair), QUIET, "black and white")


def black_and_white_changed(rng: np.random.Generator, grounds: Grounds) -> Case:
    """The same, and something came or went meanwhile."""
    scene = _colored(rng, grounds)
    box = somewhere(rng, scene.shape, 0.12, 0.3)
    mean = scene[box[1] : box[3], box[0] : box[2]].mean()
    other = thing(scene, box, rng, "#401010" if mean > 110 else "#e0d0b0")
    pair = [scene, other] if rng.random() < 0.5 else [other, scene]
    which = int(rng.integers(2))
    pair[which] = _gray(pair[which], rng)
    return Case(*(taken(one, rng) for one in pair), told(ANY, box), "black and white, and a thing")


def half_black_and_white(rng: np.random.Generator, grounds: Grounds) -> Case | None:
    """A picture in black and white of which one half was given colours."""
    import cv2

    scene = _colored(rng, grounds)
    gray = cv2.cvtColor(cv2.cvtColor(scene, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    width = scene.shape[1]
    columns = slice(0, width // 2) if rng.random() < 0.5 else slice(width // 2, width)
    other = gray.copy()
    other[:, columns] = scene[:, columns]
    if np.ptp(scene[:, columns].astype(int), axis=-1).mean() < 25:
        return None
    box = (columns.start, 0, columns.stop, scene.shape[0])
    return Case(taken(gray, rng), taken(other, rng), told(ANY, box), "half given colours")


def _colored(rng: np.random.Generator, grounds: Grounds) -> np.ndarray:
    for _ in range(20):
        scene = grounds.photo(rng)
        if np.ptp(scene.astype(int), axis=-1).mean() > 20:
            break
    return scene


def _gray(scene: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """As an infrared camera gives it: of one tint, the greens lighter."""
    weights = np.array([0.3, 0.59, 0.11]) + rng.uniform(-0.1, 0.1, 3)
    gray = np.clip(scene @ (weights / weights.sum()), 0, 255)
    return gray[..., None] * np.clip(1 + rng.uniform(-0.01, 0.01, 3), 0, 1)


KINDS: dict[str, Make] = {
    "camera covered": covered,
    "camera sprayed": sprayed,
    "camera sprayed before a calm scene": sprayed_calm,
    "hand before the lens": hand,
    "camera unplugged": unplugged,
    "out of focus": blurred,
    "blank": blank,
    "black and white": black_and_white,
    "black and white and a change": black_and_white_changed,
    "half black and white": half_black_and_white,
}
