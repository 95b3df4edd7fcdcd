"""What alters pixels and changes nothing: other smoothing, compression, light, a pixel of scroll."""

# ruff: noqa: E501 - markup, scripts and style sheets stay on their lines
from __future__ import annotations

import io

import numpy as np
from PIL import Image

from pipeline.synth.screen.browser import View
from pipeline.synth.screen.truth import Element

NOISES = (
    "identical",
    "text_rendering",
    "smoothing",
    "subpixel",
    "scroll_1px",
    "caret",
    "jpeg",
    "webp",
    "gamma",
    "brightness",
    "scale",
    "blur",
)


DRIFT = 3
"""CSS pixels that an element may drift by; ink that is cut off drifts by more than its box."""

_SCRIPTS = {
    "text_rendering": "() => document.body.style.textRendering = 'geometricPrecision'",
    "smoothing": "() => document.body.style.transform = 'translateZ(0) scale(1.0001)'",
    "subpixel": "() => document.body.style.transform = 'translate(.37px, .41px)'",
    "scroll_1px": "() => document.body.style.marginTop = parseFloat(getComputedStyle(document.body).marginTop) + 1 + 'px'",
    "caret": "() => { const e = document.querySelector('input:not([type=checkbox]):not([type=radio])'); if (e) { e.style.outline = e.style.boxShadow = 'none'; e.style.transition = 'none'; e.focus() } }",
}
"""What the document is told."""


def disturb(
    view: View, before: np.ndarray, elements: list[Element], rng: np.random.Generator
) -> tuple[np.ndarray, str | None] | None:
    """The page again with one of :data:`NOISES`, and what it was (None for the very same pixels).

    None instead of both where the page answers with another layout, as those do whose parts are fixed to the window.
    """
    name = str(rng.choice(NOISES))
    script = _SCRIPTS.get(name)
    if script is None:
        return compressed(before, name, rng)
    view.run(script)
    after, shown = view.shoot()
    return None if _laid_out_anew(elements, shown, DRIFT * view.page.scale) else (after, name)


def _laid_out_anew(before: list[Element], after: list[Element], far: float) -> bool:
    """Whether an element went farther than some pixels, or is no longer there."""
    boxes = {one.key: one.box for one in after}
    return any(
        one.key not in boxes or np.abs(np.subtract(boxes[one.key], one.box)).max() > far
        for one in before
        if one.key >= 0
    )


def compressed(image: np.ndarray, name: str, rng: np.random.Generator) -> tuple[np.ndarray, str | None]:
    """The pixels after one of the noises that need no browser."""
    if name in ("jpeg", "webp"):
        quality = int(rng.integers(30, 96))
        stream = io.BytesIO()
        Image.fromarray(image).save(stream, name.upper(), quality=quality)
        return np.asarray(Image.open(stream).convert("RGB")), f"{name}:{quality}"
    if name == "gamma":
        power = float(rng.uniform(0.9, 1.1))
        return np.rint(255 * (image / 255.0) ** power).astype(np.uint8), f"gamma:{power:.2f}"
    if name == "brightness":
        by = int(rng.integers(-10, 11))
        return np.clip(image.astype(int) + by, 0, 255).astype(np.uint8), f"brightness:{by:+d}"
    if name in ("scale", "blur"):
        share = 1.25 if name == "scale" else 0.8
        height, width = image.shape[:2]
        away = Image.fromarray(image).resize((round(width * share), round(height * share)), Image.Resampling.BICUBIC)
        return np.asarray(away.resize((width, height), Image.Resampling.BICUBIC)), f"scale:{share}"
    return image.copy(), None
