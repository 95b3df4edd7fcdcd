"""How a training run went, as a picture: every logged value over the run."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from pipeline.core import messages
from pipeline.core.files import write_file
from pipeline.core.reading import WRONG, parse_json

Point = Mapping[str, float]
"""What was logged at one moment: values by name, and under ``done`` the share of the run, in [0, 1]."""

DONE = "done"


def save_learning_curve(points: Sequence[Point], path: Path) -> None:
    """Write the picture; without matplotlib say so, as a finished training must not fail for want of a picture.

    Raises
    ------
    SpotItError
        If the file cannot be written.
    """
    if find_spec("matplotlib") is None:
        messages.notice(messages.NO_LEARNING_CURVE)
    elif points:
        write_file(path, learning_curve(points))


def read_log(path: Path) -> list[Point]:
    """The points of a log of JSON lines; of those that a resumed run logged again, the later ones."""
    points: dict[float, Point] = {}
    if path.is_file():
        for line in path.read_text(encoding="utf-8").splitlines():
            with suppress(*WRONG):  # a line that a killed run left unfinished
                point = parse_json(line)
                points[point[DONE]] = point
    return [points[done] for done in sorted(points)]


def learning_curve(points: Sequence[Point]) -> bytes:
    """A PNG with a panel for each logged value, one below the other, as values differ in scale.  Needs matplotlib."""
    from matplotlib.figure import Figure

    names = list(dict.fromkeys(name for point in points for name in point if name != DONE))
    figure = Figure(figsize=(7, 1 + 1.8 * len(names)), layout="constrained")
    panels = figure.subplots(len(names), 1, sharex=True, squeeze=False)[:, 0]
    for name, panel in zip(names, panels, strict=True):
        logged = [(100 * point[DONE], point[name]) for point in points if name in point]
        panel.plot(*zip(*logged, strict=True), marker="." if len(logged) < 50 else "")
        panel.set_ylabel(name)
        panel.grid(alpha=0.3)
    panels[-1].set_xlabel("percent of the run")
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=100)
    return stream.getvalue()
