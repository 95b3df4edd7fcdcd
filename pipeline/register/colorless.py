"""Cameras that switch to black and white: the whole picture loses its colours, and no thing changed its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.core.channels import highest

MOST_TINT = 4.0
"""Deviation of chromaticity, in grey levels, of a picture in shades of one tint (compression adds two)."""

LEAST_COLORS = 8.0
"""The same of a picture whose colours the other one lost."""

PURE, LEAST_BESIDE_PURE = 0.75, 4.5
"""The same up to which a picture has no colour but its tint, and that of a pale one whose colours such a one lost."""


SPREAD = 5
"""Ninths of the picture that must have had colours: where fewer had, it is a thing that changed."""

SAME_STRUCTURE, STRUCTURE = 0.5, 2.0
"""Correlation of the fine structure of brightness where there are colours, under which they are those of something that
came, and the least deviation, in grey levels, that is any.  Of photographs that lost their colours it is over 0.9."""


LEAST_STEP = 3
"""Pixels each way over which colours are averaged, at least."""

KEPT, LEAST_TINT, MOST_KEPT = 6, 16, 0.2
"""Grey levels up to which a pixel is the same in both pictures, those between its channels from which it is coloured,
and the share of such pixels from which a part of a picture of one tint was recoloured, and nothing lost its colours."""

COLORLESS, TEXTURED = 3.0, 4.0
"""Tint up to which a pixel has no colour, and deviation of brightness around it from which it would show one."""

GRAY_SIDE, COLORED_SIDE, CUTS = 0.95, 0.5, (2, 3, 4, 5, 6)
"""Share of such pixels without colour on the one side of a straight cut, and on the other at most, from which a part of
a picture in black and white was given colours; and where it is cut, in eighths.  Of 236 photographs in colour one has
such a side."""

FADED, SHARP = 12, 0.25
"""Pixels over which compression lets colours fade, and the step of the mean change of chromaticity within them, in
units of that of the whole side, from which the side ends sharply."""


def one_lost_its_colors(before: np.ndarray, after: np.ndarray, valid: np.ndarray) -> bool:
    """Whether exactly one of two aligned pictures ``(h, w, 3)`` is in shades of a single tint, the other in colours."""
    seen = _with_and_without(before, after, valid)
    if seen is None or _plain_side(seen) is not None:
        return False
    parts = [part for row in np.array_split(seen.colored, 3) for part in np.array_split(row, 3, axis=1)]
    return sum(_deviation(part) > MOST_TINT for part in parts) >= SPREAD


def colored_side(before: np.ndarray, after: np.ndarray, valid: np.ndarray) -> np.ndarray | None:
    """The box ``(4,)`` of the one side of a straight cut whose colours only one of two aligned pictures shows, where
    they end sharply; None where there is none."""
    seen = _with_and_without(before, after, valid)
    found = None if seen is None else _plain_side(seen)
    if found is None:
        return None
    across, plain_first = found
    changed = highest(np.abs(_opponents(after) - _opponents(before)))
    profile = changed.mean(0) if across else changed.mean(1)
    size, profile = len(profile), profile if plain_first else profile[::-1]
    plain = [at for at in range(FADED, size - FADED) if profile[: at - FADED // 2].mean() <= COLORLESS]
    steps = [(profile[at : at + FADED].mean() - profile[at - FADED : at].mean(), at) for at in plain]
    step, at = max(steps, default=(0.0, 0))
    if step <= SHARP * profile[at:].mean():
        return None
    height, width = valid.shape
    low, high = (at, size) if plain_first else (0, size - at)
    return np.array([low, 0, high, height] if across else [0, low, width, high], float)


@dataclass(frozen=True, eq=False)
class _Seen:
    """Both pictures, small: the ``colored`` tints of the one in colours, what the chromaticity ``changed`` by, the
    brightness of both, and which pixels both show."""

    colored: np.ndarray
    changed: np.ndarray
    greys: list[np.ndarray]
    valid: np.ndarray


def _with_and_without(before: np.ndarray, after: np.ndarray, valid: np.ndarray) -> _Seen | None:
    """What is seen where one picture is of a single tint, the other is not, and both show the same; else None."""
    chromas = [_chroma(image, valid) for image in (before, after)]
    plain, colored = sorted((_tints(*chroma, valid) for chroma in chromas), key=_deviation)
    tint = _deviation(plain)
    least = LEAST_BESIDE_PURE if tint <= PURE else max(LEAST_COLORS, 3 * tint)
    if tint > MOST_TINT or _deviation(colored) < least:
        return None
    if _kept_share(before, after, valid) > MOST_KEPT:
        return None
    greys = _greys(before, after, colored.shape[1::-1])
    if not _same_structure(colored, greys):
        return None
    return _Seen(colored, chromas[1][0] - chromas[0][0], greys, valid)


def grey(image: np.ndarray) -> np.ndarray:
    """The picture without its colours, of the same shape and type."""
    import cv2

    return cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)


def _kept_share(before: np.ndarray, after: np.ndarray, valid: np.ndarray) -> float:
    """Share of the picture that has a colour, the same one in both."""
    step = max(1, round(np.sqrt(valid.size / 20000)))
    first, second = (image[::step, ::step].astype(np.int16) for image in (before, after))
    kept = (highest(np.abs(first - second)) <= KEPT) & (np.ptp(second, axis=-1) >= LEAST_TINT)
    return float(kept[valid[::step, ::step]].mean()) if valid.any() else 0.0


def _plain_side(seen: _Seen) -> tuple[bool, bool] | None:
    """Where one side of a straight cut has no colours: whether it is cut between columns, and whether it is the first
    side; None where there is none, as no light takes colours up to a row or column.

    A pixel has none where the fit says so or, since the other side may have pulled that to itself, where its
    chromaticity did not change.
    """
    import cv2

    spread = np.minimum(*(cv2.blur(one * one, (5, 5)) - cv2.blur(one, (5, 5)) ** 2 for one in seen.greys))
    known = (spread >= TEXTURED**2) & (
        cv2.resize(seen.valid.astype(np.uint8), seen.colored.shape[1::-1], interpolation=cv2.INTER_NEAREST) > 0
    )
    plain = known & (np.minimum(highest(np.abs(seen.colored)), highest(np.abs(seen.changed))) <= COLORLESS)
    for across, pair in ((False, (plain, known)), (True, (plain.T, known.T))):
        gray, all_ = (np.array([part.sum() for part in np.array_split(one, 8)], float) for one in pair)
        for cut in CUTS:
            sides = [gray[part].sum() / max(all_[part].sum(), 1) for part in (slice(0, cut), slice(cut, 8))]
            enough = min(all_[:cut].sum(), all_[cut:].sum()) >= 0.1 * all_.sum() > 0
            if enough and max(sides) >= GRAY_SIDE and min(sides) <= COLORED_SIDE:
                return across, bool(sides[0] >= sides[1])
    return None


def _same_structure(tints: np.ndarray, greys: list[np.ndarray]) -> bool:
    """Whether both pictures show the same where one of them has colours; so it is where they show nothing."""
    import cv2

    tinted = highest(np.abs(tints)) > MOST_TINT
    one, other = ((grey - cv2.blur(grey, (5, 5)))[tinted] for grey in greys)
    if not tinted.any() or max(one.std(), other.std()) < STRUCTURE:
        return True
    one, other = one - one.mean(), other - other.mean()
    return bool((one * other).mean() >= SAME_STRUCTURE * max(float(one.std() * other.std()), 1e-6))


def _greys(before: np.ndarray, after: np.ndarray, size: tuple[int, int]) -> list[np.ndarray]:
    """The brightness of both pictures, brought to ``size``, ``(width, height)``."""
    import cv2

    small = [cv2.resize(image, size, interpolation=cv2.INTER_AREA) for image in (before, after)]
    return [image.mean(-1).astype(np.float32) for image in small]


def _chroma(image: np.ndarray, valid: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What red and blue differ from green by, ``(h, w, 2)``, and the brightness, ``(h, w)``, of a smaller picture."""
    import cv2

    step = max(LEAST_STEP, round(np.sqrt(valid.size / 20000)))
    values = cv2.blur(image, (step, step))[::step, ::step].astype(np.float32)  # noise of the sensor is no colour
    return _opponents(values), values.mean(-1)


def _opponents(values: np.ndarray) -> np.ndarray:
    """What red and blue differ from green by, ``(h, w, 2)``."""
    values = values.astype(np.float32)
    return values[..., [0, 2]] - values[..., [1]]


def _tints(tints: np.ndarray, luma: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """The part of the chromaticity that brightness does not explain; ``(h, w, 2)``, 0 where not valid.

    A tint grows with brightness, as in sepia or in infrared light; one coloured thing has no say in it.
    """
    step = max(LEAST_STEP, round(np.sqrt(valid.size / 20000)))
    known = valid[::step, ::step]
    if known.sum() < 9:
        return np.zeros((*known.shape, 2), np.float32)
    terms = np.stack([np.ones_like(luma), luma, luma**2 / 255], -1)
    rest, used = tints, _like_most(tints, tints - np.median(tints[known], axis=0), terms, known)
    for _ in range(4):
        rest = tints - terms @ np.linalg.lstsq(terms[used], tints[used], rcond=None)[0]
        used = known & _near(rest, known)
    return np.where(known[..., None], rest, 0)


def _like_most(tints: np.ndarray, apart: np.ndarray, terms: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Where a fit starts: near what all together suggest, or near the middle tint where more are nearer to that.

    Of a gray ground of few levels and a coloured thing the former would give the ground a tint.
    """
    fitted = tints - terms @ np.linalg.lstsq(terms[known], tints[known], rcond=None)[0]
    nearest = min((fitted, apart), key=lambda rest: float(np.median(highest(np.abs(rest))[known])))
    return known & _near(nearest, known)


def _near(rest: np.ndarray, known: np.ndarray) -> np.ndarray:
    away = highest(np.abs(rest))
    return away <= 2 * float(np.median(away[known])) + 1


def _deviation(tints: np.ndarray) -> float:
    return float(np.sqrt((tints**2).mean())) if tints.size else 0.0
