"""A style sheet at random: colours, type, spacing, corners, borders, shadows, and how each widget is drawn."""

# ruff: noqa: E501 - markup, scripts and style sheets stay on their lines
from __future__ import annotations

from dataclasses import dataclass

from pipeline.synth.screen.words import Words

FONTS = (
    "DejaVu Sans", "DejaVu Serif", "Liberation Sans", "Liberation Serif", "Noto Sans", "Noto Serif", "Open Sans",
    "Roboto", "Roboto Condensed", "Roboto Slab", "Lato", "Inter", "Cantarell", "FreeSans", "FreeSerif",
    "sans-serif", "serif", "system-ui",
)  # fmt: skip
MONO = ("DejaVu Sans Mono", "Liberation Mono", "Noto Sans Mono", "FreeMono", "monospace")


@dataclass(frozen=True)
class Style:
    """The sheet, and what a page needs to know of it."""

    sheet: str
    dark: bool
    radius: int
    size: int


def draw_style(w: Words, plain: bool = False) -> Style:
    """A style; ``plain`` leaves most to the browser, as old pages and documentation do."""
    dark = w.chance(0.3)
    hue, second = w.between(0, 359), w.between(0, 359)
    strong = w.between(35, 100)
    accent = f"hsl({hue},{strong}%,{w.between(30, 60)}%)"
    tint = w.between(0, 25)
    if dark:
        page, card, ink = f"hsl({hue},{tint}%,{w.between(3, 16)}%)", f"hsl({hue},{tint}%,{w.between(10, 24)}%)", "#ddd"
        line, soft, mute = f"hsl({hue},{tint}%,{w.between(24, 38)}%)", f"hsl({hue},{tint}%,22%)", "#999"
    else:
        page = w.one("#fff", "#fff", f"hsl({hue},{tint}%,{w.between(90, 98)}%)")
        card = w.one("#fff", "#fff", f"hsl({hue},{tint}%,{w.between(93, 99)}%)")
        ink = w.one("#000", "#111", "#222", "#333", f"hsl({hue},30%,{w.between(10, 28)}%)")
        line, soft = f"hsl({hue},{tint}%,{w.between(70, 92)}%)", f"hsl({hue},{tint}%,{w.between(86, 96)}%)"
        mute = w.one("#555", "#666", "#777", "#888", f"hsl({hue},20%,50%)")
    bar = w.one(page, card, accent, "#222", f"hsl({second},{w.between(10, 80)}%,{w.between(12, 45)}%)", soft)
    on_bar = ink if bar in (page, card, soft) else "#fff"
    side = w.one(page, card, soft, bar)
    radius = w.one("0", "0", "2", "3", "4", "6", "8", "12", "20")
    size = w.between(11, 18)
    pad = w.rng.uniform(0.15, 0.9)
    shadow = w.one(
        "none",
        "none",
        "0 1px 3px rgba(0,0,0,.2)",
        "0 4px 14px rgba(0,0,0,.15)",
        "0 0 1px rgba(0,0,0,.5)",
        "3px 3px 0 rgba(0,0,0,.3)",
    )
    thick = w.one("0", "1", "1", "1", "2")
    font, head = w.one(*FONTS), w.one(*FONTS)
    head = font if w.chance(0.6) else head
    root = (
        f":root{{color-scheme:{'dark' if dark else 'light'};accent-color:{accent};--a:{accent};--b:hsl({second},{strong}%,45%);"
        f"--p:{page};--c:{card};--i:{ink};--l:{line};--s:{soft};--m:{mute};--r:{radius}px;--bar:{bar};--onbar:{on_bar};--side:{side};"
        f"--onside:{ink if side != bar else on_bar};--t:{thick}px;--pad:{pad:.2f}em;--gap:{w.between(4, 28)}px;--sh:{shadow}}}"
    )
    base = (
        f"*{{box-sizing:border-box}}body{{margin:0;background:var(--p);color:var(--i);font:{size}px/{w.rng.uniform(1.15, 1.8):.2f} "
        f"'{font}',sans-serif;letter-spacing:{w.one('0', '0', '0', '.2px', '.02em')}}}"
        f"h1,h2,h3,h4{{font-family:'{head}';font-weight:{w.one('400', '600', '700', '700', '900')};line-height:1.25;"
        f"margin:{w.rng.uniform(0.2, 0.9):.2f}em 0;{w.one('', '', '', 'color:var(--a);', 'text-transform:uppercase;', 'letter-spacing:.05em;')}}}"
        f"h1{{font-size:{w.rng.uniform(1.5, 3.6):.2f}em}}h2{{font-size:{w.rng.uniform(1.25, 2.2):.2f}em}}h3{{font-size:1.2em}}"
        f"a{{color:{w.one('var(--a)', 'var(--a)', '#06c', 'inherit')};text-decoration:{w.one('none', 'underline')}}}p{{margin:.6em 0}}"
        f"code,pre,.mono{{font-family:'{w.one(*MONO)}',monospace;font-size:.92em}}"
        f"pre{{background:var(--s);padding:.8em;border-radius:var(--r);overflow:hidden;border:{w.one('0', '1px solid var(--l)')}}}"
        "img,svg{vertical-align:middle}ul,ol{margin:.4em 0}small,.mute{color:var(--m)}"
        f"hr{{border:0;border-top:1px solid var(--l)}}::placeholder{{color:var(--m)}}.icon{{width:{w.rng.uniform(0.95, 1.6):.2f}em;height:auto}}"
    )
    return Style(root + base + _layout(w) + ("" if plain else _widgets(w)), dark, int(radius), size)


def _layout(w: Words) -> str:
    """How the parts of a page stand; also on pages whose widgets are left to the browser."""
    return (
        ".row{display:flex;gap:var(--gap);flex-wrap:wrap;align-items:center}.col{display:flex;flex-direction:column;gap:var(--gap)}"
        ".nowrap{flex-wrap:nowrap}.push{margin-left:auto}.grow{flex:1;min-width:0}"
        ".grid{display:grid;gap:var(--gap);grid-template-columns:repeat(var(--n,3),1fr)}"
        f".wrap{{max-width:{w.one('none', '1140px', '960px', '760px', '640px')};margin:0 auto;padding:{w.between(6, 36)}px}}"
        f".bar{{display:flex;gap:{w.between(6, 26)}px;align-items:center;padding:{w.between(2, 18)}px {w.between(4, 30)}px;background:var(--bar);"
        f"color:var(--onbar);{w.one('', 'border-bottom:1px solid var(--l);', 'box-shadow:var(--sh);')}}}.bar a{{color:inherit}}"
        f".side{{background:var(--side);color:var(--onside);width:{w.between(130, 300)}px;flex:none;padding:{w.between(4, 18)}px;"
        f"{w.one('', 'border-right:1px solid var(--l);')}}}.side a{{color:inherit}}.page{{display:flex;align-items:stretch;min-height:70vh}}"
        ".hero{padding:48px 24px;text-align:center;background:var(--s)}.hero.vivid{background:var(--a);color:#fff}"
        ".banner{padding:.7em 1em;background:var(--s);display:flex;gap:.7em;align-items:center}"
        ".avatar{border-radius:50%;display:inline-flex;align-items:center;justify-content:center;overflow:hidden;background:var(--b);color:#fff}"
        ".scroll{overflow-y:scroll}.dialog{position:absolute;z-index:9;background:var(--c);border:1px solid var(--l);box-shadow:0 8px 40px rgba(0,0,0,.35);"
        "border-radius:var(--r)}.shade{position:absolute;inset:0;z-index:8;background:rgba(0,0,0,.45)}"
        ".tip{position:absolute;z-index:9;background:#222;color:#fff;padding:.2em .6em;border-radius:4px;font-size:.85em}"
        ".menu{background:var(--c);color:var(--i);border:1px solid var(--l);box-shadow:0 4px 16px rgba(0,0,0,.25);padding:4px 0;min-width:150px}"
        ".menu [role^=menuitem]{display:flex;gap:.7em;align-items:center;padding:.25em 1em}.menu kbd{margin-left:auto;color:var(--m);font:inherit}"
    )


def _widgets(w: Words) -> str:
    button = w.one(
        "background:var(--s);color:var(--i);border:1px solid var(--l)",
        "background:var(--s);color:var(--i);border:0",
        "background:transparent;color:var(--a);border:1px solid var(--a)",
        "background:linear-gradient(#fff,#ddd);color:#222;border:1px solid #999",
        "background:transparent;color:var(--i);border:var(--t) solid var(--l)",
        "background:#e0e0e0;color:#111;border:2px outset #eee",
    )
    main = w.one(
        "background:var(--a);color:#fff;border-color:var(--a)",
        "background:var(--b);color:#fff;border-color:var(--b)",
        "background:var(--i);color:var(--p)",
    )
    field = w.one(
        "background:var(--c);border:1px solid var(--l)",
        "background:var(--s);border:0",
        "background:transparent;border:0;border-bottom:1px solid var(--m)",
        "background:var(--c);border:2px inset #aaa",
        "background:var(--c);border:2px solid var(--l)",
    )
    tab = w.one(
        "border-bottom:2px solid transparent;--on:border-bottom-color:var(--a)",
        "border:1px solid transparent;--on:x",
        "background:var(--s);--on:x",
    ).split(";--on")[0]
    tab_on = w.one(
        "border-bottom:2px solid var(--a);color:var(--a)",
        "background:var(--c);border:1px solid var(--l);border-bottom-color:var(--c)",
        "background:var(--a);color:#fff",
        "font-weight:bold;border-bottom:3px solid currentColor",
    )
    card = w.one(
        "border:1px solid var(--l)",
        "box-shadow:var(--sh)",
        "border:1px solid var(--l);box-shadow:var(--sh)",
        "background:var(--s)",
        "border-top:3px solid var(--a);box-shadow:0 1px 2px rgba(0,0,0,.2)",
    )
    cells = w.one(
        "border-bottom:1px solid var(--l)", "border:1px solid var(--l)", "", "border-bottom:1px dotted var(--m)"
    )
    pad = f"{w.rng.uniform(0.1, 0.7):.2f}em {w.rng.uniform(0.3, 1.1):.2f}em"
    focus = w.one(
        "outline:2px solid var(--a)",
        "outline:none;box-shadow:0 0 0 3px color-mix(in srgb,var(--a) 40%,transparent)",
        "outline:none;border-color:var(--a)",
        "",
    )
    checks = "" if w.chance(0.45) else _checks(w)
    return (
        f"button,.btn{{font:inherit;{w.one('', '', 'font-weight:600;', 'text-transform:uppercase;font-size:.85em;')}padding:var(--pad) calc(var(--pad)*{w.rng.uniform(1.2, 3):.2f});"
        f"border-radius:{w.one('var(--r)', 'var(--r)', '999px')};{button};display:inline-flex;gap:.45em;align-items:center;justify-content:center}}"
        f"button.main,.btn.main{{{main}}}button.bare,.btn.bare{{background:transparent;border-color:transparent;color:inherit}}button:disabled{{opacity:{w.one('.4', '.5', '.65')}}}"
        f"input:not([type=checkbox]):not([type=radio]):not([type=range]),select,textarea{{font:inherit;color:inherit;{field};padding:var(--pad) .6em;border-radius:var(--r);"
        f"{w.one('', 'width:100%;')}}}:disabled{{{w.one('', 'background:var(--s);color:var(--m)')}}}:focus{{{focus}}}"
        f"{w.one('', 'select{appearance:none;padding-right:1.6em}')}"
        f".card{{background:var(--c);border-radius:var(--r);{card};padding:{w.between(4, 26)}px;min-width:0}}"
        f".badge{{display:inline-block;font-size:.78em;padding:.1em .55em;border-radius:{w.one('999px', 'var(--r)', '3px')};background:var(--b);color:#fff;line-height:1.4}}"
        ".badge.soft{background:var(--s);color:var(--i)}.badge.line{background:transparent;border:1px solid currentColor;color:var(--b)}"
        f"[role=tablist]{{display:flex;gap:{w.between(0, 14)}px;{w.one('', 'border-bottom:1px solid var(--l)')}}}[role=tab]{{padding:{pad};{tab}}}[role=tab][aria-selected=true]{{{tab_on}}}"
        f"table{{border-collapse:collapse;width:{w.one('100%', '100%', 'auto')}}}th,td{{padding:{pad};text-align:left;{cells}}}"
        f"th{{{w.one('', 'background:var(--s)', 'color:var(--m);font-weight:normal', 'background:var(--bar);color:var(--onbar)')}}}{w.one('', 'tr:nth-child(even) td{background:var(--s)}')}"
        f"tr[aria-selected=true] td,.active,[aria-current=page]{{{w.one('background:var(--a);color:#fff', 'background:color-mix(in srgb,var(--a) 18%,transparent)', 'font-weight:bold;color:var(--a)')}}}"
        f".list{{list-style:none;padding:0;margin:0}}.list>li{{padding:{pad};{w.one('border-bottom:1px solid var(--l)', '', 'border:1px solid var(--l);margin-bottom:-1px', 'border-radius:var(--r)')}}}"
        f".nav{{list-style:none;margin:0;padding:0}}.nav>li>a{{display:flex;gap:.6em;align-items:center;padding:{pad};text-decoration:none;border-radius:{w.one('0', 'var(--r)')}}}"
        f".banner{{border-radius:{w.one('0', 'var(--r)')};{w.one('', 'border-left:4px solid var(--b);', 'border:1px solid var(--b);', 'background:var(--b);color:#fff;')}}}"
        ".switch{appearance:none;width:2.2em;height:1.2em;border-radius:1em;background:var(--m);position:relative;vertical-align:middle;margin:0}"
        ".switch::after{content:'';position:absolute;width:.9em;height:.9em;left:.15em;top:.15em;border-radius:50%;background:#fff}.switch:checked{background:var(--a)}.switch:checked::after{left:1.15em}"
        f".toolbar{{display:flex;gap:{w.between(0, 10)}px;align-items:center;{w.one('', 'background:var(--s);padding:3px;', 'border:1px solid var(--l);border-radius:var(--r);padding:2px;')}}}"
        f"{checks}"
    )


def _checks(w: Words) -> str:
    """Tick boxes and radio buttons drawn by the sheet."""
    side = w.rng.uniform(0.9, 1.5)
    on = w.one(
        "background:var(--a)",
        "background:var(--a);border-color:var(--a)",
        "border-color:var(--a);box-shadow:inset 0 0 0 3px var(--c),inset 0 0 0 9px var(--a)",
    )
    return (
        f"input[type=checkbox]:not(.switch),input[type=radio]{{appearance:none;width:{side:.2f}em;height:{side:.2f}em;border:{w.between(1, 2)}px solid var(--m);"
        f"border-radius:{w.one('0', '2px', '4px')};background:var(--c);vertical-align:-.2em;margin:0 .4em 0 0;display:inline-grid;place-content:center}}input[type=radio]{{border-radius:50%!important}}"
        f"input[type=checkbox]:not(.switch):checked,input[type=radio]:checked{{{on}}}"
        "input[type=checkbox]:not(.switch):checked::after{content:'✓';color:#fff;font-size:.8em;line-height:1}input[type=radio]:checked::after{content:'';width:.45em;height:.45em;border-radius:50%;background:#fff}"
    )
