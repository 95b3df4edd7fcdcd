"""Exposure and white balance: the colours of one picture as the camera of the other would have rendered them."""

from __future__ import annotations

import numpy as np

from pipeline.core.channels import highest, lowest
from pipeline.register.borne_out import borne_out

SATURATED = 250.0
"""From this value on (or below its complement) a channel no longer tells how bright the scene was."""

SETTLED = 3e-4
"""Change of every coefficient under which the fit goes no further: a tenth of a level of 255 at most."""


def match_exposure(
    before: np.ndarray, after: np.ndarray, valid: np.ndarray, samples: int = 20000, rounds: int = 12
) -> tuple[np.ndarray, np.ndarray]:
    """Both pictures as ``float32``, one rendered like the other, and cut down to the range that both resolve.

    The one with more contrast is rendered like the flatter one: the other way round would strengthen noise and the
    traces of compression, and the answer would depend on which picture comes first.  Each channel is a cubic of the
    same channel of the other picture plus a share of its other channels (gain, gamma, contrast, white balance,
    saturation), fitted by iteratively reweighted least squares with Tukey's biweight, so that what changed in the scene
    has no say.  Curves that most of the picture does not bear out are left out: both then stay as they are.  Pictures
    are aligned ``uint8`` arrays ``(h, w, 3)``; ``valid`` marks the pixels that both show.
    """
    first, second, clear = _sample(before.astype(np.float32), after.astype(np.float32), valid, samples)
    if len(first) < 200:
        return before.astype(np.float32), after.astype(np.float32)
    if _contrast(first) >= _contrast(second):
        return _rendered_like(before, after, _fit(first, second, rounds), valid, clear)
    return _rendered_like(after, before, _fit(second, first, rounds), valid, clear)[::-1]


def _contrast(pixels: np.ndarray) -> float:
    """Distance of the quartiles of brightness, which no small change in the scene moves."""
    low, high = np.percentile(pixels.mean(-1), (25, 75))
    return float(high - low)


def _rendered_like(
    image: np.ndarray, model: np.ndarray, weights: list[np.ndarray], valid: np.ndarray, clear: float
) -> tuple[np.ndarray, np.ndarray]:
    """The picture under the curves ``weights``, and its model, both within the range that both resolve."""
    rendered = _render(image, weights)
    grey = _render(np.full((1, 1, 3), 128, np.uint8), weights)[0, 0]
    if not borne_out(image, model, rendered, grey, valid, clear):
        return image.astype(np.float32), model.astype(np.float32)
    low, high = _range(weights)
    return np.clip(rendered, low, high), np.clip(model.astype(np.float32), low, high)


def _sample(
    first: np.ndarray, second: np.ndarray, valid: np.ndarray, samples: int
) -> tuple[np.ndarray, np.ndarray, float]:
    """Pixels on a regular grid that both show and neither has clipped, shape ``(n, 3)`` each, and their share."""
    step = max(1, int(np.sqrt(valid.size / samples)))
    first, second, valid = first[::step, ::step], second[::step, ::step], valid[::step, ::step]
    both = np.concatenate([first, second], axis=-1)
    clear = valid & (highest(both) < SATURATED) & (lowest(both) > 255 - SATURATED)
    return first[clear], second[clear], float(clear.sum() / max(valid.sum(), 1))


def _fit(first: np.ndarray, second: np.ndarray, rounds: int) -> list[np.ndarray]:
    """Coefficients of every channel; a weak pull towards "nothing changed" settles what the pixels leave open."""
    spread = highest(np.abs(second - first))
    rarity = _rarity(first)
    trust = rarity / (1 + spread / max(float(np.median(spread)), 1.0))
    fitted = []
    for channel in range(3):
        terms = np.ascontiguousarray(_terms(first, channel).T)
        target = second[:, channel] / 255
        identity = np.zeros(len(terms))
        identity[1] = 1.0
        pull = np.diag([0.01, 0.01, 0.3, 0.3, 1.0, 1.0]) * len(target) * 1e-2
        weight = trust
        solution = identity
        for _ in range(rounds):
            weighted = terms * weight
            last, solution = solution, np.linalg.solve(weighted @ terms.T + pull, weighted @ target + pull @ identity)
            if np.abs(solution - last).max() < SETTLED:
                break
            error = np.abs(solution @ terms - target)
            scale = 4.685 * max(1.4826 * float(np.median(error)), 2 / 255)
            weight = rarity * np.clip(1 - (error / scale) ** 2, 0, 1) ** 2
        fitted.append(solution)
    return fitted


def _rarity(pixels: np.ndarray) -> np.ndarray:
    """Weights that give rare colours more of a say, so that curves hold for all colours; mean 1, shape ``(n,)``."""
    codes = (pixels // 32).astype(int) @ np.array([64, 8, 1])
    counts = np.bincount(codes, minlength=512)
    weight = 1 / np.sqrt(np.maximum(counts[codes], 20))
    return weight / weight.mean()


def _terms(pixels: np.ndarray, channel: int) -> np.ndarray:
    """The constant, the channel, its square and cube, and what the other channels differ by, shape ``(..., 6)``."""
    scaled = pixels / 255
    own = scaled[..., channel]
    others = [scaled[..., other] - own for other in range(3) if other != channel]
    curve = own * (1 - own)
    return np.stack([np.ones_like(own), own, curve, curve * own, *others], axis=-1)


def _apply(terms: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return (terms @ weights.astype(np.float32)) * 255


def _render(image: np.ndarray, weights: list[np.ndarray]) -> np.ndarray:
    """The picture under the fitted curves: a table for every channel, then the shares of the other channels."""
    import cv2

    values = np.arange(256, dtype=np.float32)
    table = np.stack([_apply(_terms(np.stack([values] * 3, -1), c), weights[c]) for c in range(3)], -1)
    mixing = np.zeros((3, 3), np.float32)
    for channel in range(3):
        others = [other for other in range(3) if other != channel]
        mixing[channel, others] = weights[channel][4:]
        mixing[channel, channel] = -weights[channel][4:].sum()
    return cv2.LUT(image, table[None]) + cv2.transform(image.astype(np.float32), mixing)


def _range(weights: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Where clipped values of the rendered picture end up in each channel, shape ``(3,)`` twice."""
    ends = np.array([[255 - SATURATED] * 3, [SATURATED] * 3], np.float32)
    rendered = np.stack([_apply(_terms(ends, channel), weights[channel]) for channel in range(3)], axis=-1)
    low, high = np.clip(rendered, 0, 255)
    return np.minimum(low, 100).astype(np.float32), np.maximum(high, 155).astype(np.float32)
