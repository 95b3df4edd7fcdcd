"""Blocks of content that moved together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.diff.screen.judgement import Judgement
from pipeline.diff.screen.side import Side


@dataclass(frozen=True, eq=False)
class Block:
    """Content that is at ``before`` in the one picture and at ``after``, ``dx, dy`` away, in the other."""

    dx: int
    dy: int
    before: np.ndarray
    after: np.ndarray
    ink: int


def find_blocks(before: Side, judgement: Judgement) -> list[Block]:
    """Blocks by falling ink; shifts that only rendering makes are left out."""
    import cv2

    labels = before.motion.labels[0]
    found = []
    stayed = before.stayed
    edges = cv2.morphologyEx(before.image, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)).max(2) > 16
    for number, (dx, dy) in enumerate(before.motion.shifts):
        if max(abs(dx), abs(dy)) < judgement.least_move:
            continue
        mask = (labels.shift == number) & edges & (labels.residual == 0) & ~stayed
        if mask.sum() < 20:
            continue
        grown = cv2.dilate(mask.view(np.uint8), np.ones((17, 41), np.uint8))
        count, parts = cv2.connectedComponents(grown)
        parts = np.where(mask, parts, 0)
        for part in range(1, count):
            ys, xs = np.nonzero(parts == part)
            if len(ys) < 20:
                continue
            box = np.array([xs.min(), ys.min(), xs.max() + 1, ys.max() + 1])
            found.append(Block(dx, dy, box, box + [dx, dy, dx, dy], len(ys)))
    return sorted(found, key=lambda block: -block.ink)
