"""A photograph as a fixed camera would see it again and again: all moves that does not matter."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from pipeline.synth.photo.compose import Placed, put_in
from pipeline.synth.photo.cutouts import Cutout

PASSERS = 2
"""Living things that pass by."""
SHARE = 0.5
"""How often each of the other disturbances is there."""
QUALITIES = (70, 93)


class DisturbedScene:
    """Pictures of one scene; ``names`` are the disturbances drawn for it, ``living`` what may pass."""

    def __init__(self, scene: np.ndarray, living: Sequence[Cutout], rng: np.random.Generator) -> None:
        self._scene = scene
        self._rng = rng
        known = ("leaves", "shadow", "lamp", "rain", "clock")
        self.names = [name for name in known if rng.random() < SHARE]
        self._passers = [self._passer(living[int(rng.integers(len(living)))]) for _ in range(PASSERS)]
        height, width = scene.shape[:2]
        self._spot = rng.uniform((0.1 * width, 0.1 * height), (0.9 * width, 0.5 * height))
        self._start, self._lit = float(rng.uniform(0, width)), int(rng.integers(4, 20))

    def picture(self, number: int, things: Sequence[Placed]) -> tuple[np.ndarray, int]:
        """Picture ``number`` with things in it, ``uint8`` RGB, and the quality that it is to be compressed with."""
        made = put_in(self._scene, things)
        if "leaves" in self.names:
            made = self._swaying(made)
        if "shadow" in self.names:
            made = made * self._shadow(number)[..., None]
        if "lamp" in self.names and number >= self._lit:
            made = made + self._glow()[..., None] * np.array([70, 60, 35])
        passing = [one for one in (self._at(passer, number) for passer in self._passers) if one is not None]
        made = put_in(np.clip(made, 0, 255), passing)
        if "rain" in self.names:
            made = self._rain(made)
        made = made * (1 + 0.02 * self._rng.standard_normal()) + self._rng.normal(0, 2.0, made.shape)
        whole = np.ascontiguousarray(np.clip(np.rint(made), 0, 255).astype(np.uint8))
        if "clock" in self.names:
            cv2.rectangle(whole, (4, 4), (150, 20), (0, 0, 0), -1)
            text = f"2024-05-03 14:02:{number:02d}"
            cv2.putText(whole, text, (6, 16), cv2.FONT_HERSHEY_SIMPLEX, 0.38, (255, 255, 255), 1)
        return whole, int(self._rng.integers(*QUALITIES))

    def _passer(self, cutout: Cutout) -> tuple[Cutout, int, float, float, int]:
        """What passes: its height, its foot, its pixels a picture and the picture in which it comes in."""
        height = self._scene.shape[0]
        tall = max(16, round(height * self._rng.uniform(0.15, 0.4)))
        speed = float(self._rng.uniform(0.5, 1.2)) * tall * float(self._rng.choice((-1, 1)))
        return cutout, tall, height * float(self._rng.uniform(0.6, 0.98)), speed, int(self._rng.integers(0, 14))

    def _at(self, passer: tuple[Cutout, int, float, float, int], number: int) -> Placed | None:
        cutout, tall, foot, speed, first = passer
        height, width = self._scene.shape[:2]
        across = max(8, round(tall * cutout.image.shape[1] / cutout.image.shape[0]))
        gone = speed * (number - first)
        x = round(gone if speed > 0 else width - across + gone)
        inside = number >= first and 0 <= x <= width - across
        y = min(max(round(foot) - tall, 0), height - tall)
        return Placed(cutout, (x, y), (across, tall)) if inside else None

    def _swaying(self, picture: np.ndarray) -> np.ndarray:
        """The upper third moved by a few pixels, each row of leaves by its own."""
        height, width = picture.shape[:2]
        rows, columns = np.mgrid[:height, :width].astype(np.float32)
        strength = np.clip(1 - rows / (height / 3), 0, 1) * 4
        turn = self._rng.uniform(0, 2 * np.pi, 2)
        right = strength * np.sin(rows / 9 + columns / 23 + turn[0])
        down = strength * np.sin(rows / 17 + columns / 11 + turn[1])
        moved = columns + right.astype(np.float32), rows + down.astype(np.float32)
        return cv2.remap(picture.astype(np.float32), *moved, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)

    def _shadow(self, number: int) -> np.ndarray:
        """How much light is left beside a slanting shadow that wanders on by some pixels a picture."""
        height, width = self._scene.shape[:2]
        rows, columns = np.mgrid[:height, :width]
        middle = self._start + 3.0 * number + 0.4 * rows
        apart = np.abs(columns - middle)
        return 1 - 0.4 / (1 + np.exp((apart - 0.1 * width) / 4))

    def _glow(self) -> np.ndarray:
        height, width = self._scene.shape[:2]
        rows, columns = np.mgrid[:height, :width]
        x, y = self._spot
        return np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / (2 * (0.12 * width) ** 2))

    def _rain(self, picture: np.ndarray) -> np.ndarray:
        height, width = picture.shape[:2]
        streaks = np.zeros((height, width), np.float32)
        for x, y in self._rng.uniform((0, 0), (width, height), (60, 2)).astype(int):
            cv2.line(streaks, (int(x), int(y)), (int(x) + 2, int(y) + 12), 1.0, 1)
        return picture + (45 * cv2.GaussianBlur(streaks, (0, 0), 0.7))[..., None]
