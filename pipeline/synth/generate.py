"""Writes a folder of rendered scenes: resumable, the same from the same seed, on all cores.

The folder holds ``images/``, one small truth file a scene under ``truth/`` (its presence marks the scene as done),
and, at the end, all of them in ``pairs.jsonl`` (or ``scenes.jsonl`` for single pictures).
"""

from __future__ import annotations

import io
import json
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import numpy as np
from PIL import Image

from pipeline.core import messages
from pipeline.core.files import write_durably
from pipeline.core.processes import end_with_parent, quiet_tracker
from pipeline.core.spawned import SPAWNED
from pipeline.synth import records, sample
from pipeline.synth.camera_artefacts import develop
from pipeline.synth.order_file import require_same_order
from pipeline.synth.scene import WIDTH, View
from pipeline.synth.whole import is_whole_png

RENDERERS = {
    "blender": ("pipeline.synth.blender:BlenderRenderer", "bpy"),
    "sketch": ("pipeline.synth.sketch:SketchRenderer", "numpy"),
}
LEAST_WIDTH = 64
SCENES_PER_PROCESS = 150
"""Renderers hold on to memory: a worker is replaced after this many scenes."""
STILL = 900.0
"""Seconds without a finished scene after which the workers are given up; a scene takes seconds, minutes at most."""


@dataclass(frozen=True)
class Order:
    """What to render; equal orders give equal folders."""

    out: Path
    count: int
    seed: int
    kinds: tuple[str, ...] = sample.KINDS
    changes: int = 1
    single: bool = False
    renderer: str = "blender"
    recipe: sample.Recipe = sample.RECIPES["pairs"]


def generate(order: Order, workers: int = 0, progress: Callable[[Iterator[int]], Iterable[int]] = iter) -> Path:
    """Render what is missing from the folder and return the path of its manifest.

    ``progress`` wraps the iterator over finished scenes, as tqdm does.

    Raises
    ------
    SpotItError
        If the renderer is not installed, or the folder was made by another order.
    """
    _require(order)
    for folder in ("images", "truth"):
        (order.out / folder).mkdir(parents=True, exist_ok=True)
    _same_order(order)
    missing = [n for n in range(order.count) if not _is_done(order, n)]
    for _ in progress(_render_all(order, missing, workers or os.cpu_count() or 1)):
        pass
    manifest = order.out / ("scenes.jsonl" if order.single else "pairs.jsonl")
    _put(manifest, b"".join(_truth_file(order, n).read_bytes() for n in range(order.count)))
    return manifest


def _render_all(order: Order, numbers: list[int], workers: int) -> Iterator[int]:
    """Every number as its scene is done; a pool that stands still is replaced.

    A renderer that dies takes its scene with it, and its pool would wait for that scene for ever.
    """
    left = set(numbers)
    while left:
        due = len(left)
        for number in _render_until_still(order, sorted(left), workers):
            left.remove(number)
            yield number
        if len(left) == due:
            raise messages.error(messages.RENDERING_STANDS_STILL, number=min(left), minutes=STILL / 60)


def _render_until_still(order: Order, numbers: list[int], workers: int) -> Iterator[int]:
    quiet_tracker()
    threads = max(1, (os.cpu_count() or 1) // workers)
    with SPAWNED.Pool(
        workers, _start, (RENDERERS[order.renderer][0], threads), maxtasksperchild=SCENES_PER_PROCESS
    ) as pool:
        done = pool.imap_unordered(_render_one, [(order, n) for n in numbers])
        for _ in numbers:
            try:
                yield done.next(STILL)
            except multiprocessing.TimeoutError:
                return


class Renderer(Protocol):
    """What draws a view."""

    def render(self, view: View) -> np.ndarray:
        """The picture, ``uint8`` of shape ``(height, width, 3)``."""
        ...


_RENDERER: Renderer
"""Of this worker process, made once."""


def _start(path: str, threads: int) -> None:
    global _RENDERER
    end_with_parent()
    module, _, name = path.partition(":")
    _RENDERER = getattr(import_module(module), name)(threads=threads)


def _render_one(job: tuple[Order, int]) -> int:
    order, number = job
    rng = np.random.default_rng([order.seed, number, 3])
    if order.single:
        view = sample.single(order.seed, number, order.recipe)
        record, views = records.single(number, view), {"image": view}
    else:
        pair = sample.pair(order.seed, number, order.kinds, order.changes, order.recipe)
        record, views = records.pair(number, pair, order.seed), {"before": pair.before, "after": pair.after}
    for field, view in views.items():
        strength = order.recipe.artefacts * rng.uniform(0, 1)
        picture = develop(_RENDERER.render(view), strength, rng)
        content = io.BytesIO()
        Image.fromarray(picture).save(content, "PNG")
        _put(order.out / record[field], content.getvalue())
    _put(_truth_file(order, number), (json.dumps(record) + "\n").encode())
    return number


def _is_done(order: Order, number: int) -> bool:
    """Whether a scene's truth and pictures are there and whole, which after a power loss their names do not say."""
    try:
        record = records.read(_truth_file(order, number).read_bytes(), number, order.single)
        return all(map(is_whole_png, (order.out / record[field] for field in records.pictures(order.single))))
    except (OSError, ValueError):
        return False


def _truth_file(order: Order, number: int) -> Path:
    return order.out / "truth" / f"{number:06d}.json"


def _same_order(order: Order) -> None:
    wanted = {
        "seed": order.seed,
        "kinds": list(order.kinds),
        "changes": order.changes,
        "single": order.single,
        "renderer": order.renderer,
        "recipe": json.loads(json.dumps(_told(order.recipe))),
    }
    require_same_order(order.out, wanted)


def _told(recipe: sample.Recipe) -> dict[str, object]:
    """The recipe's settings; the usual width is left out, as in folders made before it could be chosen."""
    return {name: value for name, value in vars(recipe).items() if (name, value) != ("width", WIDTH)}


def _require(order: Order) -> None:
    renderer = order.renderer
    unknown = sorted(set(order.kinds) - set(sample.KINDS))
    if unknown or not order.kinds:
        raise messages.error(messages.NO_SUCH_KIND, kind=", ".join(unknown), known=", ".join(sample.KINDS))
    if order.count < 1:
        raise messages.error(messages.NOTHING_TO_RENDER)
    if order.seed < 0:
        raise messages.error(messages.NEGATIVE_SEED)
    if order.recipe.width < LEAST_WIDTH:
        raise messages.error(messages.TOO_NARROW, least=LEAST_WIDTH)
    if renderer not in RENDERERS:
        raise messages.error(messages.NO_RENDERER, renderer=renderer, known=", ".join(RENDERERS))
    package = RENDERERS[renderer][1]
    if find_spec(package) is None:
        raise messages.error(messages.RENDERER_NEEDS, renderer=renderer, package=package)


def _put(path: Path, content: bytes) -> None:
    """Write a file whole; what an interruption leaves beside it is written over by the next run."""
    partial = path.with_name(path.name + ".part")
    write_durably(partial, content)
    partial.replace(path)
