"""Sequences before a fixed camera, as a watch meets them: it is covered, a clock runs, a visitor returns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np
from PIL import Image

from benchmarks.field_faults.camera import SCENE
from benchmarks.field_faults.case import ANY, Right, told
from benchmarks.field_faults.grounds import Grounds, somewhere, taken, thing
from benchmarks.field_faults.judge import FALSE, MORE, RIGHT, SILENT, Verdict, fits
from benchmarks.field_faults.overlays import clock_of
from pipeline.flow.captioner import Captioner
from pipeline.watch.events import Events
from pipeline.watch.follow import follow
from pipeline.watch.lasting import LEAST_CONFIRM, follow_lasting

LATER = 4
"""Pictures within which what lasts must be told."""


@dataclass(frozen=True, eq=False)
class Film:
    """Pictures in their order, and what is news: with which picture, and what is right to say then.

    ``lasting`` is for a watch that tells what stays, some pictures later.
    """

    pictures: tuple[np.ndarray, ...]
    news: tuple[tuple[int, Right], ...]
    made: str
    lasting: bool = False


def judge_film(captioner: Captioner, film: Film) -> Verdict:
    """Watch a film, and compare what is told with what is news."""
    heard = []
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number:03d}.png" for number in range(len(film.pictures))]
        for path, picture in zip(paths, film.pictures, strict=True):
            Image.fromarray(picture).save(path)
        watched = follow_lasting if film.lasting else follow
        try:
            for one in watched(paths, captioner, Events(LEAST_CONFIRM if film.lasting else 1)):
                heard.append((int(Path(str(one.after)).stem), one))
        except Exception as fault:
            return Verdict("crashed", f"{type(fault).__name__}: {fault}")
    latest = LATER if film.lasting else 0
    hits = [
        [0 <= number - when <= latest and fits(one.change, right) for when, right in film.news] for number, one in heard
    ]
    missed = any(not any(row[i] for row in hits) for i in range(len(film.news)))
    wrong = any(not any(row) for row in hits)
    said = " ".join(f"{number}: {one.caption}" for number, one in heard)
    return Verdict(FALSE if missed and wrong else MORE if wrong else SILENT if missed else RIGHT, said)


def _lost(rng: np.random.Generator, scene: np.ndarray) -> tuple[str, Callable[[], np.ndarray]]:
    """What a camera shows that is covered, out of focus or unplugged."""
    which = int(rng.integers(3))
    if which == 0:
        level = rng.uniform(5, 110) + rng.uniform(-6, 6, 3)
        return "covered", lambda: taken(np.broadcast_to(level, scene.shape), rng, 3.0)
    if which == 1:
        soft = cv2.GaussianBlur(scene, (0, 0), float(rng.uniform(5, 10)))
        return "out of focus", lambda: taken(soft, rng)
    blank = np.broadcast_to(np.array([(0, 0, 210), (0, 0, 0), (128, 128, 128)][int(rng.integers(3))]), scene.shape)
    return "unplugged", lambda: blank.astype(np.uint8)


def lost_twice(rng: np.random.Generator, grounds: Grounds) -> Film:
    """A camera that sees nothing twice in short order; in half of them something came the first time."""
    scene = grounds.photo(rng)
    box = somewhere(rng, scene.shape, 0.15, 0.3, 0.1)
    comes = rng.random() < 0.5
    now = thing(scene, box, rng) if comes else scene
    (first, one), (second, other) = _lost(rng, scene), _lost(rng, scene)
    held = int(rng.integers(1, 4))
    pictures = [taken(scene, rng), *(one() for _ in range(held)), taken(now, rng), other(), taken(now, rng)]
    back = held + 1
    news = [(1, SCENE), (back, SCENE), (back + 1, SCENE), (back + 2, SCENE)]
    news += [(back, told(ANY, box))] if comes else []
    return Film(tuple(pictures), tuple(news), f"{first}, {second}{', and a thing' if comes else ''}")


def running_clock(rng: np.random.Generator, grounds: Grounds) -> Film:
    """A clock that runs in every picture; in half of them somebody leaves a thing and takes it again."""
    scene = grounds.photo(rng)
    box = somewhere(rng, scene.shape, 0.15, 0.25, 0.18)
    comes = rng.random() < 0.5
    clock = clock_of(rng, scene.shape[1])
    pictures = []
    for number in range(7):
        seen = thing(scene, box, np.random.default_rng(1)) if comes and 2 <= number < 5 else scene
        pictures.append(
            taken(clock(seen, f"2024-05-{8 + number} 1{number}:{7 * number:02d}:{59 - 8 * number:02d}"), rng)
        )
    news = [(2, told(ANY, box)), (5, told(ANY, box))] if comes else []
    return Film(tuple(pictures), tuple(news), "and a thing" if comes else "alone")


def returning(rng: np.random.Generator, grounds: Grounds) -> Film:
    """A visitor who returns after one, two or three pictures."""
    scene = grounds.any(rng)
    box = somewhere(rng, scene.shape, 0.15, 0.3, 0.08)
    with_it = thing(scene, box, rng)
    here, away = int(rng.integers(1, 3)), int(rng.integers(1, 4))
    order = [False, *[True] * here, *[False] * away, *[True] * here, False]
    pictures = [taken(with_it if one else scene, rng) for one in order]
    turns = [i for i in range(1, len(order)) if order[i] != order[i - 1]]
    kinds = [ANY - {"drop" if order[i] else "add"} for i in turns]
    return Film(
        tuple(pictures), tuple((i, told(k, box)) for i, k in zip(turns, kinds, strict=True)), f"away for {away}"
    )


def lost_lasting(rng: np.random.Generator, grounds: Grounds) -> Film:
    """A watch of what stays before a camera that sees nothing for a while."""
    scene = grounds.photo(rng)
    name, nothing = _lost(rng, scene)
    held = int(rng.integers(5, 9))
    pictures = [*(taken(scene, rng) for _ in range(9)), *(nothing() for _ in range(held))]
    pictures += [taken(scene, rng) for _ in range(7)]
    return Film(tuple(pictures), ((9, SCENE), (9 + held, SCENE)), f"{name}, lasting", lasting=True)


FILMS: dict[str, Callable[[np.random.Generator, Grounds], Film]] = {
    "watch: camera lost twice": lost_twice,
    "watch: clock": running_clock,
    "watch: visitor returns": returning,
    "watch: lasting, camera lost": lost_lasting,
}
