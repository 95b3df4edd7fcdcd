"""What a camera does to a clean picture: exposure, white balance, blur, noise, compression."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageFilter


def develop(picture: np.ndarray, strength: float, rng: np.random.Generator) -> np.ndarray:
    """A photograph of the clean ``uint8`` picture; ``strength`` 0 leaves it as it is, 1 is a poor phone camera."""
    if strength <= 0:
        return picture
    values = picture.astype(np.float32) / 255
    gain = np.exp(rng.normal(0, 0.18) * strength) * np.exp(rng.normal(0, 0.04, 3) * strength)
    values = np.clip(values * gain, 0, 1) ** np.exp(rng.normal(0, 0.12) * strength)
    image = Image.fromarray((np.clip(values, 0, 1) * 255).astype(np.uint8))
    if rng.random() < 0.5:
        image = image.filter(ImageFilter.GaussianBlur(float(rng.uniform(0, 1.0) * strength)))
    values = np.asarray(image, np.float32)
    if rng.random() < 0.6:
        noise = rng.normal(0, 1, picture.shape) + rng.normal(0, 0.5, (*picture.shape[:2], 1))
        values = values + noise * rng.uniform(0, 7) * strength
    image = Image.fromarray(np.clip(values + 0.5, 0, 255).astype(np.uint8))
    if rng.random() < 0.6:
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=int(rng.uniform(95 - 45 * strength, 96)))
        image = Image.open(buffer).convert("RGB")
    return np.asarray(image)
