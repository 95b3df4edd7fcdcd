"""Whether things left and taken are told once, right and soon, through all that moves before a fixed camera.

    python -m benchmarks.left_and_taken --pictures FOLDER --count 40

``FOLDER`` holds photographs, of a training part: a thing cut out of one of them is left in another or taken from it,
while cut-out people and animals pass by, leaves sway, a shadow wanders, a lamp goes on, rain falls and a clock runs
(:mod:`benchmarks.disturbed_scene`); every picture has noise, an exposure and a compression of its own.  Equal seeds
give equal sequences.  Told right is what names the thing, or says "something", where it is; other news are false.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from PIL import Image

from benchmarks.common import Row, parser, print_rows, progress, share_of, write
from benchmarks.disturbed_scene import DisturbedScene
from pipeline.cli.options import captioner_of
from pipeline.core import messages
from pipeline.core.boxes import iou
from pipeline.core.images import load_picture
from pipeline.core.labels import ANIMATE, UNNAMED
from pipeline.core.types import SceneObject
from pipeline.flow.captioner import Captioner
from pipeline.synth.photo.compose import Placed, placed
from pipeline.synth.photo.cutouts import Cutout, Detect
from pipeline.synth.photo.generate import material
from pipeline.watch.events import Events
from pipeline.watch.lasting import LEAST_CONFIRM, News, follow_lasting

SIDE = 480
"""Pixels of the longer side of a sequence."""
FRAMES, CHANGED = 20, 10
"""Pictures of a sequence, and the first that shows what changed."""
SOON = 5
"""Pictures within which it has to be told."""
TRIES = 100
"""Scenes tried until one has room."""
LEAST_OVERLAP = 0.3
"""IoU from which a thing was told where it is."""


@dataclass(frozen=True)
class Verdict:
    """What became of one sequence: how often the change was told right, after how many pictures, and other news."""

    told: int
    delay: int | None
    false: int


def main() -> None:
    """Print a row for each figure and write the JSON, with what was said of each sequence."""
    arguments = _arguments()
    captioner = captioner_of(arguments)

    def detect(image: np.ndarray) -> Sequence[SceneObject]:
        return captioner.inspect(image).objects

    files, things = material(arguments.pictures, arguments.seed, detect)
    if len({one.label in ANIMATE for one in things}) < 2:  # what is left, and who passes by
        raise messages.error(messages.NOTHING_TO_CUT_OUT, path=arguments.pictures)
    records, verdicts = [], []
    for number in progress(range(arguments.count), "sequences"):
        record, verdict = _sequence(captioner, files, things, detect, np.random.default_rng([arguments.seed, number]))
        records.append({"number": number, **record})
        verdicts.append(verdict)
        print(number, record, verdict, flush=True)
    right = [one.told == 1 and one.delay is not None and one.delay <= SOON for one in verdicts]
    false = float(np.mean([one.false for one in verdicts]))
    count = len(verdicts)
    rows = [
        Row("left and taken", "told once, right, within 5", share_of(right), count, floor=0.9),
        Row("left and taken", "told at all", share_of(one.told > 0 for one in verdicts), count),
        Row("left and taken", "false events a sequence", false, count, floor=0.1, at_most=True),
    ]
    print_rows(rows)
    write(arguments.output, rows, pack=arguments.pack, sequences=records)


def _sequence(
    captioner: Captioner, files: list[Path], things: list[Cutout], detect: Detect, rng: np.random.Generator
) -> tuple[dict[str, Any], Verdict]:
    scene, thing = _scene(files, things, detect, rng)
    left = bool(rng.random() < 0.5)
    film = DisturbedScene(scene, [one for one in things if one.label in ANIMATE], rng)
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number:03d}.jpg" for number in range(FRAMES)]
        for number, path in enumerate(paths):
            shown = [thing] if left == (number >= CHANGED) else []
            picture, quality = film.picture(number, shown)
            Image.fromarray(picture).save(path, quality=quality)
        news = list(follow_lasting(paths, captioner, Events(LEAST_CONFIRM)))
    right = [one for one in news if _is_right(one, thing, left)]
    delay = int(right[0].after.stem) - CHANGED if right and isinstance(right[0].after, Path) else None
    said = [(str(one.after)[-7:-4], str(one.since)[-7:-4], one.caption) for one in news]
    record = {"label": thing.cutout.label, "left": left, "disturbed": film.names, "said": said}
    return record, Verdict(len(right), delay, len(news) - len(right))


def _scene(
    files: list[Path], things: list[Cutout], detect: Detect, rng: np.random.Generator
) -> tuple[np.ndarray, Placed]:
    """A photograph, and a thing at a free place in it."""
    lasting = [one for one in things if one.label not in ANIMATE]
    for _ in range(TRIES):
        path = files[int(rng.integers(len(files)))]
        scene = _sized(load_picture(path))
        busy = np.array([one.box for one in detect(scene) if one.score >= 0.3], float).reshape(-1, 4)
        cutout = lasting[int(rng.integers(len(lasting)))]
        thing = placed(cutout, scene, busy, rng) if cutout.source != path.name else None
        if thing is not None:
            return scene, thing
    raise messages.error(messages.NO_ROOM_FOR_CHANGE, kind="add")


def _is_right(news: News, thing: Placed, left: bool) -> bool:
    change = news.change
    box = change.box_after if left else change.box_before
    kind = change.kind == ("add" if left else "drop")
    named = change.label in (thing.cutout.label, UNNAMED)
    return kind and named and box is not None and float(iou(box, thing.box)[0, 0]) >= LEAST_OVERLAP


def _sized(picture: np.ndarray) -> np.ndarray:
    scale = SIDE / max(picture.shape[:2])
    size = round(picture.shape[1] * scale), round(picture.shape[0] * scale)
    return np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.BICUBIC))


def _arguments() -> argparse.Namespace:
    made = parser(__doc__, "left_and_taken")
    made.set_defaults(pack="photo")
    made.add_argument("--pictures", type=Path, metavar="FOLDER", required=True, help="photographs to compose of")
    made.add_argument("--count", type=int, default=40, metavar="N", help="sequences (40)")
    made.add_argument("--seed", type=int, default=1)
    return made.parse_args()


if __name__ == "__main__":
    main()
