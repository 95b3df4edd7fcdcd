"""What changed between two documents, as JSON and as a page."""

from __future__ import annotations

from typing import Any

from language.pages import page_sentence, place_of
from pipeline.core.images import Picture
from pipeline.core.pages import INSERTED, REMOVED, PageChange
from pipeline.flow.documents import DocumentDescription
from pipeline.output.as_json import description_json, number
from pipeline.output.report.page import environment, report_page, static

Json = dict[str, Any]


def document_json(described: DocumentDescription, before: str, after: str) -> Json:
    """As of two pictures; each change says its page in both documents, ``pages`` holds the answer for each page."""
    pages = [
        {"page_before": pair.before, "page_after": pair.after, **description_json(pair.description, before, after)}
        for pair in described.pairs
        if pair.description is not None
    ]
    on_pages = [
        {**change, "page_before": page["page_before"], "page_after": page["page_after"]}
        for page in pages
        for change in page["changes"]
    ]
    return {
        "before": before,
        "after": after,
        "pack": described.pack,
        "changed": described.changed,
        "caption": described.caption,
        "changes": [_page_change(change) for change in described.page_changes] + on_pages,
        **({"hidden": dict(described.hidden)} if described.hidden else {}),
        "pages": pages,
        "timings": {step: number(seconds) for step, seconds in described.timings.items()},
    }


def document_page(described: DocumentDescription, before: Picture, after: Picture) -> str:
    """One page as text: what became of pages, and the report of every page that changed, folded; all is embedded."""
    entries = [
        {"title": f"{place_of(pair.before, pair.after)}: {pair.description.caption}", "page": report}
        for pair in described.pairs
        if pair.description is not None and pair.description.changed
        for report in [report_page(pair.description, before, after)]
    ]
    return (
        environment()
        .get_template("document.html.j2")
        .render(
            sentences=[page_sentence(change) for change in described.page_changes],
            entries=entries,
            caption=described.caption,
            pages=len(described.pairs),
            style=static("report.css"),
        )
    )


def _page_change(change: PageChange) -> Json:
    first = None if change.what == INSERTED else str(change.first)
    now = change.first if change.what == INSERTED else change.now
    attributes = {"change": change.what, "count": str(change.count)}
    if change.what == INSERTED:
        attributes["after"] = str(change.beside)
    return {
        "kind": "page",
        "label": "page",
        "attributes": attributes,
        "old": first,
        "new": None if change.what == REMOVED else str(now),
        "confidence": 1.0,
        "box_before": None,
        "box_after": None,
        "page_before": None if first is None else change.first,
        "page_after": None if change.what == REMOVED else now,
    }
