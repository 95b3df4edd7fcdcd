"""Change facts of screenshots."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from detectors.screen.detector import ScreenDetector
from detectors.screen.reading import NoReader, RapidReader, Reader
from pipeline.core import messages
from pipeline.core.protocols import Differ
from pipeline.core.types import Difference, Motion, ObjectGraph
from pipeline.diff.screen.along import without_company
from pipeline.diff.screen.bands import find_bands
from pipeline.diff.screen.belief import believed
from pipeline.diff.screen.blocks import Block, came_from_elsewhere, carrier, find_blocks, joined
from pipeline.diff.screen.clusters import clustered
from pipeline.diff.screen.elements import form_of
from pipeline.diff.screen.end_rows import own_ends, whole_rows
from pipeline.diff.screen.facts import facts
from pipeline.diff.screen.finding import Finding, covers
from pipeline.diff.screen.glided import find_glided, made_room_in_row, went_along
from pipeline.diff.screen.holding import holding
from pipeline.diff.screen.judgement import Judgement
from pipeline.diff.screen.kinds import judged
from pipeline.diff.screen.laid_bare import not_laid_bare
from pipeline.diff.screen.line_edits import find_edits, in_rows
from pipeline.diff.screen.line_ways import alignments_of, along_lines
from pipeline.diff.screen.nudged import not_nudged
from pipeline.diff.screen.page_shade import other_shade
from pipeline.diff.screen.panels import changed_panels
from pipeline.diff.screen.pictured import pictured
from pipeline.diff.screen.pushes import caused, in_view, made_room, pushed, pushed_along, seamless
from pipeline.diff.screen.reinked import reinked
from pipeline.diff.screen.relations import covered, exchanged, gathered, marked, moved, retyped, swapped, unmoved
from pipeline.diff.screen.rows import find_inserted
from pipeline.diff.screen.same_line import centred, one_line, rewritten
from pipeline.diff.screen.scaled_rows import find_scaled
from pipeline.diff.screen.scrollbar import bar_at
from pipeline.diff.screen.seams import at_seams
from pipeline.diff.screen.side import Side
from pipeline.diff.screen.silence import is_rendering, may_be_other_words
from pipeline.diff.screen.slides import find_slides, in_company, lone_moves, slid_along
from pipeline.diff.screen.spots import Spot, find_spots, hull
from pipeline.diff.screen.strayed import find_strayed
from pipeline.diff.screen.stretched import find_bars, find_stretched
from pipeline.diff.screen.views import out_of_view
from pipeline.diff.screen.whole import by_scroll_bar, scroll, sideways, theme
from pipeline.register.reflow_motion import ReflowMotion

SHADOW = np.array([-12, -12, 12, 18])
"""Pixels around a painted box that its shadow may change."""

BESIDE = np.array([-12, -3, 12, 3])
"""Pixels around the place that a painted box moved to, or from, in the picture where it is not there."""

LOW = 120
"""Pixels: greatest height of what goes sideways alone."""

FEW = 2
"""Texts that may read otherwise, at most, where letters were drawn anew: of more, all are drawings of the same."""

ROOM = np.array([-3, -3, 3, 3])
"""Pixels around a thing that moved which its soft edges may change."""


@dataclass(frozen=True)
class ScreenDiffer(Judgement, Differ):
    """Change facts of two screenshots that were aligned block by block.

    Content without an equal partner is gathered into spots; what happened at each is read off the pixels, and what
    belongs together is told once.  The keyword arguments are those of
    :class:`~pipeline.diff.screen.judgement.Judgement`, and:

    Parameters
    ----------
    reader
        Who reads the texts that differ: "rapidocr", or "none".
    most_read
        Changes of a pair whose texts are read, the most important first.
    weights
        The network that names the elements that changed, where the graphs hold none; roles are guessed if None.
    threads
        Threads of reader and network; all cores where None.
    """

    reader: str = "rapidocr"
    most_read: int = 12
    weights: Path | str | None = None
    threads: int | None = None

    @property
    def reads_words(self) -> bool:
        """Whether there is a reader."""
        return not isinstance(self._reader, NoReader)

    def diff(self, before: ObjectGraph, after: ObjectGraph, motion: Motion) -> Difference:
        """Change facts, most important first."""
        if not isinstance(motion, ReflowMotion):
            raise messages.error(messages.MOTION_WITHOUT_BLOCKS)
        sides = Side("before", motion), Side("after", motion)
        found = believed(self.findings(*sides), *sides)
        return Difference(tuple(facts(found, (before, after), sides, self._detector, self._reader, self.most_read)))

    @cached_property
    def _detector(self) -> ScreenDetector | None:
        return None if self.weights is None else ScreenDetector(weights=self.weights, threads=self.threads)

    @cached_property
    def _reader(self) -> Reader:
        if self.reader != "rapidocr" or find_spec("rapidocr") is None:
            return NoReader()
        return RapidReader(threads=self.threads)

    def findings(self, before: Side, after: Side) -> list[Finding]:
        """What has changed, without names and words."""
        if not (before.residual.any() or after.residual.any() or len(before.motion.shifts) > 1):
            return []
        whole = other_shade(before, after) or theme(before, after, self)
        if whole is not None:
            return [whole]
        blocks = find_blocks(before, self)
        page = by_scroll_bar(blocks, before, after)
        if page is not None:
            return [page]
        bars = bar_at(before), bar_at(after)
        before = before.hiding([] if bars[0] is None else [bars[0]])
        after = after.hiding([] if bars[1] is None else [bars[1]])
        blocks = [block for block in blocks if not covers(bars[0], block.before)]
        all_blocks = blocks
        alignments = alignments_of(before, after, blocks)
        before, after = along_lines(alignments, before, after)
        bands, blocks, (before, after) = find_bands(before, after, blocks, alignments)
        lower = out_of_view(all_blocks, before, after)
        before, after = before.hiding(lower[0]), after.hiding(lower[1])
        rows = find_inserted(before, after, self)
        before = before.hiding([row + ROOM for _, row, _ in rows])
        after = after.hiding([row + ROOM for _, _, row in rows])
        aside = [row for _, row, _ in rows]
        blocks = [block for block in blocks if block.dy or not any(covers(row, block.before, 0.9) for row in aside)]
        glided = find_glided(before, after, self, alone=True)
        before, after = _without(glided, before, after)
        blocks = [block for block in blocks if not any(went_along(block, one) for one in glided)]
        edits = find_edits(before, after, self)
        before, after = (side.hiding([edit.row + ROOM for edit in edits]) for side in (before, after))
        blocks = [block for block in blocks if not in_rows(block.after, edits)]
        sidled = find_glided(before, after, self)
        before, after = _without(sidled, before, after)
        glided += [one for one in sidled if not made_room_in_row(one, before, after)]
        scaled = find_scaled(before, after, self)
        before, after = _without(scaled, before, after)
        found = find_stretched(before, after, self) + find_bars(before, after)
        before, after = _without(found, before, after)
        found += scaled
        found += bands + [one for one, _, _ in rows] + [edit.finding for edit in edits]
        panels = changed_panels(before, after, self)
        before, after = _without(panels, before, after)
        found += panels
        slides = [] if before.motion.noise else find_slides(before, after, blocks, self)
        slides = [slide for slide in slides if not in_rows(hull(list(slide.after)), edits)]
        before = before.hiding([room for one in slides for room in one.rooms[0]])
        after = after.hiding([room for one in slides for room in one.rooms[1]])
        found += [one for one in glided if not in_company(one, slides)]
        strayed = [] if before.motion.noise else find_strayed(before, after, blocks, self)
        before = before.hiding([box + ROOM for one in strayed for box in one.pair])  # what it lies on now is hidden
        after = after.hiding([one.pair[1] + ROOM for one in strayed])
        found += [one for one in strayed if not in_company(one, slides)]
        sideward = [block for block in joined(blocks) if _went_aside(block, after) and not slid_along(block, slides)]
        before = before.hiding([box for block in sideward for box in (block.before, block.after)])
        after = after.hiding([block.after for block in sideward])  # what came to the old place is new
        silent = []
        for spot in find_spots(before, after, self):
            if is_rendering(spot, before, after, self):
                silent.append(spot)
                continue
            change = judged(spot, before, after, self)
            if change is not None:
                found.append(change)
        found += self._other_words(silent, before, after)
        found = retyped(moved(found, before, after, self), before.motion.shifts)
        found = reinked(exchanged(found), before, after, self)
        found = own_ends(whole_rows(gathered(found), before, after), before, after)
        found = covered(one_line(pictured(swapped(found)), before, after))
        lone = [one for one in lone_moves(slides, self.least_move) if not _told(one, found)]
        found += lone
        rolled = None if bands else scroll(found, blocks, before, after, self)
        if rolled is not None:
            return rolled
        found = not_nudged(covered(clustered(found, before, after)), before, after, self)
        found = seamless(caused(found, blocks))
        found = in_view(found, before, after)
        grown = after.image.shape[1] - before.image.shape[1]
        free = [block for block in blocks if not pushed(block, found) and not (grown and block.dx == grown)]
        free = [block for block in free if not slid_along(block, slides)]
        found = unmoved(found, free)
        sliding = sideways(joined(blocks), after, self)
        found = [one for one in found if not any(covers(slide.place, one.place, 0.5) for slide in sliding)] + sliding
        copies = at_seams(found, free, before, after)
        free = [block for block in free if not pushed(block, copies)]
        found = found + copies
        moves = [one for one in self._moves(found, free, before, after) if not made_room(one, found)]
        found = not_laid_bare(found + moves, before, after)
        found = centred(without_company(found, before))
        found = [one for one in found if not made_room(one, found)]
        found = unmoved(rewritten(found, before, after), [])
        found = covered(holding(marked(found, before, after, self), before, after))
        return sorted(found, key=lambda one: -_importance(one))

    def _other_words(self, silent: list[Spot], before: Side, after: Side) -> list[Finding]:
        """Texts that pass for another rendering, but for one or two of a pair: they are told if they read otherwise."""
        spots = [spot for spot in silent if self.reads_words and may_be_other_words(spot, before, after, self)]
        if len(spots) > FEW:
            return []
        changes = [judged(spot, before, after, self) for spot in spots]
        return [one for one in changes if one is not None and one.kind == "text"]

    def _moves(self, found: list[Finding], blocks: list[Block], before: Side, after: Side) -> list[Finding]:
        """Small blocks that nothing pushed."""
        whole = after.image.shape[0] * after.image.shape[1]
        moves = []
        for block in joined(blocks):
            size = (block.after[2:] - block.after[:2]).prod()
            if size > 0.25 * whole or _told(block, found) or came_from_elsewhere(block, after):
                continue
            way = np.array([block.dx, block.dy, block.dx, block.dy])
            box = carrier(block, before, after)
            moves.append(Finding("move", box, box + way, form_of(box + way, after)))
        return pushed_along(moves)


def _went_aside(block: Block, after: Side) -> bool:
    """Whether a thing no higher than a few lines went sideways alone."""
    high = block.after[3] - block.after[1]
    size = (block.after[2:] - block.after[:2]).prod()
    return bool(block.dx and not block.dy and high <= LOW and size < 0.1 * after.image.shape[0] * after.image.shape[1])


def _told(one: Finding | Block, found: list[Finding]) -> bool:
    """Whether one of the findings covers it in either picture."""
    return any(covers(other.before, one.before, 0.5) or covers(other.after, one.after, 0.5) for other in found)


def _without(found: list[Finding], before: Side, after: Side) -> tuple[Side, Side]:
    """The pictures without the painted boxes that were told as a whole, their shadows and what they cover."""
    for one in found:
        if one.kind == "move":
            first, second = one.pair
            before = before.hiding([first + SHADOW, second + BESIDE])
            after = after.hiding([second + SHADOW, first + BESIDE])
            continue
        boxes = [box + SHADOW for box in (one.before, one.after) if box is not None]
        before = before.hiding(
            [box if one.before is not None else before.motion.carried(box, "before") for box in boxes]
        )
        after = after.hiding([box if one.after is not None else after.motion.carried(box, "after") for box in boxes])
    return before, after


def _importance(one: Finding) -> float:
    weight = {"add": 1.0, "drop": 1.0, "text": 1.0, "state": 1.2, "replace": 0.9, "color": 0.9, "move": 0.8}
    return weight.get(one.kind, 0.7) * (1 + 0.1 * np.log10(max(10.0, one.size))) + (0.5 if one.shifted else 0)
