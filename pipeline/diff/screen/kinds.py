"""What happened at one spot: the kinds of change that pixels tell apart."""

from __future__ import annotations

import numpy as np

from detectors.screen.colors import term_scores
from pipeline.diff.screen.finding import Finding, covers
from pipeline.diff.screen.judgement import Judgement
from pipeline.diff.screen.patches import Patch, apart, best_likeness, resized, shape_overlap
from pipeline.diff.screen.side import Side
from pipeline.diff.screen.spots import Spot, hull

ICON = 48
"""Pixels a side up to which a picture is an icon."""


def judged(spot: Spot, before: Side, after: Side, judgement: Judgement) -> Finding | None:
    """The change at a spot; None where only the rendering differs."""
    if spot.before is None and spot.after is not None:
        return _one_sided(spot.after, after, before, judgement)
    if spot.after is None and spot.before is not None:
        return _one_sided(spot.before, before, after, judgement)
    return _Both(spot, before, after, judgement).finding()


def _one_sided(box: np.ndarray, side: Side, other: Side, judgement: Judgement) -> Finding | None:
    """Content that only one picture has: a thing that came or went, or more words of a text."""
    added = side.picture == "after"
    rest = _without(box, side, judgement)
    if rest is not None:
        there = side.motion.carried(rest, other.picture)
        pair = (there, box) if added else (box, there)
        return Finding("text", *pair, form="text")
    whole = grown(box, side)
    pair = (None, whole) if added else (whole, None)
    return Finding("add" if added else "drop", *pair, form=form_of(whole, side))


def _without(box: np.ndarray, side: Side, judgement: Judgement) -> np.ndarray | None:
    """Where the ink of a line of text lies that has a partner; None if there is little."""
    if box[3] - box[1] > 60:
        return None
    x0, y0, x1, y1 = side.clipped(box)
    patch = Patch.of(side.crop(box), judgement.ink)
    kept = patch.ink & ~side.residual[y0:y1, x0:x1]
    if kept.sum() < 0.3 * max(1, patch.ink.sum()):
        return None
    columns, rows = np.flatnonzero(kept.any(0)), np.flatnonzero(kept.any(1))
    return np.array([x0 + columns[0], y0 + rows[0], x0 + columns[-1] + 1, y0 + rows[-1] + 1])


def grown(box: np.ndarray, side: Side) -> np.ndarray:
    """The painted box that a changed place is the content of, if it has changed as well, else the place itself."""
    best = None
    for panel in side.painted:
        if not covers(panel, box, 0.9):
            continue
        x0, y0, x1, y1 = side.clipped(panel)
        mask = side.residual[y0:y1, x0:x1]
        ring = np.concatenate([mask[:2].ravel(), mask[-2:].ravel(), mask[:, :2].ravel(), mask[:, -2:].ravel()])
        if ring.mean() > 0.5 and (best is None or _area(panel) > _area(best)):
            best = panel
    if best is not None:
        return hull([best, box])
    return box


def form_of(box: np.ndarray, side: Side) -> str:
    """What the thing in a box looks like."""
    wide, high = box[2] - box[0], box[3] - box[1]
    inside = [piece for piece in side.boxes("phrase") if covers(box, piece, 0.9)]
    for panel in side.painted:
        if covers(panel, box, 0.95) and covers(box, panel, 0.8):
            return "box"
    if len(inside) == 1 and wide > 1.7 * high:
        return "text"
    if max(wide, high) <= ICON and len(inside) <= 1:
        return "icon"
    if len(inside) >= 1:
        return "text"
    return "image" if min(wide, high) > 16 else "mark"


def term(color: np.ndarray) -> str:
    """The basic colour term of a colour."""
    scores = term_scores(tuple(int(value) for value in color))
    return max(scores, key=lambda name: scores[name])


class _Both:
    """A place where both pictures differ."""

    def __init__(self, spot: Spot, before: Side, after: Side, judgement: Judgement) -> None:
        assert spot.before is not None and spot.after is not None
        self.before, self.after, self.judgement = before, after, judgement
        self.box_before, self.box_after = spot.before, spot.after
        self.raw = hull([spot.raw_after, before.motion.carried(spot.raw_before, "after")])
        dx, dy = before.motion.shift_at(spot.before, "before")
        self.raw_before = self.raw - [dx, dy, dx, dy]

    def finding(self) -> Finding | None:
        """The change."""
        same = self._same_size()
        if same is not None:
            return same or None
        return self._painted() or self._drawn()

    def _patches(self, first: np.ndarray, second: np.ndarray) -> tuple[Patch, Patch]:
        level = self.judgement.ink
        one, other = self.before.crop(first), self.after.crop(second)
        high, wide = min(one.shape[0], other.shape[0]), min(one.shape[1], other.shape[1])
        return Patch.of(one[:high, :wide], level), Patch.of(other[:high, :wide], level)

    def _same_size(self) -> Finding | bool | None:
        """A thing that moved a little, in whole; False where that is rendering, None where it is something else."""
        first, second = self.box_before, self.box_after
        sizes = np.array([first[2:] - first[:2], second[2:] - second[:2]])
        if (np.abs(sizes[0] - sizes[1]) > 2).any() or sizes.min() < 3:
            return None
        expected = self.before.motion.carried(first, "after")
        gone = np.abs((second - expected)[:2]).max()
        one, other = self._patches(first, second)
        if gone < self.judgement.least_move:
            return None
        alike = best_likeness(strength(one), strength(other))
        if alike >= self.judgement.same_look:
            return Finding("move", first, second, form=form_of(second, self.after))
        return None

    def _painted(self) -> Finding | None:
        """Another ground under the same ink, or a thing on a ground of its own."""
        one, other = self._patches(self.raw_before, self.raw)
        if apart(one.ground[None], other.ground)[0] <= self.before.motion.tolerance.level:
            return None
        overlap = shape_overlap(one.ink, other.ink)
        little = max(one.ink.mean(), other.ink.mean()) < 0.02
        if overlap >= self.judgement.same_shape or little:
            return Finding(
                "color", self.raw_before, self.raw, form_of(self.raw, self.after), term(one.ground),
                term(other.ground), "background",
            )  # fmt: skip
        if one.ink.mean() < 0.02:
            return Finding("add", None, grown(self.raw, self.after), form=form_of(self.raw, self.after))
        if other.ink.mean() < 0.02:
            return Finding("drop", grown(self.raw_before, self.before), None, form=form_of(self.raw_before, self.before))
        return Finding("replace", self.raw_before, self.raw, form=form_of(self.raw, self.after))

    def _drawn(self) -> Finding | None:
        """Another colour, size or look of the ink."""
        one, other = self._patches(self.raw_before, self.raw)
        overlap = shape_overlap(one.ink, other.ink)
        first, second = self.box_before, self.box_after
        if overlap >= 0.8 and one.color is not None and other.color is not None:
            if apart(one.color[None], other.color)[0] > self.judgement.ink:
                return Finding(
                    "color", first, second, form_of(second, self.after), term(one.color), term(other.color), "text"
                )
            if best_likeness(one.pixels, other.pixels) >= self.judgement.rendered:
                return None
        scaled = self._scaled()
        if scaled is not None:
            return scaled
        form = form_of(second, self.after)
        if not one.ink.any():
            return Finding("add", None, grown(second, self.after), form=form)
        if not other.ink.any():
            return Finding("drop", grown(first, self.before), None, form=form_of(first, self.before))
        if form in ("icon", "image", "mark"):
            return Finding("replace", first, second, form=form)
        return Finding("text", first, second, form=form)

    def _scaled(self) -> Finding | None:
        first, second = self.box_before, self.box_after
        (w0, h0), (w1, h1) = first[2:] - first[:2], second[2:] - second[:2]
        if min(w0, h0, w1, h1) < 6:
            return None
        across, down = w1 / w0, h1 / h0
        scale = float(np.sqrt(across * down))
        if abs(scale - 1) < self.judgement.least_resize or not 0.8 < across / down < 1.25:
            return None
        one = Patch.of(self.before.crop(first), self.judgement.ink)
        other = Patch.of(self.after.crop(second), self.judgement.ink)
        high, wide = other.pixels.shape[:2]
        alike = best_likeness(resized(strength(one), wide, high), strength(other))
        if alike < 0.6:
            return None
        return Finding("resize", first, second, form_of(second, self.after), "", "larger" if scale > 1 else "smaller")


def strength(patch: Patch) -> np.ndarray:
    """How far each pixel is from the ground, as a picture: the drawing without its colours."""
    grey = np.minimum(apart(patch.pixels, patch.ground), 255).astype(np.uint8)
    return np.repeat(grey[..., None], 3, axis=2)


def _area(box: np.ndarray) -> float:
    return float((box[2] - box[0]) * (box[3] - box[1]))
