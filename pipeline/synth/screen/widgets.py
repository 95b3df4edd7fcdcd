"""Widgets as HTML; the roles are those of the elements, of ARIA, and of a few class names."""

# ruff: noqa: E501 - markup, scripts and style sheets stay on their lines
from __future__ import annotations

from html import escape

from pipeline.synth.screen.icons import chart, icon, picture
from pipeline.synth.screen.words import Words


def button(w: Words) -> str:
    """A button with words, an icon, or both."""
    shape = w.rng.random()
    inside = icon(w) if shape < 0.22 else escape(w.action()) if shape < 0.75 else icon(w) + escape(w.action())
    look = w.one("", "", "main", "bare", "main")
    tag = w.one("button", "button", "button", "a")
    if tag == "a":
        return f'<a class="btn {look}" role="button" href="#">{inside}</a>'
    return f'<button class="{look}" {"disabled" if w.chance(0.1) else ""}>{inside}</button>'


def link(w: Words) -> str:
    """A link of a few words."""
    return f'<a href="#">{escape(w.one(w.label(), w.action(), w.title()))}</a>'


def field(w: Words) -> str:
    """A labelled input, select or text area."""
    name = escape(w.label())
    kind = w.rng.random()
    value = escape(w.one(w.person(), w.mail(), w.number(), w.label(), w.date())) if w.chance(0.45) else ""
    hint = escape(w.one(name, w.action() + "…", w.mail(), "")) if w.chance(0.7) else ""
    off = "disabled" if w.chance(0.1) else ""
    if kind < 0.62:
        control = f'<input type="{w.one("text", "text", "email", "search", "number", "password", "date")}" value="{value}" placeholder="{hint}" {off}>'
    elif kind < 0.85:
        control = f"<select {off}>{''.join(f'<option>{escape(w.label())}</option>' for _ in range(3))}</select>"
    else:
        control = f'<textarea rows="{w.between(2, 5)}" placeholder="{hint}">{escape(w.paragraph(2)) if value else ""}</textarea>'
    shape = w.rng.random()
    if shape < 0.3:
        return control
    if shape < 0.7:
        return f'<div><label style="display:block">{name}</label>{control}</div>'
    return f'<div class="row nowrap"><label style="min-width:7em">{name}</label>{control}</div>'


def tick(w: Words) -> str:
    """A tick box, radio button or switch with its label."""
    on = "checked" if w.chance(0.5) else ""
    off = "disabled" if w.chance(0.1) else ""
    kind = w.one('type="checkbox"', 'type="checkbox"', 'type="radio"', 'type="checkbox" role="switch" class="switch"')
    return f"<div><input {kind} {on} {off}> <label>{escape(w.one(w.label(), w.sentence(3, 7)))}</label></div>"


def badge(w: Words) -> str:
    """A badge."""
    return f'<span class="badge {w.one("", "", "soft", "line")}">{escape(w.one(w.number(), str(w.between(1, 99)), w.label(), "New", "Beta"))}</span>'


def avatar(w: Words) -> str:
    """A round picture or initials."""
    side = w.between(18, 64)
    if w.chance(0.5):
        return picture(w, side, side, 'class="avatar"')
    initials = w.person().split()
    return f'<span class="avatar" style="width:{side}px;height:{side}px;font-size:{side * 0.4:.0f}px">{initials[0][0]}{initials[1][0]}</span>'


def tabs(w: Words) -> str:
    """A row of tabs, one of them selected."""
    many, on = w.between(2, 6), w.between(0, 5)
    items = [
        f'<div role="tab" aria-selected="{"true" if i == on % many else "false"}">{icon(w) if w.chance(0.1) else ""}{escape(w.label())}</div>'
        for i in range(many)
    ]
    return f'<div role="tablist">{"".join(items)}</div>'


def table(w: Words, rows: int | None = None) -> str:
    """A table, with tick boxes, badges and buttons here and there."""
    wide, high = w.between(2, 7), rows or w.between(2, 12)
    head = "".join(f"<th>{escape(w.label())}</th>" for _ in range(wide))
    kinds = [w.one("text", "text", "text", "badge", "link", "action", "tick") for _ in range(wide)]
    lines = []
    for i in range(high):
        cells = {
            "badge": badge,
            "link": link,
            "tick": lambda w: f'<input type="checkbox" {"checked" if w.chance(0.5) else ""}>',
        }
        parts = [
            cells[kind](w) if kind in cells else button(w) if kind == "action" and i < 6 else escape(w.cell())
            for kind in kinds
        ]
        picked = ' aria-selected="true"' if w.chance(0.05) else ""
        lines.append(f"<tr{picked}>{''.join(f'<td>{part}</td>' for part in parts)}</tr>")
    return (
        f"<table>{f'<thead><tr>{head}</tr></thead>' if w.chance(0.85) else ''}<tbody>{''.join(lines)}</tbody></table>"
    )


def items(w: Words) -> str:
    """A list: plain with marks, or of rows with icons, people and badges."""
    many = w.between(2, 9)
    if w.chance(0.35):
        tag = w.one("ul", "ol")
        return (
            f"<{tag}>{''.join(f'<li>{escape(w.one(w.label(), w.sentence(3, 12)))}</li>' for _ in range(many))}</{tag}>"
        )
    left = w.one("icon", "avatar", "none", "tick", "none")
    right = w.one("badge", "date", "button", "none", "none")
    rows = []
    for _ in range(many):
        start = {"icon": icon, "avatar": avatar, "tick": lambda w: '<input type="checkbox">', "none": lambda w: ""}[
            left
        ](w)
        end = {"badge": badge, "date": lambda w: f"<small>{w.date()}</small>", "button": button, "none": lambda w: ""}[
            right
        ](w)
        middle = f"<div class=grow><div>{escape(w.one(w.person(), w.label(), w.title()))}</div>{f'<small>{escape(w.sentence(3, 9))}</small>' if w.chance(0.5) else ''}</div>"
        rows.append(f'<li><div class="row nowrap" style="gap:.7em">{start}{middle}{end}</div></li>')
    return f'<ul class="list">{"".join(rows)}</ul>'


def menu(w: Words) -> str:
    """An open menu with keys, ticks and rules."""
    rows = []
    ticked, keyed = w.chance(0.4), w.chance(0.5)
    for _ in range(w.between(3, 12)):
        mark = (
            f"<span style='width:1em'>{'✓' if w.chance(0.3) else ''}</span>"
            if ticked
            else icon(w)
            if w.chance(0.3)
            else ""
        )
        key = (
            f"<kbd>{w.one('Ctrl+', '⌘', 'Alt+', 'Ctrl+Shift+')}{w.one(*'ACFNOPSVXZ')}</kbd>"
            if keyed and w.chance(0.7)
            else ""
        )
        off = ' aria-disabled="true" style="opacity:.45"' if w.chance(0.12) else ""
        rows.append(
            f'<div role="menuitem"{off}>{mark}<span>{escape(w.action())}</span>{key}</div>'
            + ("<hr>" if w.chance(0.15) else "")
        )
    return f'<div class="menu" role="menu">{"".join(rows)}</div>'


def toolbar(w: Words) -> str:
    """Small buttons in a row."""
    parts = [
        f'<button class="bare" {"disabled" if w.chance(0.15) else ""}>{icon(w)}</button>'
        for _ in range(w.between(3, 10))
    ]
    return f'<div class="toolbar" role="toolbar">{"".join(parts)}{field(w) if w.chance(0.2) else ""}</div>'


def banner(w: Words) -> str:
    """A notice across the page."""
    close = f'<button class="bare push">{icon(w, name="close")}</button>' if w.chance(0.5) else ""
    return f'<div class="banner" role="alert">{icon(w) if w.chance(0.6) else ""}<span>{escape(w.sentence())}</span>{button(w) if w.chance(0.3) else ""}{close}</div>'


def meter(w: Words) -> str:
    """A number with a caption, as dashboards have them."""
    return f'<div><small>{escape(w.label())}</small><div style="font-size:{w.rng.uniform(1.2, 2.4):.1f}em">{w.number()}</div>{badge(w) if w.chance(0.3) else ""}</div>'


def figure(w: Words) -> str:
    """A chart or a picture."""
    wide, high = w.between(90, 420), w.between(60, 260)
    return chart(w, wide, high) if w.chance(0.5) else picture(w, wide, high)


def prose(w: Words) -> str:
    """Paragraphs with links and code in them."""
    parts = []
    for _ in range(w.between(1, 3)):
        words = escape(w.paragraph())
        for _ in range(w.between(0, 2)):
            words += (
                " "
                + w.one(link(w), f"<code>{escape(w.code())[:18]}</code>", f"<b>{w.label()}</b>")
                + " "
                + escape(w.sentence(3, 10))
            )
        parts.append(f"<p>{words}</p>")
    return "".join(parts)


def code(w: Words) -> str:
    """A listing, coloured or not."""
    lines = []
    for i in range(w.between(2, 14)):
        line = escape(w.code())
        if w.chance(0.5):
            line = f'<span style="color:{w.one("#07a", "#a11", "#690", "#905", "var(--a)", "#888")}">{line}</span>'
        lines.append(f'<span class="mute">{i + 1:3d} </span>{line}' if w.chance(0.15) else line)
    return f"<pre>{chr(10).join(lines)}</pre>"


def form(w: Words) -> str:
    """Fields, ticks and buttons."""
    body = [field(w) for _ in range(w.between(1, 6))] + [tick(w) for _ in range(w.between(0, 4))]
    return f'<form class="col">{"".join(body)}<div class="row">{"".join(button(w) for _ in range(w.between(1, 3)))}</div></form>'


def card(w: Words) -> str:
    """A card with whatever fits on one."""
    body = w.one(*[part.__name__ for part in (prose, meter, items, figure, form, table, code)])
    makers = {part.__name__: part for part in (prose, meter, items, figure, form, table, code)}
    title = f"<h3>{escape(w.title())}</h3>" if w.chance(0.6) else ""
    top = (
        f'<div class="row">{icon(w) if w.chance(0.3) else ""}{title}{button(w) if w.chance(0.25) else ""}</div>'
        if w.chance(0.3)
        else title
    )
    inside = makers[body](w)
    foot = f'<div class="row">{"".join(button(w) for _ in range(w.between(1, 2)))}</div>' if w.chance(0.3) else ""
    return f'<section class="card">{top}{inside}{foot}</section>'


def nav(w: Words, down: bool) -> str:
    """Links of a site, in a column or in a row."""
    many, on, marked = w.between(3, 12 if down else 6), w.between(0, 11), w.chance(0.5)
    parts = [
        f'<li><a href="#" {"aria-current=page" if i == on % many else ""}>{icon(w) if marked else ""}<span>{escape(w.label())}</span>'
        f"{badge(w) if down and w.chance(0.12) else ''}</a></li>"
        for i in range(many)
    ]
    return f'<ul class="nav {"" if down else "row"}">{"".join(parts)}</ul>'


PARTS = (prose, prose, items, table, form, figure, code, card, tabs, banner, toolbar, meter)
"""What the body of a page is made of."""
