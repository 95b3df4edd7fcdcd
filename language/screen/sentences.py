"""What happened to an element of a screen, in a sentence: each kind of change has its frames."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from language.pieces import Mention, Name, Piece, Sentence
from language.screen import words
from language.screen.mentions import fresh, known, noun, quoted, where
from pipeline.core.types import Change


def sentences(change: Change, states: Mapping[str, words.Choices] = words.STATES) -> Iterator[Sentence]:
    """Every way to say a change, the consequence for what lies below with it."""
    frames: dict[str, Callable[[Change], Iterator[Sentence]]] = {
        "add": _added,
        "drop": _dropped,
        "text": _reworded,
        "color": _recolored,
        "move": _moved,
        "resize": _resized,
        "replace": _replaced,
        "state": partial(_switched, states=states),
        "theme": _themed,
        "scroll": _scrolled,
        "shift": _shifted,
    }
    pushed = _consequence(change)
    for sentence in frames.get(change.kind, _altered)(change):
        yield Sentence((*sentence.pieces, *pushed), sentence.weight)


def _added(change: Change) -> Iterator[Sentence]:
    place: tuple[Piece, ...] = (where(change),) if where(change) else ()
    for mention in fresh(change):
        for phrase, weight in words.ADDED:
            yield Sentence((*mention.pieces, phrase, *place), mention.weight * weight)
        if mention.pieces[0] != "the":
            yield Sentence(("there is now", *mention.pieces, *place), 0.8 * mention.weight)


def _dropped(change: Change) -> Iterator[Sentence]:
    yield from _each(known(change), words.GONE)


def _reworded(change: Change) -> Iterator[Sentence]:
    old, new = change.old or "", change.new or ""
    if not (old and new):
        if new:
            yield from _each(known(change), ((f"now has the words '{new}' as well", 1.0),))
        elif old:
            yield from _each(known(change), ((f"no longer has the words '{old}'", 1.0),))
        else:
            yield from _each(known(change), words.UNREAD)
        return
    direction = _direction(old, new)
    whole = old == change.attributes.get("text")
    mentions = [_placed(change)] if whole else list(known(change))
    for phrase in direction:
        for mention in _amounts(change):
            yield Sentence((*mention.pieces, phrase.format(old=old, new=new)), 3.0 * mention.weight)
    for mention in mentions:
        for phrase, weight in words.SAYS:
            yield Sentence((*mention.pieces, phrase.format(old=old, new=new)), mention.weight * weight)
    if whole:
        node = Name(f"'{old}'", change.node_before, "before")
        yield Sentence((node, f"became '{new}'"), 1.0)


def _recolored(change: Change) -> Iterator[Sentence]:
    if change.old == change.new:
        yield from _each(known(change), words.REPAINTED, new=change.new)
        return
    part = change.attributes.get("part", "")
    yield from _each(known(change), words.RECOLORED, old=change.old, new=change.new)
    if part:
        for mention in known(change):
            said = f"changed from {change.old} to {change.new}"
            yield Sentence((f"the {part} color of", *mention.pieces, said), 1.5 * mention.weight)


def _moved(change: Change) -> Iterator[Sentence]:
    way = _way(change)
    phrases = ((f"moved {way}", 2.0), (f"was moved {way}", 0.7)) if way else (("has moved", 1.0),)
    yield from _each(known(change), phrases)


def _resized(change: Change) -> Iterator[Sentence]:
    percent = 0
    if change.box_before is not None and change.box_after is not None:
        size = [float(box[2] - box[0]) for box in (change.box_before, change.box_after)]
        percent = round(100 * abs(size[1] / max(1.0, size[0]) - 1))
    yield from _each(known(change), words.LARGER if change.new == "larger" else words.SMALLER, percent=percent)


def _replaced(change: Change) -> Iterator[Sentence]:
    yield from _each(known(change), words.REPLACED)


def _switched(change: Change, states: Mapping[str, words.Choices]) -> Iterator[Sentence]:
    new = change.new or ""
    after = change.attributes.get("text_after")
    if change.label == "tab" and after:
        text = quoted(change)
        named = Name(f"'{after}'", change.node_after, "after")
        if text:
            yield Sentence((named, f"is now selected instead of {text}"), 2.0)
        yield Sentence(("the", noun(change), named, "is now selected"), 1.0)
        return
    if new in states:
        yield from _each(known(change), states[new])
        return
    empty = Mention(("the", Name(noun(change), change.node_after, "after"), where(change)))
    yield from _each([empty], words.TYPED, new=new)
    yield Sentence((f"'{new}' was typed into", *empty.pieces), 1.0)


def _themed(change: Change) -> Iterator[Sentence]:
    phrases = words.THEME if change.new in ("light", "dark") else words.THEME_COLOR
    phrases = words.THEME_SHADE if change.old == change.new else phrases
    for phrase, weight in phrases:
        yield Sentence((phrase.format(old=change.old, new=change.new),), weight)


def _scrolled(change: Change) -> Iterator[Sentence]:
    way = change.shifted
    said = f"was scrolled {'up' if way > 0 else 'down'} by {abs(way)} pixels"
    yield Sentence(("the", Name(noun(change), change.node_before, "before"), said), 1.0)
    yield Sentence(("the", Name(noun(change), change.node_before, "before"), "is the same, only", said[4:]), 0.3)


def _shifted(change: Change) -> Iterator[Sentence]:
    way = change.shifted
    said = f"moved {abs(way)} pixels to the {'right' if way > 0 else 'left'}"
    yield Sentence(("the content of the", Name(noun(change), change.node_before, "before"), said), 1.0)


def _altered(change: Change) -> Iterator[Sentence]:
    said = f"is now {change.new} instead of {change.old}" if change.old and change.new else "has changed"
    yield from _each(known(change), ((said, 1.0),))


def _each(mentions: Iterator[Mention] | list[Mention], phrases: words.Choices, **values: object) -> Iterator[Sentence]:
    for mention in mentions:
        for phrase, weight in phrases:
            said = phrase.format(**values) if values else phrase
            yield Sentence((*mention.pieces, said), mention.weight * weight)


def _consequence(change: Change) -> tuple[Piece, ...]:
    """What the change did to what lies below."""
    way = change.shifted
    if not way or change.kind in ("scroll", "shift"):
        return ()
    return (f"; everything below moved {'down' if way > 0 else 'up'} {abs(way)} pixels",)


def _placed(change: Change) -> Mention:
    return Mention(("the", Name(noun(change), change.node_before, "before"), where(change)))


def _amounts(change: Change) -> Iterator[Mention]:
    yield _placed(change)


def _direction(old: str, new: str) -> tuple[str, ...]:
    """Phrases for an amount that rose or fell; none for other texts."""
    pattern = r"(?P<mark>[$€£]?)(?P<value>\d[\d,]*(?:\.\d+)?)(?P<unit>%?)"
    first, second = re.fullmatch(pattern, old), re.fullmatch(pattern, new)
    if not first or not second or (first["mark"], first["unit"]) != (second["mark"], second["unit"]):
        return ()
    if not (first["mark"] or first["unit"]):
        return ()
    values = [float(match["value"].replace(",", "")) for match in (first, second)]
    return words.ROSE if values[1] > values[0] else words.FELL if values[1] < values[0] else ()


def _way(change: Change) -> str:
    if change.box_before is None or change.box_after is None:
        return ""
    dx, dy = (round(float(v)) for v in (change.box_after - change.box_before)[:2])
    across = f"{abs(dx)} pixels to the {'right' if dx > 0 else 'left'}" if dx else ""
    down = f"{'down' if dy > 0 else 'up'} {abs(dy)} pixels" if dy else ""
    return " and ".join(filter(None, (down, across)))
