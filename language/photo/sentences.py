"""What happened, in a sentence: each kind of change has its frames, and each sentence a weight."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from language.morphology import indefinite, number, plural
from language.photo import words
from language.photo.mentions import known, landmark, locations, newcomers
from language.photo.subject import Subject
from language.photo.words import Choices
from language.pieces import Mention, Name, Piece, Sentence
from pipeline.core.kinds import ADD, COUNT, DROP, MOVE, REPLACE, SCENE
from pipeline.core.labels import ANIMATE, CLOTHED, LIGHT, UNNAMED
from pipeline.core.types import Change, Named

_PLURALS = {"has": "have", "is": "are", "was": "were"}


def sentences(change: Change, subject: Subject) -> Iterator[Sentence]:
    """Every way to say a change that leaves out neither its colour nor its place, where they are known."""
    frames: dict[str, Callable[[Change, Subject], Iterator[Sentence]]] = {
        ADD: _added,
        DROP: _dropped,
        MOVE: _moved,
        COUNT: _counted,
        REPLACE: _replaced,
        SCENE: _unrelated,
    }
    yield from (_counted if counts_group(change) else frames.get(change.kind, _altered))(change, subject)


def counts_group(change: Change) -> bool:
    """Whether a thing that came or went is one of several of a group whose number is known."""
    return change.kind in (ADD, DROP) and change.group is not None


def agree(phrase: str, plural: bool) -> str:
    """A predicate whose verb, its first word but for "there", agrees with its subject.

    >>> agree("has appeared", True), agree("is gone", False)
    ('have appeared', 'is gone')
    """
    there = "there " if phrase.startswith("there ") else ""
    verb, gap, rest = phrase.removeprefix(there).partition(" ")
    return there + _PLURALS.get(verb, verb) + gap + rest if plural else phrase


def arrivals(label: str) -> Choices:
    """What is said of a thing of a label that appeared."""
    return words.APPEARED + (words.CAME if label in words.TRAVELLING else words.ADDED)


def departures(label: str) -> Choices:
    """What is said of a thing of a label that is gone."""
    return words.GONE + (words.LEFT if label in ANIMATE else () if label in words.TRAVELLING else words.REMOVED)


def movements(change: Change) -> Choices:
    """What is said of a thing that moved."""
    return words.MOVED_TO[change.direction] if change.direction else words.MOVED


def known_somewhere(subject: Subject, told: bool) -> Iterator[Mention]:
    """The subject as one that was seen, with its place if that is needed, or is to be ``told``."""
    for mention, needed in known(subject):
        if not (told or needed):
            yield mention
        if told or needed or subject.place:
            for where, weight in locations(subject, needed):
                yield mention.then(where, weight if told or needed else 0.3 * weight)


def _added(change: Change, subject: Subject) -> Iterator[Sentence]:
    for mention in newcomers(subject):
        for where, weight in locations(subject):
            both = mention.weight * weight
            for phrase, ease in arrivals(subject.label):
                yield Sentence((*mention.pieces, agree(phrase, mention.plural), *where), both * ease)
            placed = any(place in where for place, _ in words.places(subject.place))
            if subject.count == 1 or subject.singled_out_by(place=placed):
                # With others of the kind about, "there are now two" would count them too.
                yield Sentence((agree("there is now", mention.plural), *mention.pieces, *where), 4 * both)
            if where:
                yield Sentence((*mention.pieces, agree("is now", mention.plural), *where), 2 * both)


def _dropped(change: Change, subject: Subject) -> Iterator[Sentence]:
    for mention in known_somewhere(subject, told=True):
        for phrase, ease in departures(subject.label):
            yield Sentence((*mention.pieces, agree(phrase, mention.plural)), mention.weight * ease)
    if not subject.rivals and subject.count == 1 and subject.label != UNNAMED:
        for mention in newcomers(subject):
            for where, weight in locations(subject):
                yield Sentence(("there is no longer", *mention.pieces, *where), 0.6 * mention.weight * weight)


def _moved(change: Change, subject: Subject) -> Iterator[Sentence]:
    for mention in known_somewhere(subject, told=False):
        for pieces, ease in _ways(change, subject):
            verb, *rest = pieces
            said = (agree(str(verb), mention.plural), *rest)
            yield Sentence((*mention.pieces, *said), mention.weight * ease)


def _ways(change: Change, subject: Subject) -> Iterator[tuple[tuple[Piece, ...], float]]:
    """Where a thing moved, with weights: by a landmark that a reader finds, else by a direction, or both where all that
    is known is said."""
    told = ((subject.towards, words.TOWARDS, "closer to"), (subject.away_from, words.AWAY_FROM, "away from"))
    for goal, phrases, short in told:
        if goal is None or not goal.definite:
            continue
        named = landmark(subject, goal)
        if subject.manner.everything and change.direction:
            for phrase, ease in movements(change):
                yield (f"{phrase}, {short}", *named), ease
            return
        for phrase, ease in phrases:
            front, _, behind = phrase.partition(" {}")
            yield (front, *named, *((behind.strip(),) if behind else ())), ease
        return
    yield from (((phrase,), ease) for phrase, ease in movements(change))


def _altered(change: Change, subject: Subject) -> Iterator[Sentence]:
    """A new colour, or a new value of any other attribute."""
    phrases = words.RECOLORED if change.new else words.ALTERED
    if change.new in words.SHADES:
        phrases = words.RESHADED
    elif change.kind == "state":
        phrases = words.LIT[change.new] if subject.label == LIGHT and change.new else words.SWITCHED
    elif change.kind == "color" and change.new and subject.label in CLOTHED:
        phrases = words.REDRESSED
    for phrase, ease in phrases:
        # The old colour is said once: with the thing, or with what became of it.
        told = replace(subject, color="") if "{old}" in phrase and change.kind == "color" else subject
        if "{old}" in phrase and not change.old:
            continue
        for mention in known_somewhere(told, told=False):
            said = agree(phrase, mention.plural).format(old=change.old, new=change.new)
            yield Sentence((*mention.pieces, said), mention.weight * ease)


def _counted(change: Change, subject: Subject) -> Iterator[Sentence]:
    if change.group is None:
        yield from _altered(change, subject)
        return
    old, new = change.group
    node = subject.node if change.kind == COUNT else None  # who came or went is not the group
    only = "only " if new < old else ""
    for where, weight in locations(subject):
        for noun, ease in words.nouns(subject.label):
            named = Name(several(subject.label, noun, new), node, subject.picture)
            verb = "is" if new == 1 else "are"
            if new == 0:
                yield Sentence((f"there {verb} no", named, *where, "any more"), weight * ease)
                continue
            instead = f"instead of {number(old) if old else 'none'}"
            many = number(new)
            yield Sentence((f"there {verb} now {only}{many}", named, *where, instead), 3 * weight * ease)
            yield Sentence((f"there {verb} {only}{many}", named, *where, "now", instead), weight * ease)
            if new == old + 1 and old:
                one = Name(several(subject.label, noun, 1), node, subject.picture)
                yield Sentence(("there is one more", one, *where, "than before"), weight * ease)


def _replaced(change: Change, subject: Subject) -> Iterator[Sentence]:
    newcomer = _newcomer(change.newcomer or Named(UNNAMED, {}), change.node_after)
    for mention in known_somewhere(subject, told=False):
        for phrase, ease in words.REPLACED:
            yield Sentence((*mention.pieces, agree(phrase, mention.plural), *newcomer), mention.weight * ease)
        was = agree("was", mention.plural)
        yield Sentence(("there is now", *newcomer, "where", *mention.pieces, was), mention.weight)


def _newcomer(named: Named, node: int | None) -> Sequence[Piece]:
    color, label = named.attributes.get("color", ""), named.label
    if label == UNNAMED and not color:
        return (Name("something else", node, "after"),)
    text = f"{label} in {color}" if color and label in CLOTHED else f"{color} {label}".lstrip()
    article = "a pair of" if label in words.PAIRS else "some" if label in words.MASSES else indefinite(text).split()[0]
    return article, Name(text, node, "after")


def _unrelated(change: Change, subject: Subject) -> Iterator[Sentence]:
    if change.old is None and change.new is None:
        yield from (Sentence((phrase,), weight) for phrase, weight in words.SCENE)
        return
    color = change.attributes.get("color")
    said = words.FOUND[change.old or ""] if change.new is None else words.LOST[change.new]
    if change.old == change.new:
        said = f"the whole picture is {color} now"
    elif color is not None and change.new is not None:
        said = f"{said}, all {color}"
    yield Sentence((said,), 1.0)


def several(label: str, noun: str, count: int) -> str:
    """A noun for so many things of a label."""
    if label in words.PAIRS:
        return f"pair of {noun}" if count == 1 else f"pairs of {noun}"
    return noun if count == 1 or label in words.MASSES else plural(noun)
