"""Noun phrases for elements of a screen, by role, words and place."""

from __future__ import annotations

from collections.abc import Iterator

from language.morphology import indefinite
from language.pieces import Mention, Name
from language.screen.words import NAMELESS, PLACES
from pipeline.core.types import Change

LONGEST = 48
"""Characters of an element's words that are quoted."""


def known(change: Change) -> Iterator[Mention]:
    """The element as one that was there: its words name it, or else its place does."""
    node, picture = _node(change)
    role, text = noun(change), quoted(change)
    if text:
        yield Mention(("the", Name(f"{role} {text}", node, picture)), weight=1.0)
        if len(text) <= 26:
            yield Mention(("the", Name(f"{text} {role}", node, picture)), weight=1.3)
    else:
        yield Mention(("the", Name(role, node, picture), where(change)), weight=1.0)


def fresh(change: Change) -> Iterator[Mention]:
    """The element as one that nobody has heard of yet."""
    node, picture = _node(change)
    role, text = noun(change), quoted(change)
    article = indefinite(role).partition(" ")[0]
    if text:
        yield Mention((article, Name(f"{role} {text}", node, picture)), weight=1.0)
        yield Mention(("the", Name(f"{role} {text}", node, picture)), weight=0.5)
    else:
        yield Mention((article, Name(role, node, picture)), weight=1.0)


def noun(change: Change) -> str:
    """The role as a noun."""
    return NAMELESS.get(change.label, change.label)


def quoted(change: Change) -> str:
    """The element's words in quotes, shortened; empty if it has none."""
    text = change.attributes.get("text", "")
    if len(text) > LONGEST:
        text = text[:LONGEST].rsplit(" ", 1)[0].rstrip(",;:") + "…"
    return f"'{text}'" if text else ""


def where(change: Change) -> str:
    """Where on the page; empty if that is not known."""
    return PLACES.get(change.attributes.get("place", ""), "")


def _node(change: Change) -> tuple[int | None, str]:
    return (change.node_after, "after") if change.node_before is None else (change.node_before, "before")
