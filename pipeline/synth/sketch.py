"""Draws views in milliseconds with numpy: ideal shapes, the scene's own lamps, soft shadows, no light between objects.

Far from Cycles, but with its geometry, palette and light, so that a network may learn on many sketches before it sees
a few rendered pictures, and tests have scenes without Blender.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image

from pipeline.synth.scene import Lamp, Thing, View
from pipeline.synth.truth import cast, in_own_frame

EDGE = {True: 5, False: 12}
"""How fast the normal turns at a shape's edges, for soft and for crisp shapes: the exponent of a superquadric."""

INDIRECT = 0.12
"""Irradiance that stands in for the light which the ground and the objects throw on each other."""

PENUMBRA = 0.35
"""Width of a shadow's rim in radii of the object."""


class SketchRenderer:
    """Ray casting with direct light alone.  The same view gives the same picture."""

    def __init__(self, threads: int = 0) -> None:
        self.threads = threads  # as other renderers take it; one is enough

    def render(self, view: View) -> np.ndarray:
        """The picture, ``uint8`` of shape ``(height, width, 3)``."""
        rays, eye = _rays(view), np.asarray(view.camera.position, np.float32)
        light = _ground(view, eye, rays)
        nearest = np.full(rays.shape[:2], np.inf)
        for thing in view.things:
            rows, columns = _window(view, thing)
            if rows.stop <= rows.start or columns.stop <= columns.start:
                continue
            beam = rays[rows, columns]
            reach = cast(thing, view.camera, np.arange(*_ends(columns)) + 0.5, np.arange(*_ends(rows)) + 0.5)
            seen = reach < nearest[rows, columns]
            nearest[rows, columns][seen] = reach[seen]
            light[rows, columns][seen] = _surface(view, thing, eye, beam[seen], reach[seen, None])
        return (255 * _srgb(light) + 0.5).astype(np.uint8)


def _rays(view: View) -> np.ndarray:
    """Directions, ``(height, width, 3)``, of length 1 along the optical axis."""
    camera = view.camera
    xs, ys = np.arange(camera.width) + 0.5 - camera.width / 2, np.arange(camera.height) + 0.5 - camera.height / 2
    grid = np.stack([*np.meshgrid(xs / camera.focal, ys / camera.focal), np.ones((camera.height, camera.width))], -1)
    return (grid @ camera.rotation).astype(np.float32)


def _window(view: View, thing: Thing) -> tuple[slice, slice]:
    """Rows and columns that the thing may cover."""
    u, v, depth = view.camera.project(thing.center[None])[0]
    if depth <= 0.1:
        return slice(0, 0), slice(0, 0)
    reach = 1.75 * thing.radius * view.camera.focal / max(depth - thing.radius, 0.1) + 2
    return _clipped(v, reach, view.camera.height), _clipped(u, reach, view.camera.width)


def _clipped(middle: float, reach: float, size: int) -> slice:
    first, last = np.clip([middle - reach, middle + reach], 0, size).astype(int)
    return slice(int(first), int(last))


def _ends(part: slice) -> tuple[int, int]:
    return part.start, part.stop


def _ground(view: View, eye: np.ndarray, rays: np.ndarray) -> np.ndarray:
    """Light from the ground along each ray; above the horizon its far end, which curves up.

    It varies slowly, so every second ray each way is enough.
    """
    some = rays[::2, ::2]
    reach = eye[2] / np.maximum(-some[..., 2:], 1e-3)
    light = _floor(view, eye + some * np.minimum(reach, 40.0), view.things).astype(np.float32)
    height, width = rays.shape[:2]
    planes = np.moveaxis(light, -1, 0)
    wide = [Image.fromarray(plane).resize((width, height), Image.Resampling.BILINEAR) for plane in planes]
    return np.stack([np.asarray(plane) for plane in wide], axis=-1)


def _floor(view: View, points: np.ndarray, casters: Sequence[Thing]) -> np.ndarray:
    """Light that leaves points of the ground, shadows of ``casters`` included."""
    about = view.surroundings
    points = points * np.array([1, 1, 0], np.float32)
    up = np.array([0, 0, 1], np.float32)
    total = np.zeros_like(points)
    for lamp in view.lamps:
        total += _irradiance(lamp, points, up) * _lit(lamp, points, casters)[..., None]
    near = np.ones(points.shape[:-1], np.float32)
    for thing in casters:  # the sky and the sun are hidden close to an object
        away = np.hypot(points[..., 0] - thing.x, points[..., 1] - thing.y) / thing.radius
        near *= 1 - 0.6 * np.exp(-np.maximum(away - 0.8, 0) * 2.5)
    total += (np.asarray(view.sky) * np.pi + view.sun + INDIRECT) * near[..., None]
    albedo = np.asarray(about.ground, np.float32)
    if about.texture:
        x, y = points[..., 0:1] * about.texture_scale, points[..., 1:2] * about.texture_scale
        total = total * (1 + about.texture * 0.5 * (np.sin(x + 1.7 * np.sin(y)) * np.sin(1.3 * y + np.sin(2.1 * x))))
    return total * albedo / np.pi


def _irradiance(lamp: Lamp, points: np.ndarray, normals: np.ndarray) -> np.ndarray:
    """From a small square lamp that faces the origin: ``P cos cos' / (pi d^2)`` in each colour."""
    place = np.asarray(lamp.position, np.float32)
    toward = place - points
    square = _dot(toward, toward)
    falls = np.maximum(_dot(toward, np.broadcast_to(normals, toward.shape)), 0)
    leaves = np.maximum(toward @ (place / np.linalg.norm(place)), 0)
    return (lamp.power / np.pi * falls * leaves / square**2)[..., None] * np.asarray(lamp.rgb, np.float32)


def _lit(lamp: Lamp, points: np.ndarray, casters: Sequence[Thing]) -> np.ndarray:
    """Share of the lamp that points of the ground see, objects taken for spheres."""
    share = np.ones(points.shape[:-1], np.float32)
    place = np.asarray(lamp.position, np.float32)
    toward = _unit(place - points)
    for thing in casters:
        to_thing = thing.center.astype(np.float32) - points
        along = _dot(to_thing, toward)
        aside = np.sqrt(np.maximum(_dot(to_thing, to_thing) - along * along, 0)) / thing.radius
        width = 1.1 if thing.shape == "cube" else 0.95
        share *= np.where(along > 0, np.clip((aside - width) / PENUMBRA + 0.5, 0, 1), 1)
    return share


def _surface(view: View, thing: Thing, eye: np.ndarray, rays: np.ndarray, reach: np.ndarray) -> np.ndarray:
    """Light that leaves the visible points of a thing toward the eye, shape ``(n, 3)``."""
    points = (eye + rays * reach).astype(np.float32)
    normals = _normals(thing, points)
    color = np.asarray(thing.rgb, np.float32)
    diffuse = sum((_irradiance(lamp, points, normals) for lamp in view.lamps), np.zeros_like(points))
    up = 0.5 + 0.5 * normals[:, 2:]
    diffuse += (np.asarray(view.sky) * np.pi + view.sun) * up + INDIRECT * (1.5 - up)
    gaze = _unit(rays)
    mirrored = gaze - 2 * _dot(gaze, normals)[:, None] * normals
    if thing.material == "metal":
        glossy = _glow(view, points, mirrored, 0.06, 0.5) + _around(view, points, mirrored)
        return color * (0.75 * glossy + 0.25 * diffuse / np.pi)
    return color * diffuse / np.pi + 0.04 * thing.roughness[1] * _glow(view, points, mirrored, 0.15, 1.0)


def _normals(thing: Thing, points: np.ndarray) -> np.ndarray:
    """Outward normals of the ideal shape, its edges rounded."""
    local = in_own_frame(thing, points)
    power = EDGE[thing.soft]
    if thing.shape == "cube":
        local = np.sign(local) * np.abs(local) ** power
    elif thing.shape == "cylinder":
        round_part = np.hypot(local[:, 0], local[:, 1]) ** (power - 1)
        local = np.stack(
            [local[:, 0] * round_part, local[:, 1] * round_part, np.sign(local[:, 2]) * np.abs(local[:, 2]) ** power],
            axis=-1,
        )
    c, s = np.cos(thing.turn), np.sin(thing.turn)
    normals = local @ np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]])
    return _unit(normals).astype(np.float32)


def _glow(view: View, points: np.ndarray, directions: np.ndarray, width: float, strength: float) -> np.ndarray:
    """What a glossy surface shows of the lamps."""
    total = np.zeros_like(points)
    for lamp in view.lamps:
        toward = _unit(np.asarray(lamp.position, np.float32) - points)
        near = np.exp((_dot(directions, toward) - 1) / width)[:, None]
        total += near * strength * lamp.power * np.asarray(lamp.rgb, np.float32) / 40
    return total


def _around(view: View, points: np.ndarray, directions: np.ndarray) -> np.ndarray:
    """What a mirror shows of the ground and the sky."""
    reach = points[:, 2:] / np.maximum(-directions[:, 2:], 0.05)
    ground = _floor(view, points + directions * np.minimum(reach, 12.0), ())
    below = np.clip(-directions[:, 2:] * 4 + 0.4, 0, 1)
    return below * ground + (1 - below) * (np.asarray(view.sky) + 0.02)


def _dot(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Dot product of vectors along the last axis."""
    return np.einsum("...i,...i->...", one, other)


def _unit(vectors: np.ndarray) -> np.ndarray:
    """The same directions with length 1."""
    return vectors / np.sqrt(np.maximum(_dot(vectors, vectors), 1e-12))[..., None]


def _srgb(light: np.ndarray) -> np.ndarray:
    """Linear light to display values in [0, 1]."""
    light = np.clip(light, 0, 1)
    return np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
