"""How people say what changed on a screen.  Weights are relative to the other phrases of the same list."""

from __future__ import annotations

Choices = tuple[tuple[str, float], ...]

NO_CHANGE: Choices = (
    ("Only the rendering differs: nothing has changed", 3.0),
    ("nothing has changed but the rendering", 1.0),
    ("there is no change: only the rendering differs", 0.8),
)

NOTHING: Choices = (("nothing has changed", 1.0),)

ADDED: Choices = (("was added", 2.0), ("has appeared", 1.0), ("is new", 0.3))
GONE: Choices = (("is gone", 2.0), ("was removed", 1.5), ("has disappeared", 0.7), ("is no longer there", 0.4))
REPLACED: Choices = (("was replaced by a different one", 1.5), ("is a different one now", 1.0), ("was exchanged", 0.2))
RECOLORED: Choices = (
    ("turned from {old} to {new}", 2.0),
    ("changed from {old} to {new}", 1.5),
    ("is now {new} instead of {old}", 1.0),
)
REPAINTED: Choices = (("has a slightly different color", 1.0), ("has another shade of {new} now", 0.8))
LARGER: Choices = (("is larger than before", 1.5), ("grew by about {percent}%", 1.0))
SMALLER: Choices = (("is smaller than before", 1.5), ("shrank by about {percent}%", 1.0))
SAYS: Choices = (
    ("now says '{new}' instead of '{old}'", 2.0),
    ("changed from '{old}' to '{new}'", 1.5),
    ("now reads '{new}'; it was '{old}'", 0.6),
)
UNREAD: Choices = (("changed its text", 1.0), ("has another text now", 1.0))
ROSE, FELL = (
    ("rose from {old} to {new}", "went up from {old} to {new}"),
    ("fell from {old} to {new}", "went down from {old} to {new}"),
)
TYPED: Choices = (("now contains '{new}'", 1.5), ("has been filled in with '{new}'", 1.0))
STATES: dict[str, Choices] = {
    "checked": (("is now checked", 2.0), ("was checked", 1.0), ("is ticked now", 0.5)),
    "unchecked": (("is now unchecked", 2.0), ("has been cleared and is unchecked", 0.5)),
    "enabled": (("is enabled now", 2.0), ("is no longer disabled and can be used: it is enabled", 0.1)),
    "disabled": (("is disabled now", 2.0), ("was disabled", 0.8)),
    "selected": (("is now selected", 2.0), ("is the selected one now", 0.5)),
    "unselected": (("is no longer selected: it is unselected", 1.0),),
    "open": (("is open now", 2.0), ("was opened", 1.0)),
    "closed": (("is closed now", 2.0), ("was closed", 1.0)),
    "focused": (("is focused now", 1.0),),
    "unfocused": (("is no longer focused: it is unfocused", 1.0),),
    "empty": (("is empty now", 1.0),),
    "filled": (("has been filled in", 1.0),),
}
SPOKEN_STATES: dict[str, Choices] = {
    "enabled": (("is enabled now", 2.0), ("can be used now", 0.5)),
    "unchecked": (("is now unchecked", 2.0), ("is no longer checked", 1.0)),
    "unselected": (("is no longer selected", 1.0),),
    "unfocused": (("is no longer focused", 1.0),),
}
"""The same in the words that people use, which do not always name the new state."""

THEME: Choices = (("the page switched to {new} mode", 2.0), ("the color theme changed from {old} to {new}", 1.0))
THEME_SHADE: Choices = (("the whole page has another shade of {new} now", 1.0),)
THEME_COLOR: Choices = (("the colors of the whole page changed from {old} to {new}", 1.0),)
NAMELESS = {"text": "text", "line": "line", "mark": "line"}

SPOKEN_ROLES = {"radio": "radio button", "select": "drop-down menu", "input": "text field"}
"""Roles that people do not call by their name."""

PLACES = {
    "center": "in the middle",
    "left": "on the left",
    "right": "on the right",
    "top": "at the top",
    "bottom": "at the bottom",
    "top left": "at the top left",
    "top right": "at the top right",
    "bottom left": "at the bottom left",
    "bottom right": "at the bottom right",
}

REGIONS = ("top", "top left", "top right", "left", "center", "right", "bottom left", "bottom", "bottom right")
"""The order in which a changelog goes through a page."""
