"""An answer that can print, save and show itself."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, fields
from html import escape
from pathlib import Path
from typing import Any

from pipeline.core import messages
from pipeline.core import types as core
from pipeline.core.files import write_file
from pipeline.core.images import Picture
from pipeline.core.pictures import Source, path_of

HEIGHT = 640
"""Pixels that an answer takes up in a notebook."""


@dataclass(frozen=True, eq=False, repr=False)
class Description(core.Description):
    """The answer to "what changed?", with all that it rests on.

    ``before`` and ``after`` are the paths of the pictures, or their pixels where they did not come from files.

    Examples
    --------
    >>> answer = captioner.describe("before.png", "after.png")                  # doctest: +SKIP
    >>> print(answer)                                                           # doctest: +SKIP
    The small red rubber cube turned blue.
    >>> answer.save("report.html")                                              # doctest: +SKIP
    """

    before: Picture = ""
    after: Picture = ""

    @classmethod
    def of(cls, found: core.Description, before: Source, after: Source) -> Description:
        """What was found of two pictures."""
        known: dict[str, Any] = {field.name: getattr(found, field.name) for field in fields(core.Description)}
        known["before"] = _either(path_of(before), found.analysis.image_before)
        known["after"] = _either(path_of(after), found.analysis.image_after)
        return cls(**known)

    def to_dict(self) -> dict[str, Any]:
        """The values that ``pipeline run --json`` prints: text, numbers, lists and dictionaries alone."""
        from pipeline.output.as_json import description_json

        return description_json(self, self.before, self.after)

    def to_json(self, indent: int | None = None) -> str:
        """The same as text, on one line unless ``indent`` spaces are asked for."""
        return json.dumps(self.to_dict(), indent=indent)

    def to_html(self) -> str:
        """The report: one page that needs no other file."""
        from pipeline.output.report import report_page

        return report_page(self, self.before, self.after)

    def save(self, path: str | Path) -> Path:
        """Write the report (.html), everything as JSON (.json), a drawing (.png, .svg), or the caption (.txt).

        Raises
        ------
        SpotItError
            If the file cannot be written, or its ending is another one.
        """
        path = Path(path)
        write_file(path, self._content(path))
        return path

    def show(self) -> None:
        """Show the report: in a notebook below the cell, elsewhere in the browser."""
        if _in_notebook():
            from IPython.display import display

            display(self)
            return
        import tempfile
        import webbrowser

        page = self.save(Path(tempfile.mkdtemp(prefix="spot-it-")) / "report.html")
        if not webbrowser.open(page.as_uri()):
            messages.notice(messages.REPORT_AT, path=page)

    def _content(self, path: Path) -> bytes:
        ending = path.suffix.lower()
        if ending in (".html", ".htm"):
            return self.to_html().encode("utf-8")
        if ending == ".json":
            return (self.to_json(indent=2) + "\n").encode("utf-8")
        if ending in (".png", ".svg"):
            from pipeline.output.forms import analysis_in

            drawn = analysis_in(ending[1:], self.analysis)
            return drawn if isinstance(drawn, bytes) else drawn.encode("utf-8")
        if ending == ".txt":
            return (self.caption + "\n").encode("utf-8")
        raise messages.error(messages.NO_SUCH_ENDING, path=path, known=".html, .json, .png, .svg or .txt")

    def _repr_html_(self) -> str:
        frame = f'srcdoc="{escape(self.to_html())}" style="width:100%;height:{HEIGHT}px;border:0"'
        return f'<iframe title="{escape(self.caption)}" {frame}></iframe>'

    def __str__(self) -> str:
        return self.caption

    def __repr__(self) -> str:
        count = len(self.changes)
        return f"<Description {self.caption!r}: {count} change{'s' * (count != 1)}, pack {self.pack!r}>"


def _either(path: str | None, pixels: Any) -> Picture:
    return path if path is not None else pixels


def _in_notebook() -> bool:
    """Whether a kernel runs us, which shows what it is told to display; a plain IPython shell does not."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell is not None and hasattr(shell, "kernel")
