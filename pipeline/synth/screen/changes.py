"""Single changes of an element, made through the document."""

# ruff: noqa: E501 - markup, scripts and style sheets stay on their lines
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.synth.screen.browser import View
from pipeline.synth.screen.icons import PATHS
from pipeline.synth.screen.truth import Element
from pipeline.synth.screen.words import Words

CHANGES = ("text", "color", "add", "drop", "move", "resize", "replace", "state")

FITTING = {
    "text": ("button", "link", "heading", "text", "menu item", "tab", "badge", "table cell", "list item"),
    "color": ("button", "link", "heading", "text", "badge", "card", "banner", "navigation bar", "menu item", "table row", "tab", "list item"),
    "add": ("button", "link", "heading", "text", "list item", "card", "table row", "banner", "badge", "image", "input", "menu item", "icon"),
    "drop": ("button", "link", "heading", "text", "list item", "card", "table row", "banner", "badge", "image", "input", "menu item", "icon", "checkbox"),
    "move": ("button", "heading", "text", "image", "badge", "card", "icon", "link", "input"),
    "resize": ("button", "image", "card", "heading", "input", "icon", "avatar", "chart", "text"),
    "replace": ("image", "icon", "avatar", "chart"),
    "state": ("checkbox", "radio", "switch", "input", "button", "tab", "select", "menu item"),
}  # fmt: skip
"""Which roles a change is made of."""

COLORS = (
    "#d00000",
    "#1266d6",
    "#0a8a2a",
    "#e67700",
    "#f2d000",
    "#7a1fb8",
    "#e75aa4",
    "#7a4a12",
    "#777777",
    "#000000",
    "#ffffff",
)


@dataclass(frozen=True)
class Told:
    """What was done to element ``key``; ``added`` is the key of one that was added, or that took the state over."""

    kind: str
    key: int
    old: Any = None
    new: Any = None
    property: str = ""
    added: int = -1


def plan_change(
    view: View, elements: list[Element], kind: str, rng: np.random.Generator, taken: list[int]
) -> Told | None:
    """Make one change of this kind; None if no element lends itself to it."""
    apart = [one for one in elements if one.key in taken]
    fitting = [
        one
        for one in elements
        if one.role in FITTING[kind] and one.key >= 0 and not any(_touch(one, other) for other in apart)
    ]
    if kind == "text":
        fitting = [one for one in fitting if 2 <= len(one.text) <= 80 and "\n" not in one.text]
    if kind in ("drop", "move", "resize"):
        fitting = [one for one in fitting if one.painted or one.text]
    if not fitting:
        return None
    w = Words(rng)
    chosen = _even_draw(fitting, rng)
    return {"text": _text, "color": _color, "state": _state}.get(kind, _shape)(view, chosen, kind, w)


def _even_draw(fitting: list[Element], rng: np.random.Generator) -> Element:
    """First a role, then one of it: else every change would be one of text."""
    roles = sorted({one.role for one in fitting})
    role = roles[int(rng.integers(len(roles)))]
    same = [one for one in fitting if one.role == role]
    return same[int(rng.integers(len(same)))]


def _touch(one: Element, other: Element) -> bool:
    a, b = one.box, other.box
    return a[0] < b[2] + 4 and b[0] < a[2] + 4 and a[1] < b[3] + 4 and b[1] < a[3] + 4


def _text(view: View, one: Element, kind: str, w: Words) -> Told | None:
    done = view.run(_SET_TEXT, {"u": one.key, "text": reworded(one.text, w)})
    return Told(kind, one.key) if done else None


def reworded(text: str, w: Words) -> str:
    """A text with a word exchanged, added, left out or misspelt, or another number."""
    words = text.split()
    place = int(w.rng.integers(len(words)))
    word = words[place]
    if any(c.isdigit() for c in word) and w.chance(0.8):
        places = [i for i, c in enumerate(word) if c.isdigit()]
        at = places[int(w.rng.integers(len(places)))]
        words[place] = word[:at] + str((int(word[at]) + w.between(1, 9)) % 10) + word[at + 1 :]
        return " ".join(words)
    shape = w.rng.random()
    if shape < 0.2 and len(word) > 3:
        at = w.between(1, len(word) - 3)
        swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        words[place] = swapped if swapped != word else word[:-1]
    elif shape < 0.3 and len(words) > 2:
        del words[place]
    elif shape < 0.45:
        words.insert(place + 1, w.noun())
    elif shape < 0.6:
        return w.label()
    else:
        words[place] = w.noun() if word.islower() else w.noun().capitalize()
    return " ".join(words)


def _color(view: View, one: Element, kind: str, w: Words) -> Told | None:
    painted = one.painted and one.role not in ("text", "heading", "link")
    name = w.one("background", "background", "text", "border") if painted else "text"
    if name == "border" and not one.border:
        name = "background"
    css = {"background": "background-color", "text": "color", "border": "border-color"}[name]
    old = {"background": one.background, "text": one.ink, "border": one.border}[name]
    color = w.one(*COLORS)
    new = view.run(
        _SET_STYLE,
        {
            "u": one.key,
            "css": {css: color} | ({"background-image": "none"} if name == "background" else {}),
            "read": css,
        },
    )
    return Told(kind, one.key, old, new, name) if new and old and "(" in old else None


def _state(view: View, one: Element, kind: str, w: Words) -> Told | None:
    if one.role in ("checkbox", "radio", "switch"):
        on = "checked" in one.states
        view.run("u => { const e = document.querySelector(`[data-u='${u}']`); e.checked = !e.checked }", one.key)
        return Told(kind, one.key, *(("checked", "unchecked") if on else ("unchecked", "checked")))
    if one.role in ("tab", "menu item", "list item"):
        other = view.run(_ACTIVATE, one.key)
        return None if other is None else Told(kind, int(other), "unselected", "selected", added=one.key)
    if one.role == "input" and w.chance(0.7):
        words = w.one(w.mail(), w.person(), w.number(), w.label())
        done = view.run(
            "a => { const e = document.querySelector(`[data-u='${a.u}']`); if (e.value) return ''; e.value = a.t; return e.value }",
            {"u": one.key, "t": words},
        )
        return Told(kind, one.key, "", done) if done else None
    if one.role in ("button", "input", "select") and "disabled" not in one.states:
        view.run(
            "u => { const e = document.querySelector(`[data-u='${u}']`); e.disabled = true; e.style.opacity = e.tagName === 'BUTTON' ? .5 : '' }",
            one.key,
        )
        return Told(kind, one.key, "enabled", "disabled")
    return None


def _shape(view: View, one: Element, kind: str, w: Words) -> Told | None:
    if kind == "add":
        if w.chance(0.25):
            colors = _NOTICES[w.between(0, len(_NOTICES) - 1)]
            at = view.run(_NOTICE, {"text": w.sentence(), "colors": colors, "top": w.chance(0.5), "u": one.key})
            return Told(kind, one.key, added=int(at))
        # The page before lacks what a copy now brings; the copy's words are new.
        added = view.run(_ADD, {"u": one.key, "text": w.label()})
        return Told(kind, one.key, added=int(added)) if added is not None else None
    if kind == "drop":
        view.run(
            _SET_STYLE,
            {
                "u": one.key,
                "css": {w.one("display", "display", "visibility"): "", "": ""},
                "drop": w.one("display", "visibility"),
            },
        )
        return Told(kind, one.key)
    if kind == "move":
        dx, dy = w.one("0", "0", "12", "-18", "30", "60", "-40"), w.one("0", "14", "-10", "26", "50")
        view.run(
            _SET_STYLE,
            {
                "u": one.key,
                "css": {"transform": f"translate({dx}px,{dy if dx == '0' else 0}px)", "display": "inline-block"}
                if not one.painted
                else {"transform": f"translate({dx}px,{dy if dx == '0' else 0}px)"},
            },
        )
        return Told(kind, one.key)
    if kind == "resize":
        share = w.rng.choice([0.6, 0.75, 1.3, 1.5])
        view.run(_RESIZE, {"u": one.key, "by": float(share)})
        return Told(kind, one.key)
    path = PATHS[w.one(*PATHS)]
    done = view.run(_REPLACE, {"u": one.key, "path": path, "hue": w.between(0, 359)})
    return Told(kind, one.key, "", "") if done else None


_NOTICES = (
    ("#fff3cd", "#664d03", "1px solid #ffe69c"),
    ("#d1e7dd", "#0f5132", "0"),
    ("#0d6efd", "#ffffff", "0"),
    ("#ffffff", "#222222", "1px solid #cccccc"),
    ("#222222", "#eeeeee", "0"),
)
"""Ground, ink and border of notices."""

_NOTICE = """a => { const n = document.createElement('div'), e = document.querySelector(`[data-u='${a.u}']`); let next = 0;
  document.querySelectorAll('[data-u]').forEach(x => next = Math.max(next, +x.dataset.u + 1));
  n.dataset.u = next; n.setAttribute('role', 'alert'); n.textContent = a.text;
  n.style.cssText = `background:${a.colors[0]};color:${a.colors[1]};border:${a.colors[2]};padding:10px 16px;margin:${a.top ? 0 : 8}px 0;font-size:15px`;
  let at = e; while (at.parentElement && at.parentElement !== document.body && (a.top || at.getBoundingClientRect().width < 300)) at = at.parentElement;
  at.before(n); return next }"""

_ACTIVATE = """u => { const e = document.querySelector(`[data-u='${u}']`), own = n => n.querySelector('[data-u]') || n;
  for (let n = e; n && n.parentElement && n.parentElement !== document.body; n = n.parentElement) {
    for (const mark of ['active', 'selected', 'current', 'uk-active', 'is-active']) for (const s of n.parentElement.children)
      if (s !== n && s.tagName === n.tagName && s.classList.contains(mark)) { const was = s.dataset.u ? s : own(s); if (!was.dataset.u) return null;
        s.classList.remove(mark); n.classList.add(mark); return +was.dataset.u }
    for (const mark of ['aria-selected', 'aria-current']) for (const s of n.parentElement.children)
      if (s !== n && s.tagName === n.tagName && (s.getAttribute(mark) === 'true' || s.getAttribute(mark) === 'page') && s.dataset.u) {
        n.setAttribute(mark, s.getAttribute(mark)); s.removeAttribute(mark); return +s.dataset.u } }
  return null }"""
"""Hands the mark of what is active on to an element from the one beside it that had it, whose key it gives."""

_SET_TEXT = """a => { const e = document.querySelector(`[data-u='${a.u}']`); const walk = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
  const nodes = []; while (walk.nextNode()) if (walk.currentNode.textContent.trim()) nodes.push(walk.currentNode);
  if (nodes.length !== 1) return false; nodes[0].textContent = a.text; return true }"""

_SET_STYLE = """a => { const e = document.querySelector(`[data-u='${a.u}']`);
  if (a.drop) { e.style.setProperty(a.drop, a.drop === 'display' ? 'none' : 'hidden', 'important'); return true }
  for (const [k, v] of Object.entries(a.css)) e.style.setProperty(k, v, 'important');
  return a.read ? getComputedStyle(e)[a.read.replace(/-(.)/g, (_, c) => c.toUpperCase())] : true }"""

_ADD = """a => { const e = document.querySelector(`[data-u='${a.u}']`), c = e.cloneNode(true); let next = 0;
  document.querySelectorAll('[data-u]').forEach(n => next = Math.max(next, +n.dataset.u + 1));
  c.querySelectorAll('[data-u]').forEach(n => n.dataset.u = next++); c.dataset.u = next;
  const walk = document.createTreeWalker(c, NodeFilter.SHOW_TEXT); while (walk.nextNode()) if (walk.currentNode.textContent.trim()) {
    walk.currentNode.textContent = a.text; break }
  e.after(c); return next }"""

_RESIZE = """a => { const e = document.querySelector(`[data-u='${a.u}']`), b = e.getBoundingClientRect(), s = getComputedStyle(e);
  if (e.innerText && e.innerText.trim() && !/INPUT|SELECT|TEXTAREA/.test(e.tagName)) e.style.setProperty('font-size', parseFloat(s.fontSize) * a.by + 'px', 'important');
  else { e.style.setProperty('width', b.width * a.by + 'px', 'important'); e.style.setProperty('height', b.height * a.by + 'px', 'important'); e.style.flex = 'none' } return true }"""

_REPLACE = """a => { const e = document.querySelector(`[data-u='${a.u}']`); const p = e.tagName === 'svg' && e.querySelector('path');
  if (p) { if (p.getAttribute('d') === a.path) return false; p.setAttribute('d', a.path); return true }
  if (e.tagName === 'IMG') { if (!e.complete || !e.naturalWidth) return false; e.src = `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='200' height='150'><rect width='200' height='150' fill='hsl(${a.hue},60%,45%)'/><circle cx='90' cy='70' r='50' fill='hsl(${(a.hue + 90) % 360},70%,70%)'/></svg>`; return true }
  return false }"""
