"""Exact truth of a view by casting one ray a pixel at the ideal shapes: masks, boxes, visible shares, relations."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.synth.scene import Camera, Thing, View

RELATION_MARGIN = 0.2
"""World units two objects must differ by along a direction to stand in that relation, as in CLEVR's generator."""


def describe(view: View) -> list[dict]:
    """Truth of every object, in the field names of CLEVR plus ``bbox``, ``pixels`` and ``visibility``.

    ``bbox`` encloses the visible pixels (x1, y1 exclusive; None when there are none); ``visibility`` is the visible
    share of the whole outline, the part outside the frame counted as hidden.
    """
    owner, outline = owners(view.things, view.camera)
    records = []
    centers = view.camera.project(np.array([t.center for t in view.things]).reshape(-1, 3))
    for i, thing in enumerate(view.things):
        visible = owner == i
        pixels = int(visible.sum())
        records.append(
            {
                **thing.attributes,
                "3d_coords": [round(float(v), 5) for v in thing.center],
                "pixel_coords": [round(float(v), 3) for v in centers[i]],
                "rotation": round(float(np.degrees(thing.turn)), 3),
                "bbox": bounds(visible),
                "pixels": pixels,
                "visibility": round(pixels / max(outline[i], 1.0), 4),
            }
        )
    return records


def relations(things: tuple[Thing, ...], camera: Camera) -> dict[str, list[list[int]]]:
    """``relations[R][i]`` lists the objects that stand R of object i, along the ground and relative to the camera."""
    right, _, forward = camera.rotation
    across = np.array([right[0], right[1]]) / np.hypot(right[0], right[1])
    along = np.array([forward[0], forward[1]]) / np.hypot(forward[0], forward[1])
    spots = np.array([[t.x, t.y] for t in things]).reshape(-1, 2)
    table = {}
    for name, direction in (("behind", along), ("front", -along), ("left", -across), ("right", across)):
        reach = spots @ direction
        table[name] = [
            [j for j in range(len(things)) if j != i and reach[j] > reach[i] + RELATION_MARGIN]
            for i in range(len(things))
        ]
    return table


def owners(things: Sequence[Thing], camera: Camera) -> tuple[np.ndarray, np.ndarray]:
    """Which thing each pixel shows, -1 for none, and the pixels of each whole outline, off-frame too."""
    pad = camera.width // 2
    columns = np.arange(-pad, camera.width + pad) + 0.5
    rows = np.arange(-pad, camera.height + pad) + 0.5
    nearest = np.full((len(rows), len(columns)), np.inf)
    owner = np.full(nearest.shape, -1)
    outline = np.zeros(len(things))
    for i, thing in enumerate(things):
        u, v, depth = camera.project(thing.center[None])[0]
        if depth <= 0.1:
            continue
        reach = 1.75 * thing.radius * camera.focal / max(depth - thing.radius, 0.1) + 2
        xs = np.flatnonzero(np.abs(columns - u) <= reach)
        ys = np.flatnonzero(np.abs(rows - v) <= reach)
        if not len(xs) or not len(ys):
            continue
        hit = cast(thing, camera, columns[xs], rows[ys])
        outline[i] = np.isfinite(hit).sum()
        part = slice(ys[0], ys[-1] + 1), slice(xs[0], xs[-1] + 1)
        closer = hit < nearest[part]
        nearest[part][closer] = hit[closer]
        owner[part][closer] = i
    return owner[pad : pad + camera.height, pad : pad + camera.width], outline


def cast(thing: Thing, camera: Camera, xs: np.ndarray, ys: np.ndarray) -> np.ndarray:
    """Distance along the ray of each pixel to the thing's surface, inf where the ray misses."""
    grid = np.stack(np.meshgrid(xs - camera.width / 2, ys - camera.height / 2), axis=-1) / camera.focal
    rays = np.concatenate([grid, np.ones((*grid.shape[:2], 1))], axis=-1) @ camera.rotation
    to_local = _to_local(thing)
    origin = to_local @ (np.asarray(camera.position) - thing.center)
    direction = rays @ to_local.T
    with np.errstate(divide="ignore", invalid="ignore"):
        return {"sphere": _sphere, "cube": _slab_cube, "cylinder": _cylinder}[thing.shape](origin, direction)


def in_own_frame(thing: Thing, points: np.ndarray) -> np.ndarray:
    """World points ``(n, 3)`` in the frame of a thing, where its shape is upright and has radius 1."""
    return (points - thing.center) @ _to_local(thing).T


def _to_local(thing: Thing) -> np.ndarray:
    c, s = np.cos(thing.turn), np.sin(thing.turn)
    return np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]]) / thing.radius


def _sphere(o: np.ndarray, d: np.ndarray) -> np.ndarray:
    near, far = _quadratic((d * d).sum(-1), d @ o, (o * o).sum() - 1)
    return _first(near, far)


def _slab_cube(o: np.ndarray, d: np.ndarray) -> np.ndarray:
    low, high = (-1 - o) / d, (1 - o) / d
    return _first(np.minimum(low, high).max(-1), np.maximum(low, high).min(-1))


def _cylinder(o: np.ndarray, d: np.ndarray) -> np.ndarray:
    near, far = _quadratic((d[..., :2] ** 2).sum(-1), d[..., :2] @ o[:2], (o[:2] ** 2).sum() - 1)
    low, high = (-1 - o[2]) / d[..., 2], (1 - o[2]) / d[..., 2]
    return _first(np.maximum(near, np.minimum(low, high)), np.minimum(far, np.maximum(low, high)))


def _quadratic(a: np.ndarray, half_b: np.ndarray, c: float) -> tuple[np.ndarray, np.ndarray]:
    root = np.sqrt(half_b * half_b - a * c)
    return (-half_b - root) / a, (-half_b + root) / a


def _first(near: np.ndarray, far: np.ndarray) -> np.ndarray:
    return np.where((near <= far) & (near > 0), near, np.inf)


def bounds(mask: np.ndarray) -> list[int] | None:
    """The box around the pixels of a mask, x1 and y1 exclusive; None where there are none."""
    if not mask.any():
        return None
    xs, ys = np.flatnonzero(mask.any(0)), np.flatnonzero(mask.any(1))
    return [int(xs[0]), int(ys[0]), int(xs[-1]) + 1, int(ys[-1]) + 1]
