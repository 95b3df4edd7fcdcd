"""Which of the changes seen are news: an event is told once, however many pictures show it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.core.boxes import iou
from pipeline.core.kinds import ADD, DROP, SCENE
from pipeline.core.types import Change, Named


@dataclass(eq=False)
class _Event:
    """An event that goes on: its latest change, how many pictures showed it, and how many since did not.

    ``since`` names the picture that showed it first.
    """

    change: Change
    since: str | None = None
    seen: int = 1
    missed: int = 0
    told: bool = False


@dataclass(frozen=True)
class Fresh:
    """A change that is to be told: its place among those of its picture, and the picture that showed it first."""

    place: int
    since: str | None


class Events:
    """Remembers what was told.

    Parameters
    ----------
    confirm
        Pictures in a row that must show a change before it is news.
    quiet
        Pictures in a row without it after which an event is over, so that the next of its kind is news again.
    overlap
        IoU from which two boxes show one thing.
    """

    def __init__(self, confirm: int = 1, quiet: int = 3, overlap: float = 0.3) -> None:
        self.confirm = confirm
        self.quiet = quiet
        self.overlap = overlap
        self._going: list[_Event] = []

    def news(self, changes: Sequence[Change]) -> list[int]:
        """Places of the changes that are to be told now; called once a picture, also where nothing changed."""
        return [one.place for one in self.heard(changes)]

    def heard(self, changes: Sequence[Change], picture: str | None = None) -> list[Fresh]:
        """The same, with the name of the picture that showed each first; ``picture`` is the name of this one."""
        waiting, fresh = list(self._going), []
        for place, change in enumerate(changes):
            event = next((event for event in waiting if self._continues(event.change, change)), None)
            if event is None:
                event = _Event(change, picture)
                self._going.append(event)
            else:
                waiting.remove(event)
                event.change, event.seen, event.missed = change, event.seen + 1, 0
            if event.seen >= self.confirm and not event.told:
                event.told = True
                fresh.append(Fresh(place, event.since))
                self._end_undone(event)
        for event in waiting:
            event.missed += 1
            event.seen = 0
        # What was never told is not an event yet, and one picture without it is enough to forget it.
        self._going = [event for event in self._going if event.missed <= (self.quiet if event.told else 0)]
        return fresh

    @property
    def waiting(self) -> bool:
        """Whether a change was seen that is not told yet."""
        return any(not event.told for event in self._going)

    @property
    def state(self) -> list[dict[str, Any]]:
        """What is remembered, as values that JSON can hold."""
        return [_written(event) for event in self._going]

    def restore(self, state: Iterable[dict[str, Any]]) -> None:
        """Remember what ``state`` was, so that nothing is told twice.

        Raises
        ------
        KeyError, TypeError, ValueError
            If it is no such state.
        """
        self._going = [_read(record) for record in state]

    def _end_undone(self, event: _Event) -> None:
        """What this event undoes is over, so that its like is news again at once: who left may come back.

        Who came in at one place may leave at another; only where somebody was seen here, it is he.  What was seen here
        may have another name when it goes.
        """
        undone = [other for other in self._going if other is not event and _undoes(event.change, other.change)]
        here = [other for other in undone if self._is_near(event.change, other.change)]
        alike = [other for other in undone if other.change.label == event.change.label]
        named = [other for other in here if other.change.label == event.change.label]
        over = {id(other) for other in named or here or alike}
        self._going = [other for other in self._going if id(other) not in over]

    def _is_near(self, new: Change, old: Change) -> bool:
        pairs = [(new.box_before, old.box_after), (new.box_after, old.box_before)]
        return any(a is not None and b is not None and _overlap(a, b) >= self.overlap for a, b in pairs)

    def _continues(self, old: Change, new: Change) -> bool:
        """Whether two changes of different pictures are one event: like facts about one thing.

        A thing that goes on moving is where it was last seen.
        """
        if _told(old) != _told(new):
            return False
        pairs = [
            (old.box_before, new.box_before),
            (old.box_after, new.box_after),
            (old.box_after, new.box_before),
        ]
        known = [(first, second) for first, second in pairs if first is not None and second is not None]
        return not known or any(_overlap(first, second) >= self.overlap for first, second in known)


_VALUES = ("kind", "label", "confidence", "old", "new")
"""What of a change is a plain value; of the others only those are kept that tell one event from another."""


def _written(event: _Event) -> dict[str, Any]:
    change = event.change
    boxes = {name: None if box is None else np.round(box, 1).tolist() for name, box in _boxes(change).items()}
    newcomer = None if change.newcomer is None else [change.newcomer.label, change.newcomer.attributes]
    fact = {name: getattr(change, name) for name in _VALUES} | boxes | {"newcomer": newcomer, "group": change.group}
    return {"since": event.since, "seen": event.seen, "missed": event.missed, "told": event.told, "fact": fact}


def _read(record: dict[str, Any]) -> _Event:
    fact = dict(record["fact"])
    before, after = (
        None if fact[name] is None else np.array(fact[name], float) for name in ("box_before", "box_after")
    )
    newcomer = None if fact["newcomer"] is None else Named(*fact["newcomer"])
    group = None if fact["group"] is None else (int(fact["group"][0]), int(fact["group"][1]))
    values = {name: fact[name] for name in _VALUES}
    change = Change(**values, attributes={}, box_before=before, box_after=after, newcomer=newcomer, group=group)
    return _Event(change, record["since"], int(record["seen"]), int(record["missed"]), bool(record["told"]))


def _boxes(change: Change) -> dict[str, np.ndarray | None]:
    return {"box_before": change.box_before, "box_after": change.box_after}


def _told(change: Change) -> tuple[object, ...]:
    """What a fact says, but for how it was before; a camera that sees its scene again saw nothing, or not clearly."""
    before = change.old if change.kind == SCENE else None
    return change.kind, change.label, change.new, change.newcomer, change.group and change.group[1], before


def _undoes(new: Change, old: Change) -> bool:
    if {new.kind, old.kind} == {ADD, DROP}:
        return True
    if new.label != old.label:
        return False
    if new.kind == old.kind == SCENE:  # a camera is in one condition at a time
        return True
    return new.kind == old.kind and None not in (new.old, new.new) and (new.old, new.new) == (old.new, old.old)


def _overlap(first: np.ndarray, second: np.ndarray) -> float:
    return float(iou(np.asarray(first, float), np.asarray(second, float))[0, 0])
