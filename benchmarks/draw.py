"""Pictures of answers beside the truth, for looking at."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from benchmarks.judge import SIDES, Verdict
from pipeline.core.types import Analysis
from pipeline.output.draw import Mark, draw_marks

TRUE, SAID, SEEN, FAINT = "#2ca02c", "#e6194b", "#c0c0c0", "#606060"


def draw_pair(verdict: Verdict, analysis: Analysis, folder: Path) -> Path:
    """Both views twice: above with every detection (faint ones darker), below with the true and the stated boxes."""
    folder.mkdir(parents=True, exist_ok=True)
    views = []
    for view, side in enumerate(SIDES):
        image, graph = getattr(analysis, f"image_{side}"), getattr(analysis, side)
        true = [
            Mark(box, f"true {one.kind}", TRUE) for one in verdict.pair.changes if (box := one.boxes[view]) is not None
        ]
        said = [
            Mark(getattr(one, f"box_{side}"), f"said {one.kind}", SAID)
            for one in analysis.changes
            if getattr(one, f"box_{side}") is not None
        ]
        objects = [(one, SEEN) for one in graph.objects] + [(one, FAINT) for one in graph.faint]
        seen = [Mark(one.box, _short(one), colour) for one, colour in objects]
        views.append((draw_marks(image, seen), draw_marks(image, true + said)))
    width, height = views[0][0].size
    sheet = Image.new("RGB", (2 * width, 2 * height))
    for column, view in enumerate(views):
        for row, drawn in enumerate(view):
            sheet.paste(drawn.resize((width, height)), (column * width, row * height))
    path = folder / f"{verdict.pair.before.parent.parent.name}_{verdict.pair.name.replace(' ', '_')}.png"
    sheet.save(path)
    return path


def _short(found) -> str:
    words = found.attributes.values() or [found.label]
    return f"{' '.join(word[:3] for word in words)} {found.score:.2f}"
