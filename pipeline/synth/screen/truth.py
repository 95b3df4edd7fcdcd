"""Reads from a page in the browser what is on it: roles, boxes, words, colours and states."""

# ruff: noqa: E501 - markup, scripts and style sheets stay on their lines
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.core.channels import highest

SCRIPT = r"""
() => {
  const W = innerWidth, H = innerHeight, out = [], known = new Map();
  const alpha = c => { const m = c.match(/rgba?\(([^)]+)\)/); if (!m) return c === 'transparent' ? 0 : 1;
    const p = m[1].split(/[ ,\/]+/); return p.length > 3 ? +p[3] : 1 };
  const style = e => getComputedStyle(e);
  const solid = e => { for (let n = e; n; n = n.parentElement) { const c = style(n).backgroundColor; if (alpha(c) > 0.05) return c }
    return 'rgb(255, 255, 255)' };
  const edge = s => ['Top', 'Right', 'Bottom', 'Left'].filter(k => parseFloat(s['border' + k + 'Width']) > 0 &&
    s['border' + k + 'Style'] !== 'none' && alpha(s['border' + k + 'Color']) > 0.05);
  const media = e => /^(IMG|svg|CANVAS|VIDEO|INPUT|SELECT|TEXTAREA|PROGRESS|METER)$/.test(e.tagName);
  const painted = e => { const s = style(e); if (media(e) || s.backgroundImage !== 'none') return true;
    if (edge(s).length) return true;
    return alpha(s.backgroundColor) > 0.05 && e.parentElement && s.backgroundColor !== solid(e.parentElement) };
  const shown = e => { const s = style(e), b = e.getBoundingClientRect();
    return s.visibility !== 'hidden' && s.display !== 'none' && +s.opacity > 0.05 && b.width >= 1 && b.height >= 1 };
  const direct = e => [...e.childNodes].filter(n => n.nodeType === 3 && n.textContent.trim());
  const join = (a, r) => a ? [Math.min(a[0], r.left), Math.min(a[1], r.top), Math.max(a[2], r.right), Math.max(a[3], r.bottom)]
    : [r.left, r.top, r.right, r.bottom];
  const ink = e => { let a = null; if (painted(e)) return join(a, e.getBoundingClientRect());
    for (const n of e.childNodes) {
      if (n.nodeType === 3 && n.textContent.trim()) { const r = document.createRange(); r.selectNodeContents(n);
        for (const q of r.getClientRects()) if (q.width > 0) a = join(a, q) }
      else if (n.nodeType === 1 && shown(n)) { const q = ink(n); if (q) a = join(a, { left: q[0], top: q[1], right: q[2], bottom: q[3] }) } }
    return a };
  const ARIA = { button: 'button', link: 'link', heading: 'heading', textbox: 'input', searchbox: 'input', spinbutton: 'input',
    checkbox: 'checkbox', radio: 'radio', switch: 'switch', combobox: 'select', listbox: 'select', tab: 'tab', menuitem: 'menu item',
    menuitemcheckbox: 'menu item', menuitemradio: 'menu item', treeitem: 'list item', option: 'list item', listitem: 'list item',
    img: 'image', alert: 'banner', banner: 'banner', status: 'banner', navigation: 'navigation bar', menubar: 'navigation bar', toolbar: 'toolbar',
    tooltip: 'tooltip', dialog: 'dialog', alertdialog: 'dialog', menu: 'dialog', row: 'table row', cell: 'table cell',
    gridcell: 'table cell', columnheader: 'table cell', rowheader: 'table cell', scrollbar: 'scrollbar' };
  const role = e => { const t = e.tagName, a = ARIA[e.getAttribute('role')], c = ' ' + (e.getAttribute('class') || '').toLowerCase() + ' ',
      b = e.getBoundingClientRect();
    if (a) return a;
    if (/[ -]avatar[ -]/.test(c)) return 'avatar';
    if (t === 'BUTTON' || t === 'SUMMARY') return 'button';
    if (t === 'A') return /[ -](btn|button)[ -]/.test(c) ? 'button' : e.closest('nav,[role=navigation],[role=menubar],[role=menu]') ? 'menu item' : 'link';
    if (/^H[1-6]$/.test(t)) return 'heading';
    if (t === 'INPUT') { const k = e.type; return k === 'checkbox' || k === 'radio' ? k : /submit|button|reset|image/.test(k) ? 'button'
      : /range|hidden|file|color/.test(k) ? null : 'input' }
    if (t === 'SELECT') return 'select'; if (t === 'TEXTAREA') return 'input';
    if (t === 'IMG' || t === 'VIDEO') return Math.max(b.width, b.height) <= 32 ? 'icon' : Math.abs(b.width - b.height) < 3 && parseFloat(style(e).borderRadius) >= 40
      && b.width < 100 ? 'avatar' : 'image';
    if (t === 'CANVAS') return 'chart';
    if (t === 'svg') return /chart|graph|plot/.test(c) ? 'chart' : Math.max(b.width, b.height) <= 56 ? 'icon' : 'image';
    if (t === 'I' && !e.textContent.trim()) return 'icon';
    if (t === 'TR') return 'table row'; if (t === 'TD' || t === 'TH') return 'table cell'; if (t === 'LI') return 'list item';
    if (t === 'NAV') return 'navigation bar'; if (t === 'HEADER') return 'banner'; if (t === 'DIALOG') return 'dialog'; if (t === 'PRE') return 'code block';
    if (/[ -](badge|tag|chip|pill)[ -]/.test(c)) return 'badge'; if (/[ -](card|tile|panel|box)[ -]/.test(c)) return 'card';
    if (/ toolbar /.test(c)) return 'toolbar'; if (/ tooltip /.test(c)) return 'tooltip'; if (/ (banner|alert|notice|hero|jumbotron) /.test(c)) return 'banner';
    if (/ (navbar|topbar|menubar) /.test(c)) return 'navigation bar';
    if (direct(e).length && !e.closest('svg,select,textarea,option')) return 'text';
    return null };
  const covered = (e, a) => { const x = Math.min(W - 1, Math.max(0, (a[0] + a[2]) / 2)), y = Math.min(H - 1, Math.max(0, (a[1] + a[3]) / 2));
    const top = document.elementFromPoint(x, y); return !!top && !(e.contains(top) || top.contains(e)) };
  const state = e => { const s = [], is = (k, v) => e.getAttribute(k) === v;
    if (e.checked === true || is('aria-checked', 'true')) s.push('checked');
    if (is('aria-selected', 'true') || is('aria-current', 'page') || / active | selected | current /.test(' ' + (e.getAttribute('class') || '') + ' ')) s.push('selected');
    if (e.disabled === true || is('aria-disabled', 'true') || / disabled /.test(' ' + (e.getAttribute('class') || '') + ' ')) s.push('disabled');
    if (e === document.activeElement && e !== document.body) s.push('focused');
    if (is('aria-expanded', 'true') || (e.parentElement && e.parentElement.tagName === 'DETAILS' && e.parentElement.open && e.tagName === 'SUMMARY')) s.push('open');
    return s };
  let next = 0; document.querySelectorAll('[data-u]').forEach(e => next = Math.max(next, +e.dataset.u + 1));
  for (const e of document.body.querySelectorAll('*')) {
    if (e.closest('svg') && e.tagName !== 'svg') continue;
    if (e.scrollHeight > e.clientHeight + 2 && /auto|scroll/.test(style(e).overflowY) && shown(e)) {
      const b = e.getBoundingClientRect(), wide = e.offsetWidth - e.clientWidth - e.clientLeft * 2;
      if (wide >= 4) out.push({ u: -2 - out.length, r: 'scrollbar', b: [b.right - e.clientLeft - wide, b.top, b.right - e.clientLeft, b.bottom], p: true, t: '', s: [],
        bg: '', fg: '', bd: '', fs: 0, up: -1 }) }
    const r = role(e); if (!r || !shown(e)) continue;
    let a = ink(e); if (!a) continue;
    for (let n = e.parentElement; n && n !== document.body; n = n.parentElement) if (/hidden|auto|scroll|clip/.test(style(n).overflowX + style(n).overflowY)) {
      const q = n.getBoundingClientRect(); a = [Math.max(a[0], q.left), Math.max(a[1], q.top), Math.min(a[2], q.right), Math.min(a[3], q.bottom)] }
    a = [Math.max(0, a[0]), Math.max(0, a[1]), Math.min(W, a[2]), Math.min(H, a[3])];
    if (a[2] - a[0] < 3 || a[3] - a[1] < 3 || covered(e, a)) continue;
    const s = style(e), d = edge(s);
    if (e.dataset.u === undefined) e.dataset.u = next++;
    let up = e.parentElement; while (up && !known.has(up)) up = up.parentElement;
    known.set(e, +e.dataset.u);
    out.push({ u: +e.dataset.u, r: r, b: a, p: !!painted(e), t: (e.tagName === 'INPUT' || e.tagName === 'TEXTAREA' ? (e.type === 'checkbox' || e.type === 'radio' ? '' : e.value || e.placeholder)
        : e.tagName === 'SELECT' ? (e.selectedOptions[0] || {}).text || '' : e.innerText || '').trim().slice(0, 300),
      s: state(e), bg: solid(e), fg: s.color, bd: d.length >= 3 ? s['border' + d[0] + 'Color'] : '', fs: parseFloat(s.fontSize), up: up ? known.get(up) : -1 }) }
  return out }
"""

INK = 20
"""Difference in a channel, of 255, from which a pixel is not the ground's."""


@dataclass(frozen=True, eq=False)
class Element:
    """One element of a rendered page; ``box`` in whole pixels of the picture holds what is painted."""

    key: int
    role: str
    box: tuple[int, int, int, int]
    painted: bool
    text: str
    states: tuple[str, ...]
    background: str
    ink: str
    border: str
    font: float
    parent: int


def elements_of(raw: list[dict], image: np.ndarray, scale: float) -> list[Element]:
    """The elements of what :data:`SCRIPT` has returned, their boxes made tight on the picture."""
    found = []
    for one in raw:
        box = _pixels(one["b"], image, scale)
        if box is not None and (not one["p"] or one["r"] == "icon"):
            box = tight(image, box, ground_around(image, box) if one["p"] else None)
        if box is not None:
            told = one["bg"], one["fg"], one["bd"]
            found.append(
                Element(one["u"], one["r"], box, one["p"], one["t"], tuple(one["s"]), *told, one["fs"], one["up"])
            )
    return found


def tight(
    image: np.ndarray, box: tuple[int, int, int, int], ground: np.ndarray | None = None
) -> tuple[int, int, int, int] | None:
    """The part of a box in which there is ink, on a ground or on what is commonest there; None where there is none."""
    x0, y0, x1, y1 = box
    crop = image[y0:y1, x0:x1].astype(np.int16)
    away = highest(np.abs(crop - (_commonest(crop.reshape(-1, 3)) if ground is None else ground))) > INK
    if not away.any():
        return None
    rows, columns = np.flatnonzero(away.any(1)), np.flatnonzero(away.any(0))
    return x0 + int(columns[0]), y0 + int(rows[0]), x0 + int(columns[-1]) + 1, y0 + int(rows[-1]) + 1


def ground_around(image: np.ndarray, box: tuple[int, int, int, int]) -> np.ndarray | None:
    """The commonest colour right around a box: of a picture in it, the ground may be the smaller part; None where the
    box fills the image."""
    x0, y0, x1, y1 = box
    wide = image[max(0, y0 - 1) : y1 + 1, max(0, x0 - 1) : x1 + 1].astype(np.int16)
    outside = np.ones(wide.shape[:2], bool)
    outside[min(1, y0) :, min(1, x0) :][: y1 - y0, : x1 - x0] = False
    return _commonest(wide[outside]) if outside.any() else None


def _commonest(pixels: np.ndarray) -> np.ndarray:
    values, counts = np.unique(pixels.astype(np.int32) @ np.array([65536, 256, 1]), return_counts=True)
    ground = values[counts.argmax()]
    return np.array([ground >> 16, ground >> 8 & 255, ground & 255])


def _pixels(box: list[float], image: np.ndarray, scale: float) -> tuple[int, int, int, int] | None:
    height, width = image.shape[:2]
    x0, y0 = max(0, round(box[0] * scale)), max(0, round(box[1] * scale))
    x1, y1 = min(width, round(box[2] * scale)), min(height, round(box[3] * scale))
    return (x0, y0, x1, y1) if x1 - x0 >= 2 and y1 - y0 >= 2 else None
