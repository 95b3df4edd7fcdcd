"""Exposure and recolouring, shadows, and gray things on gray."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from benchmarks.field_faults.case import ANY, QUIET, Case, Make, told
from benchmarks.field_faults.grounds import Box, Grounds, calm, font, somewhere, taken

COLORS = ("#2060d0", "#d02828", "#209040", "#e08010", "#8030b0", "#d85090", "#0f8f8f")


def exposure(rng: np.random.Generator, grounds: Grounds) -> Case:
    """The whole picture in another exposure and white balance."""
    scene = grounds.any(rng)
    power, gain, balance = rng.uniform(0.7, 1.5), rng.uniform(0.65, 1.35), rng.uniform(0.92, 1.08, 3)
    other = 255 * np.clip(gain * balance * (scene / 255) ** power, 0, 1)
    return Case(taken(scene, rng), taken(other, rng), QUIET, f"power {power:.2f}, gain {gain:.2f}")


def panel(rng: np.random.Generator, grounds: Grounds) -> Case:
    """A page of one colour, and one panel on it that takes another colour."""
    page = ("#ffffff", "#fdfdfd", "#000000", "#fffff8")[int(rng.integers(4))]
    old, new = (COLORS[i] for i in rng.permutation(len(COLORS))[:2])
    box = somewhere(rng, (360, 480), 0.15, 0.5, 0.08)
    lettered = rng.random() < 0.6

    def drawn(color: str) -> np.ndarray:
        image = Image.new("RGB", (480, 360), page)
        pen = ImageDraw.Draw(image)
        pen.rectangle((box[0], box[1], box[2] - 1, box[3] - 1), fill=color)
        if lettered:
            pen.text((box[0] + 8, box[1] + 8), "Total 14", fill="white", font=font(14))
        return np.asarray(image)

    return Case(drawn(old), drawn(new), told({"color", "replace"}, box), f"{old} to {new} on {page}")


def ball(rng: np.random.Generator, grounds: Grounds) -> Case:
    """A lit ball on a ground that the picture clips, in another colour."""
    side = int(rng.uniform(60, 170))
    x, y = (int(v) for v in rng.uniform(20, (460 - side, 340 - side)))
    white = rng.random() < 0.5
    down, across = np.mgrid[:360, :480]
    off = np.hypot(across - x - side / 2, down - y - side / 2) / (side / 2)
    light = np.clip(1.1 - np.hypot(across - x - side * 0.35, down - y - side * 0.3) / side, 0.25, 1)[..., None]
    old, new = (COLORS[i] for i in rng.permutation(len(COLORS))[:2])

    def drawn(color: str) -> np.ndarray:
        lit = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) * light
        scene = np.where((off <= 1)[..., None], lit, 255.0 if white else 0.0)
        return taken(np.clip(scene, 0, 255), rng, 1.0)

    right = told({"color", "replace"}, (x, y, x + side, y + side))
    return Case(drawn(old), drawn(new), right, f"{old} to {new} on {'white' if white else 'black'}")


def half(rng: np.random.Generator, grounds: Grounds) -> Case:
    """One half of a photograph recoloured: its hue turned, or its colours exchanged."""
    import cv2

    scene = grounds.photo(rng)
    hsv = cv2.cvtColor(scene, cv2.COLOR_RGB2HSV)
    hsv[..., 0] = (hsv[..., 0].astype(int) + int(rng.integers(45, 135))) % 180
    hsv[..., 1] = np.maximum(hsv[..., 1], 90)
    other, box = _one_half(scene, cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB), rng)
    return Case(taken(scene, rng), taken(other, rng), told(ANY | {"scene"}, box), "half in other hues")


def _one_half(scene: np.ndarray, other: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, Box]:
    height, width = scene.shape[:2]
    boxes = [(0, 0, width // 2, height), (width // 2, 0, width, height), (0, 0, width, height // 2)]
    x0, y0, x1, y1 = box = [*boxes, (0, height // 2, width, height)][int(rng.integers(4))]
    made = scene.copy()
    made[y0:y1, x0:x1] = other[y0:y1, x0:x1]
    return made, box


def gray_thing(rng: np.random.Generator, grounds: Grounds) -> Case | None:
    """A gray thing that came to, or went from, a gray place of little contrast to it; its ground may have texture."""
    scene = grounds.any(rng)
    return _gray(rng, scene, "in a scene")


def gray_thing_in_a_room(rng: np.random.Generator, grounds: Grounds) -> Case | None:
    """The same before plain walls and floors."""
    return _gray(rng, calm(rng), "in a room")


def _gray(rng: np.random.Generator, scene: np.ndarray, where: str) -> Case | None:
    for _ in range(40):
        box = somewhere(rng, scene.shape, 0.08, 0.25)
        part = scene[box[1] : box[3], box[0] : box[2]].reshape(-1, 3).astype(float)
        mean = part.mean(0)
        contrast = float(rng.uniform(9, 28)) * (1 if rng.random() < 0.5 else -1)
        if np.ptp(mean) < 14 and 40 < mean.mean() + contrast < 225:
            break
    else:
        return None
    mask = Image.new("L", scene.shape[1::-1])
    pen = ImageDraw.Draw(mask)
    (pen.ellipse if rng.random() < 0.5 else pen.rectangle)((box[0], box[1], box[2] - 1, box[3] - 1), fill=255)
    down = np.linspace(4, -4, scene.shape[0])[:, None, None] * (scene.shape[0] / max(1, box[3] - box[1])) / 4
    body = np.full(scene.shape, mean.mean() + contrast) + np.clip(down, -3, 3)
    other = np.where((np.asarray(mask) > 0)[..., None], body, scene)
    pair = [taken(scene, rng), taken(other, rng)]
    gone = rng.random() < 0.5
    right = told(ANY - {"add" if gone else "drop"}, box, by_reason=True)
    return Case(*(pair[::-1] if gone else pair), right, f"contrast {contrast:+.0f} {where}{', gone' if gone else ''}")


def hard_shadow(rng: np.random.Generator, grounds: Grounds) -> Case:
    """The shadow of something beyond the frame, with a sharp edge: what is under it goes on through it."""
    import cv2

    scene = grounds.any(rng)
    height, width = scene.shape[:2]
    image = Image.new("L", (width, height))
    start, angle = rng.uniform(0, width), rng.uniform(-0.8, 0.8)
    foot, wide = start + np.tan(angle) * height * 0.7, rng.uniform(0.06, 0.2) * width
    points = [(start, -2), (start + wide, -2), (foot + wide * 1.4, height * 0.7), (foot, height * 0.7)]
    if rng.random() < 0.5:
        points = [(x, height - y) for x, y in points]
    ImageDraw.Draw(image).polygon(points, fill=255)
    mask = cv2.GaussianBlur(np.asarray(image, np.float32) / 255, (0, 0), float(rng.uniform(0.5, 1.5)))[..., None]
    left = float(rng.uniform(0.5, 0.85)) * np.array([0.97, 1.0, 1.05])
    return Case(
        taken(scene, rng), taken(scene * (1 - mask * (1 - left)), rng), QUIET, f"{left[1]:.2f} of the light left"
    )


KINDS: dict[str, Make] = {
    "exposure": exposure,
    "panel recoloured": panel,
    "ball recoloured": ball,
    "half recoloured": half,
    "gray thing": gray_thing,
    "gray thing in a room": gray_thing_in_a_room,
    "hard shadow": hard_shadow,
}
