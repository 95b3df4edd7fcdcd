"""Fits what tells screenshots from other pictures: a logistic model over shares that a look at the pixels tells.

Both kinds are seen as people keep them: as they are, through lossy formats, scaled, noisy, framed, too dark, too light;
photographs also at night and in black and white, screenshots also with large photographs on them.  Pictures with
transparency are laid on plain grounds, and shaded things and grounds seen from above are drawn besides.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from PIL import Image

from pipeline.core import messages
from pipeline.core.channels import highest
from pipeline.recognise.painted import Painted, painted
from pipeline.training.drawn_others import from_above, on_plain_ground, shaded_things

ENDINGS = (".png", ".jpg", ".jpeg", ".webp")

HELD_OUT = 4
"""Each so many pictures, one is measured on and not learned from."""

PENALTY = 0.01
"""On the square of each weight of a standardised share."""

AGAINST = ("soft",)
"""Shares that never speak for a screenshot; ``busy`` may speak either way, and all others only for one."""

VIEWS = 4
"""Crops of each photograph that are seen."""

DRAWN = 120
"""Pictures of shaded things that are drawn, and half as many of grounds seen from above."""

LARGEST = 1920
"""Longer side, in pixels, that photographs are shrunk to first."""


@dataclass(frozen=True)
class Fitted:
    """``weights`` by the names of the shares, the ``bias``, and how many held-out views are told rightly."""

    weights: dict[str, float]
    bias: float
    screens_right: float
    others_right: float


def fit_recogniser(
    screens: Path, others: Path, seed: int = 0, progress: Callable[[Iterable[Path]], Iterable[Path]] = iter
) -> Fitted:
    """Fit to the pictures of two folders, looked for in all folders below.

    Raises
    ------
    SpotItError
        If one of them holds too few pictures.
    """
    pages, files = (_pictures(folder) for folder in (screens, others))
    cut_outs = [path for path in files if _is_cut_out(path)]
    photographs = [path for path in files if path not in set(cut_outs)]
    looks: list[Painted] = []
    labels, held = [], []

    def learn(label: int, number: int, views: Iterable[Image.Image]) -> None:
        for seen in views:
            looks.append(painted(np.asarray(seen.convert("RGB"))))
            labels.append(label)
            held.append(number % HELD_OUT == 0)

    for number, path in enumerate(progress(pages)):
        learn(1, number, _screen_views(_read(path), photographs, np.random.default_rng([seed, 1, number])))
    for number, path in enumerate(progress(photographs)):
        rng = np.random.default_rng([seed, 0, number])
        image = _read_photograph(path)
        learn(0, number, [*_other_views(image, rng), *_without_light_or_colour(image, rng)])
    for number, path in enumerate(progress(cut_outs)):
        rng = np.random.default_rng([seed, 2, number])
        more = [cut_outs[i] for i in rng.integers(len(cut_outs), size=rng.integers(0, 3))]
        learn(0, number, [_kept(on_plain_ground([Image.open(one).convert("RGBA") for one in (path, *more)], rng), rng)])
    for number in range(DRAWN):
        rng = np.random.default_rng([seed, 3, number])
        learn(0, number, [_kept(shaded_things(rng), rng)] + [_kept(from_above(rng), rng)] * (number % 2))
    return fitted(looks, np.array(labels), np.array(held))


def fitted(looks: list[Painted], labels: np.ndarray, held: np.ndarray) -> Fitted:
    """The model of looks whose ``labels`` are 1 for screenshots; those ``held`` out are measured on.

    Both kinds weigh the same.  A share can only speak for what painting leaves: the model is monotonic, so that a
    picture unlike all that it was fitted to is not judged by an accident of the data.
    """
    from scipy.optimize import minimize

    names = [one.name for one in fields(Painted)]
    table = np.array([[getattr(look, name) for name in names] for look in looks])
    mean, spread = table[~held].mean(0), table[~held].std(0) + 1e-9
    scaled, truth = (table[~held] - mean) / spread, 2.0 * labels[~held] - 1
    share = np.where(truth > 0, 0.5 / (truth > 0).mean(), 0.5 / (truth < 0).mean())

    def loss(values: np.ndarray) -> tuple[float, np.ndarray]:
        odds = scaled @ values[:-1] + values[-1]
        slope = -truth * share / (1 + np.exp(truth * odds))
        gradient = np.append(scaled.T @ slope / len(truth) + 2 * PENALTY * values[:-1], slope.mean())
        return float((share * np.logaddexp(0, -odds * truth)).mean() + PENALTY * (values[:-1] ** 2).sum()), gradient

    bounds = [(None, 0) if name in AGAINST else (None, None) if name == "busy" else (0, None) for name in names]
    found = minimize(loss, np.zeros(len(names) + 1), jac=True, bounds=[*bounds, (None, None)], method="L-BFGS-B").x
    weights = found[:-1] / spread
    bias = float(found[-1] - weights @ mean)
    right = (table[held] @ weights + bias > 0) == (labels[held] == 1)
    shares = [float(right[labels[held] == label].mean()) for label in (1, 0)]
    return Fitted({n: round(float(w), 2) for n, w in zip(names, weights, strict=True) if w}, round(bias, 2), *shares)


def _pictures(folder: Path) -> list[Path]:
    found = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in ENDINGS]
    if len(found) < 2 * HELD_OUT:
        raise messages.error(messages.TOO_FEW_LOOKS, folder=folder, least=2 * HELD_OUT)
    return found


def _is_cut_out(path: Path) -> bool:
    """Whether a picture has transparency."""
    with Image.open(path) as opened:
        return "A" in opened.getbands() or "transparency" in opened.info


def _read(path: Path) -> Image.Image:
    with Image.open(path) as opened:
        return opened.convert("RGB")


def _read_photograph(path: Path) -> Image.Image:
    """The picture, large ones smaller."""
    with Image.open(path) as opened:
        opened.draft("RGB", (LARGEST, LARGEST))
        opened.thumbnail((LARGEST, LARGEST))
        return opened.convert("RGB")


def _screen_views(image: Image.Image, photographs: list[Path], rng: np.random.Generator) -> Iterator[Image.Image]:
    yield image
    yield _compressed(image, rng, 30)
    scale = float(rng.choice([0.5, 0.66, 0.8, 1.25, 1.5]))
    size = max(80, round(image.width * scale)), max(60, round(image.height * scale))
    scaled = image.resize(size, Image.Resampling.BICUBIC)
    yield _compressed(scaled, rng, 50) if rng.random() < 0.5 else scaled
    noise = rng.normal(0, rng.choice([0.7, 1.5, 2.5]), (image.height, image.width, 3))
    yield Image.fromarray(np.clip(np.asarray(image) + noise, 0, 255).astype(np.uint8))
    if min(image.size) >= 500:
        seen = _illustrated(image, _read_photograph(photographs[rng.integers(len(photographs))]), rng)
        yield _compressed(seen, rng, 40) if rng.random() < 0.5 else seen
        yield _gallery(image, photographs, rng)


def _gallery(image: Image.Image, photographs: list[Path], rng: np.random.Generator) -> Image.Image:
    """The page with a grid of photographs over half of it or more."""
    across, down = int(rng.integers(1, 4)), int(rng.integers(1, 3))
    wide, high = (round(side * rng.uniform(0.55, 0.9)) for side in image.size)
    left, top = (int((whole - part) * rng.random()) for whole, part in zip(image.size, (wide, high), strict=True))
    gap = int(rng.choice([0, 8, 20, 40]))
    seen = image.copy()
    for number in range(across * down):
        size = max(8, wide // across - gap), max(8, high // down - gap)
        photograph = _read_photograph(photographs[rng.integers(len(photographs))]).resize(size)
        seen.paste(photograph, (left + number % across * wide // across, top + number // across * high // down))
    return seen


def _illustrated(image: Image.Image, photograph: Image.Image, rng: np.random.Generator) -> Image.Image:
    """The page with a photograph across it; now and then the writing stays on top."""
    high = int(image.height * rng.uniform(0.3, 0.65))
    top = int(rng.choice([0, 60, image.height - high]))
    tall = max(high, image.width * photograph.height // photograph.width)
    cover = np.array(photograph.resize((image.width, tall), Image.Resampling.BILINEAR).crop((0, 0, image.width, high)))
    if rng.random() < 0.5:
        page = np.asarray(image.crop((0, top, image.width, top + high))).astype(int)
        cover[highest(np.abs(page - np.median(page.reshape(-1, 3), axis=0))) > 60] = 255
    seen = image.copy()
    seen.paste(Image.fromarray(cover), (0, top))
    return seen


def _other_views(image: Image.Image, rng: np.random.Generator) -> Iterator[Image.Image]:
    """Crops at the sizes of photographs: every other one over- or underexposed until parts are plain, some framed."""
    for number in range(VIEWS):
        share = rng.uniform(0.25, 1)
        wide, high = max(16, round(image.width * share)), max(16, round(image.height * share))
        x, y = int(rng.integers(0, image.width - wide + 1)), int(rng.integers(0, image.height - high + 1))
        goal = int(rng.choice([224, 320, 480, 640, 960]))
        seen = image.crop((x, y, x + wide, y + high)).resize(
            (goal, max(60, goal * high // wide)), Image.Resampling.LANCZOS
        )
        if number % 2:
            gain, lift = [(0.4, -60.0), (0.6, -40.0), (1.8, 20.0), (2.5, 20.0)][rng.integers(4)]
            seen = Image.fromarray(np.clip((np.asarray(seen).astype(float) + lift) * gain, 0, 255).astype(np.uint8))
        if rng.random() < 0.15:
            framed = Image.new("RGB", (seen.width + 40, seen.height + 40), ["black", "white"][rng.integers(2)])
            framed.paste(seen, (20, 20))
            seen = framed
        yield _compressed(seen, rng, 60)


def _without_light_or_colour(image: Image.Image, rng: np.random.Generator) -> Iterator[Image.Image]:
    """The photograph at night, and in black and white."""
    wide = int(rng.choice([224, 320, 480, 640]))
    small = image.resize((wide, max(60, wide * image.height // image.width)), Image.Resampling.BICUBIC)
    power = rng.uniform(2, 4.5)
    yield _kept(small.point([round(255 * (value / 255) ** power) for value in range(256)] * 3), rng)
    yield _kept(small.convert("L").convert("RGB"), rng)


def _kept(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """As people keep it: more often than not compressed."""
    return _compressed(image, rng, 50) if rng.random() < 0.6 else image


def _compressed(image: Image.Image, rng: np.random.Generator, worst: int) -> Image.Image:
    stream = io.BytesIO()
    image.save(stream, ["JPEG", "WEBP"][rng.integers(2)], quality=int(rng.integers(worst, 96)))
    return Image.open(stream).convert("RGB")
