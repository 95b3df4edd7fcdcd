"""The roles and states that the screen detector tells apart."""

from __future__ import annotations

ROLES = (
    "button", "link", "heading", "text", "input", "checkbox", "radio", "switch", "select", "tab", "menu item", "icon",
    "image", "chart", "avatar", "badge", "table row", "table cell", "list item", "card", "dialog", "banner",
    "navigation bar", "toolbar", "tooltip", "scrollbar", "code block", "page",
)  # fmt: skip

STATES = ("checked", "selected", "disabled", "focused", "open")
"""Each may hold or not; what it is called when it does not stands in :data:`OPPOSITES`."""

OPPOSITES = {
    "checked": "unchecked",
    "selected": "unselected",
    "disabled": "enabled",
    "focused": "unfocused",
    "open": "closed",
}

TELLING = {
    "checked": ("checkbox", "radio", "switch"),
    "selected": ("tab", "menu item", "table row", "list item", "link", "button"),
    "disabled": ("button", "input", "select", "checkbox", "radio", "switch", "menu item", "link", "icon"),
    "focused": ("input", "button", "select", "link"),
    "open": ("select", "menu item", "button"),
}
"""Of which roles each state is asked."""
