"""What happened at one spot: the kinds of change that pixels tell apart."""

from __future__ import annotations

import numpy as np

from detectors.screen.colors import term_scores
from pipeline.core.channels import highest
from pipeline.diff.screen.cut_off import cut_off
from pipeline.diff.screen.elements import form_of, grown, in_a_line, input_around, letters_of, line_of, text_of
from pipeline.diff.screen.finding import Finding, covers
from pipeline.diff.screen.greyed import greyed
from pipeline.diff.screen.judgement import Judgement
from pipeline.diff.screen.one_sided import one_sided
from pipeline.diff.screen.patches import Patch, apart, best_likeness, faded, resized, shape_overlap, strength
from pipeline.diff.screen.side import Side
from pipeline.diff.screen.spots import Spot, hull
from pipeline.diff.screen.states import enabling, paler, ticking
from pipeline.diff.screen.translucent import made_translucent

KEPT = 0.4
"""Part of the difference that another colour makes to the mean of its place, up to which a lossy format made it."""

FAINT = 0.02
"""Part of the ink of the one picture up to which the other has none there, but the pattern of its ground."""

LIKE_PICTURES, LEAST_PICTURE = 0.1, 16
"""Part of a place that is drawn on, and pixels a side, from which other drawings on other grounds are pictures."""

OTHER_SHAPE = 0.75
"""Part of two drawings that lies on the other, below which they are of different shapes."""

WORD, TWO_COLORS = 1.7, 0.8
"""Width of a word in its heights, at least, and the part of its place that is of its ground's or its ink's colour."""

RIM, OUT = 3, 6
"""Pixels from the side of a place within which a line runs along it, and levels from which it stands out."""

LOSSY = 5
"""Pixels that a thing must have grown or shrunk by where the edges of one picture are blurred."""


def judged(spot: Spot, before: Side, after: Side, judgement: Judgement) -> Finding | None:
    """The change at a spot; None where only the rendering differs."""
    if spot.raw_before is None:
        return one_sided(spot.place, spot.after, after, before, judgement)
    if spot.raw_after is None:
        return one_sided(spot.place, spot.before, before, after, judgement)
    return _Both(spot, before, after, judgement).finding()


def term(color: np.ndarray) -> str:
    """The basic colour term of a colour."""
    red, green, blue = (int(value) for value in color)
    scores = term_scores((red, green, blue))
    return max(scores, key=lambda name: scores[name])


class _Both:
    """A place where both pictures differ."""

    def __init__(self, spot: Spot, before: Side, after: Side, judgement: Judgement) -> None:
        self.before, self.after, self.judgement = before, after, judgement
        assert spot.raw_before is not None
        assert spot.raw_after is not None
        dx, dy = before.motion.shift_at(spot.raw_before, "before")
        self.way = np.array([dx, dy, dx, dy])
        self.raw = hull([spot.raw_after, spot.raw_before + self.way])
        self.raw_before = self.raw - self.way
        self.first, self.second = spot.before, spot.after

    def finding(self) -> Finding | None:
        """The change."""
        one, other = self._patches(self.raw_before, self.raw)
        for look in (ticking, enabling, greyed, made_translucent):
            found = look(self.raw_before, self.raw, self.before, self.after)
            if found is not None:
                return found
        picture = self._picture(one, other)
        if picture is not None:
            return picture
        if apart(one.ground[None], other.ground)[0] > max(3.0, self.before.motion.tolerance.level):
            found = self._painted(one, other)
            if found is not None:
                return found
        return self._drawn(one, other)

    def _patches(self, first: np.ndarray, second: np.ndarray) -> tuple[Patch, Patch]:
        level = self.judgement.ink
        one, other = self.before.crop(first), self.after.crop(second)
        high, wide = min(one.shape[0], other.shape[0]), min(one.shape[1], other.shape[1])
        return Patch.of(one[:high, :wide], level), Patch.of(other[:high, :wide], level)

    def _picture(self, one: Patch, other: Patch) -> Finding | None:
        """Another picture in the place of one: most pixels differ, and neither is flat."""
        if min(self.raw[2:] - self.raw[:2]) < 30 or self._in_lines():
            return None
        x0, y0, x1, y1 = self.after.clipped(self.raw)
        density = self.after.differing[y0:y1, x0:x1].mean()
        flat = [(apart(patch.pixels, patch.ground) <= 8).mean() for patch in (one, other)]
        if density < 0.45 or max(flat) > 0.6 or best_likeness(strength(one), strength(other)) > 0.8:
            return None
        return Finding("replace", self.raw_before, self.raw, form="image")

    def _in_lines(self) -> bool:
        """Whether the place is a word of a line in both pictures, be its letters as large as pictures."""
        return all(
            _is_word(box, side, self.judgement)
            for side, box in ((self.before, self.raw_before), (self.after, self.raw))
        )

    def _painted(self, one: Patch, other: Patch) -> Finding | None:
        """Another ground under the same ink, or a thing on a ground of its own."""
        share = (apart(one.pixels, one.ground) <= 8) & (apart(other.pixels, other.ground) <= 8)
        if share.mean() < 0.3:
            return None
        alike = min(best_likeness(strength(one), strength(other)), 1.0)
        inks = one.ink.mean(), other.ink.mean()
        if max(inks) < 0.004 or (_bare(one) and _bare(other) and not self._ground_stayed()):
            return self._flat(one, other)
        other_shape = alike < 0.3 or (alike < 0.6 and shape_overlap(one.ink, other.ink) < OTHER_SHAPE)
        if min(inks) > LIKE_PICTURES and other_shape and self._drawing():
            return Finding("replace", self.raw_before, self.raw, form="image")
        if min(inks) > 0.4 * max(inks) and share.mean() > 0.6:
            return self._color(self.raw_before, self.raw, one.ground, other.ground, "background")
        if shape_overlap(one.ink, other.ink) >= self.judgement.same_shape or alike >= 0.6:
            return self._color(self.raw_before, self.raw, one.ground, other.ground, "background")
        if inks[0] < 0.25 * inks[1] or (self.first is None and self.second is not None):
            return Finding("add", None, grown(self.raw, self.after), form_of(self.raw, self.after))
        if inks[1] < 0.25 * inks[0] or (self.second is None and self.first is not None):
            return Finding("drop", grown(self.raw_before, self.before), None, form_of(self.raw_before, self.before))
        return None

    def _ground_stayed(self) -> bool:
        """Whether the place stands out from what is around it in both pictures."""
        sides = ((self.before, self.raw_before), (self.after, self.raw))
        return all(
            apart(Patch.of(side.crop(box), self.judgement.ink).ground[None], side.ground_around(box))[0] > OUT
            for side, box in sides
        )

    def _drawing(self) -> bool:
        """Whether nothing that could be a word stands at the place in either picture."""
        if min(self.raw[2:] - self.raw[:2]) < LEAST_PICTURE:
            return False
        return not any(
            covers(box, word, 0.9) and word[2] - word[0] > 1.7 * (word[3] - word[1])
            for side, box in ((self.before, self.raw_before), (self.after, self.raw))
            for word in side.boxes("phrase")
        )

    def _flat(self, one: Patch, other: Patch) -> Finding | None:
        """A painted place with nothing on it."""
        around = self.after.ground_around(self.raw)
        if apart(one.ground[None], around)[0] <= 6:
            return Finding("add", None, self.raw, form_of(self.raw, self.after))
        if apart(other.ground[None], around)[0] <= 6:
            return Finding("drop", self.raw_before, None, form_of(self.raw_before, self.before))
        return self._color(self.raw_before, self.raw, one.ground, other.ground, "background")

    def _color(
        self, first: np.ndarray, second: np.ndarray, old: np.ndarray, new: np.ndarray, part: str
    ) -> Finding | None:
        if min(second[2:] - second[:2]) <= 2:
            return None
        if "compression" in self.before.motion.noise and self._bled(first, second, old, new):
            return None
        form = form_of(second, self.after)
        around = self.after.ground_around(second)
        standing = "before" if apart(old[None], around)[0] > apart(new[None], around)[0] else "after"
        return Finding("color", first, second, form, term(old), term(new), part, details={"stood out": standing})

    def _bled(self, first: np.ndarray, second: np.ndarray, old: np.ndarray, new: np.ndarray) -> bool:
        """Whether a colour only ran over its edge, as in lossy formats, which keep the mean of a place."""
        if term(old) == term(new) or faded(old, new):
            return True
        room = np.array([-8, -8, 8, 8])
        one, other = self._patches(first + room, second + room)
        share = min(one.ink.mean(), 1 - one.ink.mean())
        away = np.abs(one.pixels.mean((0, 1)) - other.pixels.mean((0, 1))).max()
        return bool(away < KEPT * share * apart(old[None], new)[0])

    def _drawn(self, one: Patch, other: Patch) -> Finding | None:
        """Another colour, size or look of the ink."""
        first, second = self.first, self.second
        if first is None and second is None:
            return self._marks(one, other)
        if first is None and one.ink.sum() > 0.4 * other.ink.sum():
            first = one.box + np.tile(self.raw_before[:2], 2)
        if second is None and other.ink.sum() > 0.4 * one.ink.sum():
            second = other.box + np.tile(self.raw[:2], 2)
        if first is None or one.ink.sum() < FAINT * other.ink.sum():
            return self._came(self.raw, second, self.after, self.before)
        if second is None or other.ink.sum() < FAINT * one.ink.sum():
            return self._came(self.raw_before, first, self.before, self.after)
        field = self._typed(second)
        if field is not None:
            return field
        shown, drawn = self._patches(self.raw_before, self.raw)
        overlap = shape_overlap(one.ink, other.ink)
        inks = _differing_inks(one, other, self.judgement.ink)
        if overlap >= 0.8 and inks is not None:
            alike = best_likeness(strength(shown), strength(drawn))
            if alike >= 0.8 and apart(inks[0][None], inks[1])[0] > self.judgement.ink:
                return self._color(first, second, *inks, "text")
            if alike >= self.judgement.same_look:
                return None
        moved = self._moved(first, second)
        if moved is not None:
            return moved
        if cut_off(first, second, self.before, self.after, self.judgement):
            return Finding("move", first, second, "text")
        scaled = self._scaled(first, second)
        if scaled is not None:
            return scaled
        form = form_of(second, self.after)
        if form == "icon" and any(
            known(first, self.before) and known(second, self.after) for known in (letters_of, in_a_line)
        ):
            form = "text"
        if form in ("icon", "image", "mark"):
            both = hull([first + self.way, second])
            if _area(both) < 3 * _area(second):
                return Finding("replace", both - self.way, both, form=form)
            return Finding("replace", first, second, form=form)
        texts = text_of(first, self.before), text_of(second, self.after)
        begin = abs((first + self.way - second)[0]), abs((texts[0] + self.way - texts[1])[0])
        if begin[0] <= RIM and begin[1] > first[3] - first[1]:
            texts = first, second  # words of their own in one of the pictures are so in both
        return Finding("text", *texts, form=form)

    def _typed(self, second: np.ndarray) -> Finding | None:
        """A field that was empty and has words now."""
        field = input_around(second, self.after)
        if field is None:
            return None
        inner = np.array([4, 4, -4, -4])
        one, other = self._patches(field - self.way + inner, field + inner)
        if one.ink.sum() >= 0.25 * other.ink.sum() and not paler(*self._patches(self.raw_before, self.raw)):
            return None
        return Finding("state", field - self.way, field, form="input", part="value")

    def _came(self, raw: np.ndarray, inked: np.ndarray | None, side: Side, other: Side) -> Finding | None:
        return one_sided(raw, inked, side, other, self.judgement)

    def _marks(self, one: Patch, other: Patch) -> Finding | None:
        """Ink that is no word, icon or picture: lines, edges, shades."""
        if other.ink.any() and not one.ink.any():
            return Finding("add", None, self.raw, form_of(self.raw, self.after))
        if one.ink.any() and not other.ink.any():
            return Finding("drop", self.raw_before, None, form_of(self.raw_before, self.before))
        if one.color is not None and other.color is not None:
            alike = shape_overlap(one.ink, other.ink) > 0.7 and min(self.raw[2:] - self.raw[:2]) > 3
            if alike and apart(one.color[None], other.color)[0] > self.judgement.ink:
                return self._color(self.raw_before, self.raw, one.color, other.color, "border")
        if min(self.raw[2:] - self.raw[:2]) < 8:
            return None
        if letters_of(self.raw_before, self.before) and letters_of(self.raw, self.after):
            return Finding("text", text_of(self.raw_before, self.before), text_of(self.raw, self.after), form="text")
        return Finding("replace", self.raw_before, self.raw, form_of(self.raw, self.after))

    def _moved(self, first: np.ndarray, second: np.ndarray) -> Finding | None:
        """A thing that moved a little, in whole."""
        sizes = np.array([first[2:] - first[:2], second[2:] - second[:2]])
        if (np.abs(sizes[0] - sizes[1]) > 2).any() or sizes.min() < 3:
            return None
        if np.abs((second - first - self.way)[:2]).max() < self.judgement.least_move:
            return None
        one, other = self._patches(first, second)
        if best_likeness(strength(one), strength(other)) < self.judgement.same_look:
            return None
        return Finding("move", first, second, form_of(second, self.after))

    def _scaled(self, first: np.ndarray, second: np.ndarray) -> Finding | None:
        (w0, h0), (w1, h1) = first[2:] - first[:2], second[2:] - second[:2]
        if min(w0, h0, w1, h1) < 6:
            return None
        if "compression" in self.before.motion.noise and max(abs(w1 - w0), abs(h1 - h0)) < LOSSY:
            return None
        across, down = w1 / w0, h1 / h0
        scale = float(np.sqrt(across * down))
        if abs(scale - 1) < self.judgement.least_resize or not 0.78 < across / down < 1.28:
            return None
        one = Patch.of(self.before.crop(first), self.judgement.ink)
        other = Patch.of(self.after.crop(second), self.judgement.ink)
        high, wide = other.pixels.shape[:2]
        alike = best_likeness(resized(strength(one), wide, high), strength(other))
        exact = 0.9 < across / down < 1.1 and abs(scale - 1) > 0.12
        if alike < (0.42 if exact else 0.55):
            return None
        boxes = grown(first, self.before), grown(second, self.after)
        return Finding("resize", *boxes, form_of(second, self.after), "", "larger" if scale > 1 else "smaller")


def _differing_inks(one: Patch, other: Patch, level: float) -> tuple[np.ndarray, np.ndarray] | None:
    """The colours of what is drawn in two patches, where they differ: the line under a link may keep its colour."""
    colors = one.color, other.color
    if colors[0] is None or colors[1] is None:
        return None
    if apart(colors[0][None], colors[1])[0] <= level:
        differ = (highest(np.abs(one.pixels.astype(np.int16) - other.pixels)) > level) & one.ink & other.ink
        colors = one.color_of(differ), other.color_of(differ)
    return None if colors[0] is None or colors[1] is None else (colors[0], colors[1])


def _bare(patch: Patch) -> bool:
    """Whether nothing is drawn on a place but lines that run along fewer than three of its sides, as axes do."""
    ink = patch.ink
    if min(ink.shape) <= 4 * RIM or ink[RIM:-RIM, RIM:-RIM].any():
        return False
    sides = (ink[:RIM].any(0), ink[-RIM:].any(0), ink[:, :RIM].any(1), ink[:, -RIM:].any(1))
    return sum(float(one.mean()) > 0.6 for one in sides) < 3


def _is_word(box: np.ndarray, side: Side, judgement: Judgement) -> bool:
    """Whether a phrase of one colour, with others in its line, fills a box."""
    wide, high = box[2:] - box[:2]
    line = line_of(box, side)
    if wide < WORD * high or _area(line) <= 1.2 * _area(box) or line[3] - line[1] > 1.5 * high:
        return False
    patch = Patch.of(side.crop(box), judgement.ink)
    if patch.color is None or not any(covers(phrase, box, 0.8) for phrase in side.boxes("phrase")):
        return False
    near = np.minimum(apart(patch.pixels, patch.ground), apart(patch.pixels, patch.color)) <= 2 * judgement.ink
    return bool(near.mean() > TWO_COLORS)


def _area(box: np.ndarray) -> float:
    return float((box[2] - box[0]) * (box[3] - box[1]))
