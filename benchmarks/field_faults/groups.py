"""Things seen from above, one of many equal things, and people who walk on."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from benchmarks.field_faults.case import ANY, Case, Make, Right, told
from benchmarks.field_faults.grounds import Box, Grounds, taken, textured
from pipeline.core.boxes import area, intersection
from pipeline.synth.photo.compose import Placed, placed, put_in


def _land(rng: np.random.Generator) -> np.ndarray:
    """Fields and a road, seen from above."""
    base = np.array([96, 116, 70]) + rng.uniform(-25, 25, 3)
    land = np.clip(base + 0.4 * (textured(rng, 480, 480).astype(float) - 120), 0, 255)
    image = Image.fromarray(land.astype(np.uint8))
    pen = ImageDraw.Draw(image)
    x = int(rng.integers(60, 420))
    pen.line((x, -5, x + int(rng.integers(-120, 120)), 485), fill="#8a8680", width=int(rng.integers(10, 20)))
    for _ in range(int(rng.integers(10, 40))):
        x, y = (int(v) for v in rng.integers(0, 480, 2))
        pen.ellipse((x, y, x + 14, y + 14), fill=tuple(int(v) for v in base * rng.uniform(0.45, 0.7)))
    return np.asarray(image)


def _house(pen: ImageDraw.ImageDraw, box: Box, color: tuple[int, ...]) -> None:
    x0, y0, x1, y1 = box
    pen.rectangle((x0 + 4, y0 + 4, x1 + 5, y1 + 5), fill="#303428")
    pen.rectangle(box, fill=color)
    half = (x0, y0, x1, (y0 + y1) // 2) if x1 - x0 > y1 - y0 else (x0, y0, (x0 + x1) // 2, y1)
    pen.rectangle(half, fill=tuple(int(0.8 * v) for v in color))


def _rows(rng: np.random.Generator, wide: int, tall: int, across: int, down: int, size: int, left: int) -> list[Box]:
    made = []
    for row in range(down):
        for column in range(across):
            x, y = left + column * wide, 30 + row * tall
            made.append((x, y, x + size, y + int(size * 0.8)))
    return made


def from_above(rng: np.random.Generator, grounds: Grounds) -> Case:
    """Houses that were built: they are told of, and by no name of a thing of every day."""
    land = Image.fromarray(_land(rng))
    pen = ImageDraw.Draw(land)
    color = tuple(int(v) for v in (rng.uniform(120, 200), rng.uniform(70, 120), rng.uniform(50, 110)))
    for box in _rows(rng, 62, 66, 2, int(rng.integers(2, 6)), int(rng.integers(30, 42)), 20):
        _house(pen, box, color)
    before = np.asarray(land)
    size = int(rng.integers(30, 46))
    new = _rows(rng, 64, 70, 2, int(rng.integers(1, 5)), size, 300)
    for box in new:
        _house(pen, box, color)
    after = np.asarray(land)
    right = told(ANY, _around(new), unnamed=True)
    return Case(taken(before, rng), taken(after, rng), right, f"{len(new)} houses")


def one_of_sixty(rng: np.random.Generator, grounds: Grounds) -> Case:
    """Of many equal things in rows one went, or came."""
    scene = textured(rng) if rng.random() < 0.5 else np.full((360, 480, 3), rng.uniform(90, 230), np.uint8)
    across, down, size = int(rng.integers(8, 12)), int(rng.integers(5, 7)), int(rng.integers(18, 26))
    boxes = _rows(rng, 440 // across, 320 // down, across, down, size, 25)
    color = "#{:02x}{:02x}{:02x}".format(*rng.integers(20, 236, 3))
    round_ = rng.random() < 0.5
    which = int(rng.integers(len(boxes)))
    pair = []
    for missing in (None, which):
        image = Image.fromarray(scene)
        pen = ImageDraw.Draw(image)
        for number, box in enumerate(boxes):
            if number != missing:
                (pen.ellipse if round_ else pen.rectangle)(box, fill=color, outline="#202020")
        pair.append(taken(np.asarray(image), rng))
    gone = rng.random() < 0.6
    right = told({"drop" if gone else "add"}, boxes[which])
    return Case(*(pair if gone else pair[::-1]), right, f"{len(boxes)} things, {'gone' if gone else 'come'}")


def walkers(rng: np.random.Generator, grounds: Grounds) -> Case | None:
    """Two people who walked on: nobody came, and nobody went."""
    if len(grounds.people) < 2:
        return None
    for _ in range(40):
        scene = grounds.photo(rng)
        made: list[tuple[Placed, Placed]] = []
        used = np.zeros((0, 4))
        for number in rng.permutation(len(grounds.people))[:2]:
            one = placed(grounds.people[int(number)], scene, used, rng)
            two = None if one is None else _walked(one, scene.shape, rng)
            if one is None or two is None or (len(used) and intersection(two.box, used).max() > 0):
                break
            made.append((one, two))
            used = np.concatenate([used, one.box[None], two.box[None]])
        if len(made) == 2 and all(area(one.box)[0] > 1500 for one, _ in made):
            break
    else:
        return None
    pair = [put_in(scene, [ways[when] for ways in made]) for when in (0, 1)]
    boxes = [one.box for ways in made for one in ways]
    right = Right(frozenset({"move"}), tuple(boxes))
    return Case(*(taken(one, rng) for one in pair), right, "two people")


def _walked(one: Placed, shape: tuple[int, ...], rng: np.random.Generator) -> Placed | None:
    """The same a few steps on, to one side."""
    by = int(rng.uniform(0.5, 1.3) * one.size[1]) * (1 if rng.random() < 0.5 else -1)
    x = one.corner[0] + by
    if not 0 <= x < shape[1] - one.size[0]:
        return None
    return Placed(one.cutout, (x, one.corner[1]), one.size)


def _around(boxes: list[Box]) -> Box:
    corners = np.array(boxes)
    x0, y0, x1, y1 = (int(v) for v in (*corners[:, :2].min(0), *corners[:, 2:].max(0)))
    return x0, y0, x1, y1


KINDS: dict[str, Make] = {"from above": from_above, "one of sixty": one_of_sixty, "walkers": walkers}
