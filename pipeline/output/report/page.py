"""Descriptions as pages: what is shown is gathered here, how it looks stands in ``templates`` and ``static``."""

from __future__ import annotations

import base64
import hashlib
import os
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from pipeline.core.images import Picture
from pipeline.core.types import Description
from pipeline.output.report.camera import camera_view
from pipeline.output.report.candidates import candidate_groups
from pipeline.output.report.facts import facts_of
from pipeline.output.report.graphs import graphs_view
from pipeline.output.report.layers import layers_of
from pipeline.output.report.marks import marked_picture, marks_of
from pipeline.output.report.phrases import sentences_of
from pipeline.output.report.unsaid import unsaid

TURN = "<!-- previous and next -->"
"""Where the page of one of many gets its way to its neighbours, once these are known."""


def report_page(description: Description, before: Picture, after: Picture, back: str | None = None) -> str:
    """The whole page as text: pictures, styles and script are embedded, everything that is not ours is escaped.

    ``back`` is the address of a page that lists this one among others.
    """
    style, script = static("report.css"), static("report.js")
    return (
        environment()
        .get_template("page.html.j2")
        .render(
            report=_view(description, before, after),
            policy=f"default-src 'none'; img-src data:; style-src {hash_of(style)}; script-src {hash_of(script)}; "
            "base-uri 'none'; form-action 'none'",
            style=Markup(style),
            script=Markup(script),
            back=back,
            turn=Markup(TURN),
        )
    )


def report_section(description: Description, before: Picture, after: Picture) -> str:
    """The report as a part of a page that brings ``report.css`` and ``report.js`` itself."""
    return environment().get_template("report.html.j2").render(report=_view(description, before, after))


@cache
def environment() -> Environment:
    """The templates; whatever is put into them is escaped."""
    return Environment(loader=PackageLoader("pipeline.output.report"), autoescape=True, trim_blocks=True)


@cache
def static(name: str) -> str:
    """One of our own files of style or script."""
    return (files("pipeline.output.report") / "static" / name).read_text(encoding="utf-8")


def hash_of(text: str) -> str:
    """The source expression by which a content security policy allows exactly this text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _view(description: Description, before: Picture, after: Picture) -> dict[str, Any]:
    analysis = description.analysis
    sentences = sentences_of(description)
    marks = marks_of(description, sentences)
    return {
        "caption": description.caption,
        "changed": description.changed,
        "pack": description.pack,
        "sentences": sentences,
        "pictures": [
            {"side": "before", "name": _name(before), **marked_picture(analysis, marks, "before")},
            {"side": "after", "name": _name(after), **marked_picture(analysis, marks, "after")},
        ],
        "facts": facts_of(description, sentences),
        "layers": layers_of(analysis),
        "graphs": graphs_view(analysis),
        "camera": camera_view(analysis),
        "groups": candidate_groups(description),
        "unsaid": unsaid(description),
        "choice": analysis.choice.asked,
        "timings": _timings(description.timings),
    }


def _timings(timings: dict[str, float]) -> list[dict[str, Any]]:
    whole = sum(timings.values())
    return [
        {"step": step, "seconds": seconds, "share": seconds / whole if whole else 0.0}
        for step, seconds in timings.items()
    ]


def _name(source: Picture) -> str:
    """A file's name in characters that a page can hold."""
    if isinstance(source, np.ndarray):
        return ""
    return os.path.basename(os.fspath(source)).encode("utf-8", "replace").decode("utf-8")
