"""The report: one HTML page that shows a sentence and all that it rests on, and needs no other file."""

from __future__ import annotations

import base64
import os
from collections.abc import Sequence
from html import escape
from string import Template

import numpy as np

from pipeline.core.images import Picture
from pipeline.core.types import Change, Description, Grounding
from pipeline.output.as_json import best_candidates, box
from pipeline.output.draw import COLOURS, Mark, draw_marks, png
from pipeline.output.naming import named
from pipeline.output.stated import stated_attributes, stated_values

_WIDEST = 1200

_PAGE = Template("""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>$title</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 1100px; margin: 2em auto; padding: 0 1em; color: #222; }
h1 { font-size: 1.6em; font-weight: 600; }
h1 span { border-bottom: 4px solid; }
.pair { display: flex; gap: 1em; flex-wrap: wrap; }
figure { flex: 1 1 320px; margin: 0; }
figure img { width: 100%; height: auto; }
figcaption { color: #555; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .3em .8em .3em 0; border-bottom: 1px solid #ddd; vertical-align: top; }
footer { color: #555; margin-top: 2em; }
</style>
</head>
<body>
<h1>$sentence</h1>
<div class="pair">
$pictures
</div>
<h2>Facts</h2>
$facts
<h2>Candidates</h2>
$candidates
<footer>pack $pack · $timings</footer>
</body>
</html>
""")


def report_page(description: Description, before: Picture, after: Picture) -> str:
    """The page as text: pictures are embedded, everything that is not ours is escaped."""
    analysis = description.analysis
    grounding = description.grounding
    pictures = [
        _figure(analysis.image_before, [found.box_before for found in grounding], grounding, before, "before"),
        _figure(analysis.image_after, [found.box_after for found in grounding], grounding, after, "after"),
    ]
    timings = ", ".join(f"{step} {seconds:.3f} s" for step, seconds in description.timings.items())
    return _PAGE.substitute(
        title=escape(description.caption),
        sentence=_sentence(description.caption, grounding),
        pictures="\n".join(pictures),
        facts=_facts(description.changes),
        candidates=_table(
            ("sentence", "score", "generator", "features"),
            [
                (c.text, f"{c.score:.3f}", c.generator, ", ".join(f"{k} {v:.3f}" for k, v in c.features.items()))
                for c in best_candidates(description)
            ],
        ),
        pack=escape(description.pack),
        timings=escape(timings),
    )


def _figure(
    image: np.ndarray | None,
    boxes: Sequence[np.ndarray | None],
    grounding: Sequence[Grounding],
    source: Picture,
    side: str,
) -> str:
    assert image is not None
    marks = [
        Mark(corners, found.phrase, COLOURS[i % len(COLOURS)])
        for i, (corners, found) in enumerate(zip(boxes, grounding, strict=True))
        if corners is not None
    ]
    drawn = draw_marks(image, marks)
    drawn.thumbnail((_WIDEST, _WIDEST))
    data = base64.b64encode(png(drawn)).decode("ascii")
    name = side if isinstance(source, np.ndarray) else f"{side}: {os.fspath(source)}"
    caption = escape(name.encode("utf-8", "replace").decode("utf-8"))
    return f'<figure><img alt="{side}" src="data:image/png;base64,{data}"><figcaption>{caption}</figcaption></figure>'


def _sentence(caption: str, grounding: Sequence[Grounding]) -> str:
    """The caption with each grounded phrase in the colour of its box."""
    pieces, end = [], 0
    colours = {id(found): COLOURS[i % len(COLOURS)] for i, found in enumerate(grounding)}
    for found in sorted(grounding, key=lambda found: (found.start, -found.end)):
        if found.start < end:  # a phrase within a phrase keeps the outer colour
            continue
        pieces.append(escape(caption[end : found.start]))
        phrase = escape(caption[found.start : found.end])
        pieces.append(f'<span style="border-color:{colours[id(found)]}">{phrase}</span>')
        end = found.end
    return "".join([*pieces, escape(caption[end:])])


def _facts(changes: Sequence[Change]) -> str:
    if not changes:
        return "<p>No change was found.</p>"
    rows = [
        (
            change.kind,
            named(change.label, stated_attributes(change)),
            " → ".join(value or "–" for value in stated_values(change)),
            f"{change.confidence:.3f}",
            f"{box(change.box_before) or '–'} → {box(change.box_after) or '–'}",
        )
        for change in changes
    ]
    return _table(("change", "object", "value", "confidence", "box"), rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    def line(cells: Sequence[str], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells) + "</tr>"

    return "<table>\n" + "\n".join([line(head, "th"), *(line(row, "td") for row in rows)]) + "\n</table>"
