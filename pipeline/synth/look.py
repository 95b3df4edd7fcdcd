"""Random looks: surfaces, lights, ground."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass

import numpy as np

from pipeline.synth.scene import COLORS, Lamp, Surroundings, Triple, triple

KEY = Lamp((6.45, -2.91, 4.26), 0.5, 78.5, (1.0, 0.93, 0.82))
FILL = Lamp((-4.67, -4.01, 3.01), 0.5, 23.6, (0.76, 0.82, 1.0))
BACK = Lamp((-1.17, 2.65, 5.82), 1.0, 39.3, (1.0, 1.0, 1.0))


@dataclass(frozen=True)
class Style:
    """What the surfaces of one scene share.

    ``spread`` 0 is CLEVR's own look, 1 the widest we render.  ``gamma`` 1 takes the palette as linear light, as CLEVR
    does, which looks pale; 2.2 takes it as sRGB, which looks deep.
    """

    spread: float
    gamma: float

    @classmethod
    def random(cls, widest: float, rng: np.random.Generator) -> Style:
        """A style between CLEVR's own and ``widest``."""
        spread = widest * rng.uniform(0.1, 1.0)
        return cls(float(spread), float(rng.uniform(1, 2.2)) if rng.random() < 0.5 * spread else 1.0)


def surface_color(name: str, style: Style, rng: np.random.Generator) -> Triple:
    """Linear RGB near the palette's colour: hue, saturation and value vary, the colour's name stays beyond doubt."""
    spread = style.spread
    h, s, v = colorsys.rgb_to_hsv(*(c / 255 for c in COLORS[name]))
    if name == "gray":
        s = abs(rng.normal(0, 0.03)) * spread
        h = rng.random()
        v = np.clip(v * np.exp(rng.normal(0, 0.22) * spread), 0.2, 0.62)
    else:
        h = (h + rng.normal(0, 0.009) * spread) % 1.0
        s = np.clip(s * np.exp(rng.normal(0, 0.10) * spread), 0.45, 1.0)
        v = np.clip(v * np.exp(rng.normal(0, 0.14) * spread), 0.2, 1.0)
    return triple(c**style.gamma for c in colorsys.hsv_to_rgb(h, float(s), float(v)))


def roughness(material: str, spread: float, rng: np.random.Generator) -> Triple:
    """Metal: the roughness of two glosses and their mix.  Rubber: roughness, specular strength and sheen.

    Rough metal in soft light is narrowed and glossy rubber widened, or the two could not be told apart by eye.
    """
    if material == "metal":
        centre, width = np.array([0.45, 0.1, 0.6]), np.array([0.06, 0.03, 0.08])
        low, high = [0.32, 0.03, 0.4], [0.55, 0.15, 0.7]
    else:
        centre, width = np.array([0.5, 0.25, 0.1]), np.array([0.18, 0.25, 0.3])
        low, high = [0.25, 0.0, 0.0], [1.0, 0.9, 1.0]
    return triple(np.clip(centre + rng.normal(0, width) * spread, low, high))


def bevel(shape: str, spread: float, rng: np.random.Generator) -> float:
    """Width of the rounded edges in units of the object's radius: CLEVR's cubes are rounder than its cylinders."""
    centre, width = (0.18, 0.05) if shape == "cube" else (0.06, 0.05)
    return float(np.clip(centre + rng.normal(0, width) * spread, 0.02, 0.3))


def lamps(spread: float, rng: np.random.Generator) -> tuple[tuple[Lamp, ...], float, Triple]:
    """Three area lights, the strength of the sun, and the sky's light."""
    turn = rng.uniform(0, 2 * np.pi) if rng.random() < 0.3 * spread else 0.0
    gain = np.exp(rng.normal(0, 0.2) * spread)
    lights = []
    for lamp in (KEY, FILL, BACK):
        x, y, z = np.asarray(lamp.position) + rng.uniform(-1, 1, 3) * (1 + 0.8 * spread)
        x, y = np.cos(turn) * x - np.sin(turn) * y, np.sin(turn) * x + np.cos(turn) * y
        power = lamp.power * gain * np.exp(rng.normal(0, 0.35) * spread)
        rgb = np.clip(np.asarray(lamp.rgb) * np.exp(rng.normal(0, 0.08, 3) * spread), 0, 1.2)
        size = lamp.size * np.exp(rng.normal(0, 0.5) * spread)
        lights.append(Lamp(triple((x, y, max(z, 1.5))), float(size), float(power), triple(rgb)))
    sky = (0.0, 0.0, 0.0)
    if rng.random() < 0.4 * spread:
        sky = triple(rng.uniform(0.02, 0.3) * np.exp(rng.normal(0, 0.08, 3)))
    return tuple(lights), float(0.25 * np.exp(rng.normal(0, 0.6) * spread)), sky


def surroundings(spread: float, rng: np.random.Generator) -> Surroundings:
    """The ground: grey, a little tinted, sometimes textured, sometimes with its edge in sight."""
    value = np.clip(0.75 * np.exp(rng.normal(0, 0.35) * spread), 0.15, 0.9)
    tint = np.exp(rng.normal(0, 0.05, 3) * spread)
    near_edge = rng.random() < 0.15 * spread
    return Surroundings(
        ground=triple(np.clip(value * tint, 0, 1)),
        ground_roughness=float(np.clip(0.9 - abs(rng.normal(0, 0.15)) * spread, 0.5, 1.0)),
        ground_size=float(rng.uniform(6, 15) if near_edge else 50),
        backdrop=float(rng.uniform(13, 20)) if not near_edge and rng.random() < 0.75 else 0.0,
        texture=float(rng.uniform(0.05, 0.4)) if rng.random() < 0.3 * spread else 0.0,
        texture_scale=float(np.exp(rng.uniform(-1, 3))),
    )
