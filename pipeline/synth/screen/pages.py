"""Whole pages: sites, dashboards, documents, forms, applications, telephones."""

# ruff: noqa: E501 - markup, scripts and style sheets stay on their lines
from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from pathlib import Path

import numpy as np

from pipeline.synth.screen import widgets as x
from pipeline.synth.screen.icons import icon
from pipeline.synth.screen.style import draw_style
from pipeline.synth.screen.words import Words

PHONES = ((390, 844), (360, 640), (412, 915))

KINDS = ("site", "dashboard", "document", "form", "application", "gallery", "fragment")


@dataclass(frozen=True)
class Page:
    """A document and how to look at it: the window's size in CSS pixels, the device's scale, and what is captured."""

    html: str
    width: int
    height: int
    scale: float
    full: bool
    kind: str
    dark: bool
    path: Path | None = None
    """The file of a page that was written elsewhere; ``html`` is empty then."""


@dataclass(frozen=True)
class Borrowed:
    """What others have written: ``sheets``, style sheets that some pages wear, and whole ``pages``, HTML files."""

    sheets: tuple[str, ...] = ()
    pages: tuple[Path, ...] = ()

    @classmethod
    def of(cls, sheets: Path | None, pages: Path | None) -> Borrowed:
        """What two folders hold."""
        texts = () if sheets is None else tuple(p.read_text("utf-8") for p in sorted(sheets.glob("*.css")))
        return cls(texts, () if pages is None else tuple(sorted(p.resolve() for p in pages.rglob("*.html"))))


def draw_page(seed: int, number: int, borrowed: Borrowed | None = None) -> Page:
    """The page of this number; equal seeds give equal pages.

    Where pages are ``borrowed``, each is one of them.
    """
    borrowed = borrowed or Borrowed()
    w = Words(np.random.default_rng([seed, number, 11]))
    if borrowed.pages:
        return _borrowed(w, borrowed.pages)
    sheets = borrowed.sheets
    kind = w.one(*KINDS)
    foreign = bool(sheets) and w.chance(0.4)
    style = draw_style(w, plain=foreign or w.chance(0.12))
    body = {
        "site": _site, "dashboard": _dashboard, "document": _document, "form": _form, "application": _application,
        "gallery": _gallery, "fragment": _fragment,
    }[kind](w)  # fmt: skip
    over = _over(w) if w.chance(0.22) else ""
    phone = w.chance(0.15)
    width, height = PHONES[w.between(0, len(PHONES) - 1)] if phone else _window(w)
    if kind == "fragment":
        width, height = w.between(160, 800), w.between(60, 600)
    scale = w.one("1", "1", "1", "1", "1.25", "1.5", "2") if not phone else w.one("1", "2", "2", "3")
    # A style sheet of others speaks last for widgets, and first for what our layout needs.
    sheet = f"<style>{sheets[w.between(0, len(sheets) - 1)]}</style>" if foreign else ""
    html = f"<!doctype html><html><head><meta charset=utf-8>{sheet}<style>{style.sheet}</style></head><body>{body}{over}</body></html>"
    if foreign:
        html = _dressed(html.replace("<style>:root{", "<style>:root:root{", 1), w)
    return Page(html, width, height, float(scale), w.chance(0.25), kind, style.dark)


def _dressed(html: str, w: Words) -> str:
    """The page with the class names that style sheets of others look for."""
    table = w.one("table", "table table-striped", "table table-bordered", "striped", "table table-hover table-sm")
    for tag, names in (
        ("table", table),
        ("input", "form-control form-input input"),
        ("select", "form-control form-select select"),
        ("textarea", "form-control form-input textarea"),
        ("button", w.one("button btn btn-primary", "button btn btn-secondary", "button btn btn-outline-primary")),
    ):
        html = re.sub(rf"<{tag}(?![^>]*(?:class=|checkbox|radio|range))", f'<{tag} class="{names}"', html)
    html = html.replace('class="list"', 'class="list list-group"').replace("<li>", '<li class="list-group-item">')
    return html.replace('class="btn', 'class="button btn').replace('class="badge', 'class="badge bg-secondary label')


def _borrowed(w: Words, files: tuple[Path, ...]) -> Page:
    path = files[w.between(0, len(files) - 1)]
    phone = w.chance(0.1)
    width, height = PHONES[w.between(0, len(PHONES) - 1)] if phone else _window(w)
    scale = w.one("1", "1", "1", "1", "1.25", "1.5", "2") if not phone else w.one("1", "2", "2")
    return Page("", width, height, float(scale), w.chance(0.15), path.name, False, path)


def _window(w: Words) -> tuple[int, int]:
    return [(1280, 800), (1280, 720), (1366, 768), (1024, 768), (1440, 900), (800, 600), (1600, 900), (1920, 1080)][
        w.between(0, 7)
    ]


def _many(w: Words, least: int, most: int) -> str:
    parts = []
    for _ in range(w.between(least, most)):
        if w.chance(0.45):
            parts.append(f"<h{(n := w.between(2, 4))}>{escape(w.title())}</h{n}>")
        part = x.PARTS[w.between(0, len(x.PARTS) - 1)](w)
        parts.append(f'<div style="margin:{w.between(2, 18)}px 0">{part}</div>')
    return "".join(parts)


def _bar(w: Words) -> str:
    name = f'<b class="brand">{icon(w) if w.chance(0.4) else ""} {escape(w.label())}</b>'
    right = "".join(w.one(x.button(w), x.avatar(w), x.link(w), x.badge(w)) for _ in range(w.between(0, 3)))
    find = (
        f'<input type="search" placeholder="{w.one("Search", "Find…", w.action())}" style="width:auto">'
        if w.chance(0.35)
        else ""
    )
    return f'<nav class="bar">{name}{x.nav(w, False) if w.chance(0.8) else ""}<div class="row nowrap push">{find}{right}</div></nav>'


def _site(w: Words) -> str:
    hero = (
        f'<header class="hero {w.one("", "vivid")}"><h1>{escape(w.title())}</h1><p>{escape(w.sentence())}</p>'
        f"{''.join(x.button(w) + ' ' for _ in range(w.between(0, 2)))}</header>"
    )
    cards = (
        f'<div class="grid" style="--n:{w.between(2, 4)}">{"".join(x.card(w) for _ in range(w.between(2, 6)))}</div>'
    )
    foot = f'<footer class="bar">{x.link(w)} {x.link(w)} <small>{escape(w.sentence(3, 6))}</small></footer>'
    return f"{_bar(w)}{hero if w.chance(0.7) else ''}<main class=wrap>{_many(w, 1, 4)}{cards}</main>{foot}"


def _dashboard(w: Words) -> str:
    meters = f'<div class="grid" style="--n:{w.between(2, 5)}">{"".join(f"<section class=card>{x.meter(w)}</section>" for _ in range(w.between(2, 5)))}</div>'
    cards = (
        f'<div class="grid" style="--n:{w.between(1, 3)}">{"".join(x.card(w) for _ in range(w.between(2, 6)))}</div>'
    )
    main = f"<main class='grow wrap'>{f'<h1>{escape(w.title())}</h1>' if w.chance(0.6) else ''}{x.tabs(w) if w.chance(0.3) else ''}{meters}<br>{cards}</main>"
    side = f'<nav class="side">{x.nav(w, True)}</nav>' if w.chance(0.8) else ""
    return f'{_bar(w) if w.chance(0.8) else ""}<div class="page">{side}{main}</div>'


def _document(w: Words) -> str:
    side = f'<nav class="side">{x.nav(w, True) if w.chance(0.6) else x.items(w)}</nav>' if w.chance(0.55) else ""
    body = "".join(
        w.one(x.prose(w), x.prose(w), x.code(w), x.items(w), f"<h2>{escape(w.title())}</h2>", x.table(w))
        for _ in range(w.between(3, 10))
    )
    return f'{_bar(w) if w.chance(0.5) else ""}<div class="page">{side}<article class="grow wrap"><h1>{escape(w.title())}</h1>{body}</article></div>'


def _form(w: Words) -> str:
    inside = f"<h2>{escape(w.title())}</h2>{x.form(w)}{x.link(w) if w.chance(0.4) else ''}"
    width = w.between(260, 620)
    return f'{_bar(w) if w.chance(0.4) else ""}<div class="card" style="width:{width}px;max-width:100%;margin:{w.between(0, 60)}px {w.one("auto", "12px")}">{inside}</div>'


def _application(w: Words) -> str:
    menus = f'<div role="menubar" class="bar" style="padding:1px 6px">{"".join(f"<span role=menuitem>{escape(w.label().split()[0])}</span>" for _ in range(w.between(3, 8)))}</div>'
    tools = x.toolbar(w) if w.chance(0.8) else ""
    left = f'<div class="side {w.one("", "scroll")}" style="height:{w.between(200, 600)}px;overflow-x:hidden">{w.one(x.items(w), x.nav(w, True))}{x.items(w)}</div>'
    middle = f'<div class="grow" style="padding:6px">{x.tabs(w)}{w.one(x.code(w) + x.code(w), x.table(w), _many(w, 1, 3))}</div>'
    right = f'<div class="side">{x.form(w)}</div>' if w.chance(0.4) else ""
    foot = f'<footer class="bar" style="padding:1px 8px;font-size:.85em"><span>{escape(w.label())}</span><span class=push>{w.number()}</span></footer>'
    return f'{menus if w.chance(0.7) else ""}{tools}<div class="page" style="min-height:0">{left}{middle}{right}</div>{foot if w.chance(0.6) else ""}'


def _gallery(w: Words) -> str:
    cells = "".join(
        w.one(
            x.card(w),
            f"<figure style='margin:0'>{x.figure(w)}<figcaption>{escape(w.label())}</figcaption></figure>",
            x.avatar(w) + " " + escape(w.person()),
        )
        for _ in range(w.between(3, 12))
    )
    return f'{_bar(w) if w.chance(0.6) else ""}<main class="wrap"><h1>{escape(w.title())}</h1><div class="grid" style="--n:{w.between(1, 4)}">{cells}</div></main>'


def _fragment(w: Words) -> str:
    """A cut-out: one panel, menu or dialog, as projects keep pictures of them."""
    part = w.one(
        x.menu(w),
        x.form(w),
        x.items(w),
        x.toolbar(w) + x.items(w),
        x.table(w),
        x.card(w),
        x.tabs(w) + x.prose(w),
        x.nav(w, True),
        x.code(w),
    )
    return f'<div style="padding:{w.between(0, 12)}px">{part}</div>'


def _over(w: Words) -> str:
    """What lies over a page: a dialog, a menu, a tip."""
    left, top = w.between(10, 500), w.between(10, 350)
    kind = w.one("dialog", "menu", "tip")
    if kind == "dialog":
        body = w.one(f"<p>{escape(w.sentence())}</p>", x.form(w), x.items(w))
        return (
            f'{w.one("<div class=shade></div>", "")}<div class="dialog" role="dialog" style="left:{left}px;top:{top}px;width:{w.between(220, 560)}px;padding:{w.between(8, 26)}px">'
            f'<h3>{escape(w.title())}</h3>{body}<div class="row" style="justify-content:flex-end">{x.button(w)}{x.button(w)}</div></div>'
        )
    if kind == "menu":
        return f'<div style="position:absolute;z-index:9;left:{left}px;top:{top}px">{x.menu(w)}</div>'
    return f'<div class="tip" role="tooltip" style="left:{left}px;top:{top}px">{escape(w.sentence(2, 6))}</div>'
