"""Random views and pairs, deterministic from a seed and a number."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from pipeline.synth import cameras, look, truth
from pipeline.synth.changes import apply
from pipeline.synth.layout import random_things
from pipeline.synth.look import Style
from pipeline.synth.scene import WIDTH, Camera, Pair, Step, Surroundings, Thing, View

KINDS = ("color", "material", "add", "drop", "move", "replace", "none")


@dataclass(frozen=True)
class Recipe:
    """How varied the pictures are.

    ``spread`` 0 keeps CLEVR's own look, 1 is the widest.  ``reach`` is the largest shift of the camera between the
    views, in world units an axis.  ``pans`` is the share of pairs with large pans and zooms, ``odd`` the share of
    single pictures from odd angles, ``crowded`` the share of scenes with heavy overlap.
    """

    spread: float = 0.8
    reach: tuple[float, float] = (1.0, 2.0)
    pans: float = 0.12
    odd: float = 0.4
    crowded: float = 0.0
    objects: tuple[int, int] = (3, 10)
    min_pixels: int = 200
    samples: tuple[int, int] = (3, 6)
    raw: float = 0.12
    """Share of pictures rendered without the denoiser."""
    artefacts: float = 0.5
    """How strongly the camera spoils the picture, 0 to 1."""
    width: int = WIDTH
    """Pixels; the height is two thirds.  Numbers of pixels elsewhere are of pictures of the usual width."""

    @property
    def grain(self) -> float:
        """Pixels of a picture for each pixel that it has at the usual width."""
        return (self.width / WIDTH) ** 2


RECIPES = {
    "clevr": Recipe(spread=0.0, pans=0.0, raw=0.0, samples=(8, 8), artefacts=0.0),
    "pairs": Recipe(),
    "training": Recipe(pans=0.15, odd=0.35, crowded=0.6, objects=(3, 12), min_pixels=60, artefacts=0.3),
}


def pair(seed: int, number: int, kinds: tuple[str, ...], changes: int, recipe: Recipe) -> Pair:
    """Pair ``number`` of the set ``seed``: kinds take turns; ``changes`` steps are applied to different objects."""
    rng = np.random.default_rng([seed, number, 1])
    kind = kinds[number % len(kinds)]
    while True:
        style = Style.random(recipe.spread, rng)
        before = _first_view(recipe, style, rng)
        if before is None:
            continue
        wanted = [kind] if changes == 1 or kind == "none" else [kind, *_other_kinds(kinds, changes - 1, rng)]
        done = apply(before.things, [k for k in wanted if k != "none"], style, rng)
        if done is None:
            continue
        things, steps = done
        after = _second_view(before, things, recipe, style, rng)
        if _visible(before, after, steps, 150 * recipe.grain):
            return Pair(before, after, tuple(steps))


def single(seed: int, number: int, recipe: Recipe) -> View:
    """Picture ``number`` of the set ``seed``, for training a detector: from the usual place or from an odd angle."""
    rng = np.random.default_rng([seed, number, 2])
    while True:
        style = Style.random(recipe.spread, rng)
        things = _things(recipe, style, rng)
        if rng.random() < recipe.odd:
            camera = cameras.odd(rng)
        else:
            camera = cameras.moved(cameras.usual(rng), rng.uniform(0, recipe.reach[1]), rng)
            camera = cameras.panned(camera, rng) if rng.random() < recipe.pans else camera
        view = _view(things, camera, look.surroundings(style.spread, rng), recipe, style, rng)
        if sum(record["pixels"] >= recipe.min_pixels * recipe.grain for record in truth.describe(view)) >= 2:
            return view


def _first_view(recipe: Recipe, style: Style, rng: np.random.Generator) -> View | None:
    things = _things(recipe, style, rng)
    camera = cameras.usual(rng)
    pans = rng.random() < recipe.pans
    camera = cameras.panned(camera, rng) if pans else camera
    view = _view(things, camera, look.surroundings(style.spread, rng), recipe, style, rng)
    counts = [record["pixels"] / recipe.grain for record in truth.describe(view)]
    return view if (pans and max(counts) >= recipe.min_pixels) or min(counts) >= recipe.min_pixels else None


def _second_view(
    before: View, things: tuple[Thing, ...], recipe: Recipe, style: Style, rng: np.random.Generator
) -> View:
    camera = cameras.moved(before.camera, rng.uniform(*recipe.reach), rng)
    camera = cameras.panned(camera, rng) if rng.random() < recipe.pans else camera
    return _view(things, camera, before.surroundings, recipe, style, rng)


def _view(
    things: tuple[Thing, ...],
    camera: Camera,
    surroundings: Surroundings,
    recipe: Recipe,
    style: Style,
    rng: np.random.Generator,
) -> View:
    lamps, sun, sky = look.lamps(style.spread, rng)
    samples = int(rng.integers(recipe.samples[0], recipe.samples[1] + 1))
    raw = rng.random() < recipe.raw
    seed = int(rng.integers(2**31))
    camera = replace(camera, width=recipe.width, height=round(recipe.width * 2 / 3))
    return View(things, camera, lamps, sun, sky, surroundings, samples * (3 if raw else 1), not raw, seed)


def _things(recipe: Recipe, style: Style, rng: np.random.Generator) -> tuple[Thing, ...]:
    count = int(rng.integers(recipe.objects[0], recipe.objects[1] + 1))
    return tuple(random_things(count, style, bool(rng.random() < recipe.crowded), rng))


def _other_kinds(kinds: tuple[str, ...], count: int, rng: np.random.Generator) -> list[str]:
    real = [kind for kind in kinds if kind != "none"]
    return [str(rng.choice(real)) for _ in range(int(rng.integers(1, count + 1)))]


def _visible(before: View, after: View, steps: list[Step], least: float) -> bool:
    """Whether every change can be seen: the object where it is, and its empty place where it is not."""
    for step in steps:
        for view, index, other, twin in (
            (before, step.before, after, step.after),
            (after, step.after, before, step.before),
        ):
            if index is not None:
                if truth.describe(view)[index]["pixels"] < least:
                    return False
            else:
                assert twin is not None
                ghost = replace(view, things=(*view.things, other.things[twin]))
                if truth.describe(ghost)[-1]["pixels"] < least:
                    return False
    return True
