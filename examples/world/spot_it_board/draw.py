"""Boards, and pairs of them with a change, drawn with their truth: ``python -m spot_it_board.draw OUT``."""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

COLORS = {"red": (200, 45, 40), "blue": (45, 80, 200), "yellow": (235, 205, 60), "white": (235, 235, 230)}
SHAPES = ("disc", "square", "triangle")
BOARD = (45, 105, 85)
WIDTH, HEIGHT, FINER = 320, 240, 3


@dataclass(frozen=True)
class Counter:
    """A counter: where its centre is, in pixels, and half its width."""

    color: str
    shape: str
    x: float
    y: float
    radius: float

    @property
    def box(self) -> list[float]:
        """x0, y0, x1, y1."""
        return [self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius]


def counters(count: int, rng: np.random.Generator, known: tuple[Counter, ...] = ()) -> list[Counter]:
    """So many counters that touch neither each other nor the ``known`` ones."""
    placed: list[Counter] = []
    while len(placed) < count:
        radius = rng.uniform(13, 18)
        x, y = rng.uniform(radius + 4, WIDTH - radius - 4), rng.uniform(radius + 4, HEIGHT - radius - 4)
        if all(np.hypot(x - one.x, y - one.y) > 1.5 * (radius + one.radius) for one in (*known, *placed)):
            placed.append(Counter(str(rng.choice(list(COLORS))), str(rng.choice(SHAPES)), x, y, radius))
    return placed


def paint(board: list[Counter], rng: np.random.Generator) -> np.ndarray:
    """The picture ``(240, 320, 3)`` that a camera takes, in a light of its own and with some noise."""
    image = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), BOARD)
    brush = ImageDraw.Draw(image)
    for one in board:
        x0, y0, x1, y1 = (corner * FINER for corner in one.box)
        if one.shape == "disc":
            brush.ellipse((x0, y0, x1, y1), fill=COLORS[one.color])
        elif one.shape == "square":
            brush.rectangle((x0, y0, x1, y1), fill=COLORS[one.color])
        else:
            brush.polygon(((x0 + x1) / 2, y0, x1, y1, x0, y1), fill=COLORS[one.color])
    picture = np.asarray(image.resize((WIDTH, HEIGHT), Image.Resampling.BOX), float)
    slope = 1 + rng.uniform(-0.1, 0.1) * np.linspace(-1, 1, WIDTH)[None, :, None]
    picture = picture * rng.uniform(0.8, 1.1) * slope + rng.normal(0, 4, picture.shape)
    return np.clip(picture, 0, 255).astype(np.uint8)


def change(board: list[Counter], kind: str, rng: np.random.Generator) -> tuple[list[Counter], dict | None]:
    """The board after a change of some kind, and the truth about the change."""
    place = int(rng.integers(len(board)))
    old = board[place]
    if kind == "none":
        return board, None
    if kind == "add":
        (new,) = counters(1, rng, tuple(board))
        return [*board, new], _truth(kind, new, None, new)
    if kind == "drop":
        return [*board[:place], *board[place + 1 :]], _truth(kind, old, old, None)
    if kind == "color":
        new = replace(old, color=str(rng.choice([name for name in COLORS if name != old.color])))
    else:
        (other,) = counters(1, rng, tuple(board))
        new = replace(old, x=min(max(other.x, 24), WIDTH - 24), y=min(max(other.y, 24), HEIGHT - 24))
    return [*board[:place], new, *board[place + 1 :]], _truth(kind, old, old, new)


def _truth(kind: str, named: Counter, before: Counter | None, after: Counter | None) -> dict:
    boxes = {f"box_{side}": one and one.box for side, one in (("before", before), ("after", after))}
    new = after.color if kind == "color" and after else None
    return {
        "kind": kind,
        "label": named.shape,
        "attributes": {"color": named.color, "shape": named.shape},
        "new": new,
        **boxes,
    }


def captions(truth: dict | None) -> list[str]:
    """How a person might say it."""
    if truth is None:
        return ["nothing has changed.", "everything is as it was."]
    thing = f"the {truth['attributes']['color']} {truth['label']}"
    ends = {
        "add": ("has appeared.", "is new.", "was put down."),
        "drop": ("is gone.", "was taken away.", "has disappeared."),
        "move": ("has moved.", "was moved.", "is somewhere else now."),
        "color": (f"turned {truth['new']}.", f"is {truth['new']} now.", f"became {truth['new']}."),
    }
    return [f"{thing} {end}" for end in ends[truth["kind"]]]


def main() -> None:
    """Write a folder of pairs with ``pairs.jsonl``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    lines = []
    for number in range(arguments.count):
        rng = np.random.default_rng([arguments.seed, number])
        kind = ("add", "drop", "move", "color", "none")[number % 5]
        before = counters(int(rng.integers(4, 8)), rng)
        after, truth = change(before, kind, rng)
        for side, board in (("before", before), ("after", after)):
            Image.fromarray(paint(board, rng)).save(arguments.out / f"{number:04d}-{side}.png")
        files = {side: f"{number:04d}-{side}.png" for side in ("before", "after")}
        told = {"captions": captions(truth), "kind": kind, "changes": [truth] if truth else []}
        lines.append(json.dumps({"id": f"{number:04d}", **files, **told}))
    (arguments.out / "pairs.jsonl").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
