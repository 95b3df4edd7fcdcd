"""Rendered pictures as training samples, with random crops, zooms, mirroring and camera artefacts."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from detectors.rcnn.preprocess import HEIGHT, WIDTH
from detectors.rcnn.vocabulary import HEADS, SHAPES
from pipeline.core import messages
from pipeline.core.reading import WRONG, parse_json
from pipeline.synth import records
from pipeline.training.rcnn.cover import cover, masks
from pipeline.training.rcnn.sample import FAINTEST_PIXELS, FAINTEST_SHARE, Sample

COVERED = 0.35
"""The share of pictures in which an object is put in front of another."""


class RenderedSamples:
    """All pictures of folders made by ``pipeline synth``, held in memory as they were written (compressed).

    Raises
    ------
    SpotItError
        If there are none, or a file of truth or a picture is damaged.
    """

    def __init__(self, folders: list[Path]) -> None:
        self.scenes: list[tuple[bytes, dict]] = []
        for folder in folders:
            for file in sorted((folder / "truth").glob("*.json")):
                self.scenes += _scenes_of(folder, file)
        if not self.scenes:
            raise messages.error(messages.NO_RENDERED_SCENES, paths=", ".join(map(str, folders)))

    def __len__(self) -> int:
        return len(self.scenes)

    def plain(self, index: int) -> Sample:
        """The picture as rendered."""
        data, scene = self.scenes[index]
        return _sample(cv2.cvtColor(_decoded(np.frombuffer(data, np.uint8)), cv2.COLOR_BGR2RGB), scene)

    def augmented(self, index: int, rng: np.random.Generator) -> Sample:
        """The picture as another camera might have taken it."""
        sample = self.plain(index)
        if rng.random() < COVERED and len(sample.box) > 1:
            cover(sample, masks(self.scenes[index][1]), rng)
        if rng.random() < 0.15:
            sample.picture = _cut_off(sample.picture, sample.box, rng)
        sample.picture = _degrade(sample.picture, rng)
        return _warp(sample, rng)


def _scenes_of(folder: Path, file: Path) -> list[tuple[bytes, dict]]:
    """The compressed pictures of a file of truth, each with its part of it."""
    sides = [("image", "objects", "camera")]
    try:
        record = parse_json(file.read_bytes())
        if "before" in record:
            sides = [(side, f"objects_{side}", f"camera_{side}") for side in ("before", "after")]
        scenes = [
            (folder / record[image], {"objects": record[objects], "camera": record[camera]})
            for image, objects, camera in sides
        ]
        for _, scene in scenes:
            _check(scene)
    except WRONG as error:
        raise messages.error(messages.RENDERED_TRUTH_DAMAGED, path=file) from error
    return [(_read(picture), scene) for picture, scene in scenes]


def _read(picture: Path) -> bytes:
    try:
        return picture.read_bytes()
    except OSError as error:
        raise messages.error(messages.RENDERED_PICTURE_UNREADABLE, path=picture) from error


def _check(scene: dict) -> None:
    """One of `WRONG` where samples could not be made of it."""
    sample = _sample(np.zeros((1, 1, 3), np.uint8), scene)
    for values in (sample.box, sample.center, sample.scale, sample.visibility):
        if not np.isfinite(values).all():
            raise ValueError("a number of it is none")
    if len(sample.box) > 1:  # one may be put in front of another
        records.read_things(scene["objects"])
        records.read_camera(scene["camera"])


def _decoded(data: np.ndarray) -> np.ndarray:
    """A compressed picture, its channels in the order they were written in."""
    picture = cv2.imdecode(data, cv2.IMREAD_COLOR)
    if picture is None:
        raise messages.error(messages.RENDERED_PICTURE_DAMAGED)
    return picture


def _sample(picture: np.ndarray, scene: dict) -> Sample:
    objects = [o for o in scene["objects"] if o["bbox"]]
    depth = np.array([o["pixel_coords"][2] for o in objects], np.float32)
    wanted = [o["pixels"] >= FAINTEST_PIXELS and o["visibility"] >= FAINTEST_SHARE for o in objects]
    return Sample(
        picture,
        np.array([o["bbox"] for o in objects], np.float32).reshape(-1, 4),
        np.array(wanted, bool),
        {
            name: np.array([values.index(o[name]) for o in objects], np.int64)
            for name, values in {"shape": SHAPES, **HEADS}.items()
        },
        np.array([o["pixel_coords"][:2] for o in objects], np.float32).reshape(-1, 2),
        np.log(scene["camera"]["focal"] / np.maximum(depth, 0.1)),
        np.array([o["visibility"] for o in objects], np.float32),
    )


def _warp(sample: Sample, rng: np.random.Generator) -> Sample:
    """A window of the network's size; zoom 1 shows the whole picture."""
    height, width = sample.picture.shape[:2]
    zoom = float(np.exp(rng.uniform(np.log(0.5), np.log(1.7)))) if rng.random() < 0.75 else 1.0
    scale = zoom * min(WIDTH / width, HEIGHT / height)
    slack = np.array([WIDTH, HEIGHT]) * abs(1 - zoom)
    middle = np.array([width / 2, height / 2])
    focus = middle if zoom <= 1 or not len(sample.box) else _some_middle(sample, middle, rng)
    shift = np.array([WIDTH / 2, HEIGHT / 2]) - scale * focus + rng.uniform(-0.5, 0.5, 2) * slack
    flip = -1.0 if rng.random() < 0.5 else 1.0
    matrix = np.array([[flip * scale, 0, shift[0] if flip > 0 else WIDTH - shift[0]], [0, scale, shift[1]]])
    border = cv2.BORDER_REPLICATE if rng.random() < 0.4 else cv2.BORDER_CONSTANT
    fill = tuple(int(v) for v in (rng.integers(0, 200, 3) if rng.random() < 0.3 else np.full(3, rng.integers(0, 160))))
    sample.picture = cv2.warpAffine(
        sample.picture, matrix, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR, borderMode=border, borderValue=fill
    )
    corners = sample.box.reshape(-1, 2, 2) * [flip * scale, scale] + matrix[:, 2]
    box = np.concatenate([corners.min(1), corners.max(1)], 1)
    inside = np.clip(box, 0, [WIDTH, HEIGHT, WIDTH, HEIGHT])
    share = _area(inside) / np.maximum(_area(box), 1)
    pixels = _area(inside) * np.minimum(sample.visibility * 1.5, 1) * 0.8
    visibility = sample.visibility * share
    sample.wanted &= (share > 0.12) & (pixels > FAINTEST_PIXELS) & (visibility > FAINTEST_SHARE)
    keep = share > 0
    sample.box, sample.wanted = inside[keep].astype(np.float32), sample.wanted[keep]
    sample.labels = {name: values[keep] for name, values in sample.labels.items()}
    sample.center = (sample.center * [flip * scale, scale] + matrix[:, 2])[keep].astype(np.float32)
    sample.scale = (sample.scale + np.log(scale))[keep].astype(np.float32)
    sample.visibility = visibility[keep].astype(np.float32)
    return sample


def _some_middle(sample: Sample, middle: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    box = sample.box[int(rng.integers(len(sample.box)))]
    return 0.5 * (box[:2] + box[2:]) * 0.6 + middle * 0.4


def _area(box: np.ndarray) -> np.ndarray:
    return (box[:, 2] - box[:, 0]) * (box[:, 3] - box[:, 1])


def _cut_off(picture: np.ndarray, boxes: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The ground ends in darkness along a line beyond all objects, which is no object."""
    height, width = picture.shape[:2]
    angle = rng.uniform(0, 2 * np.pi)
    out = np.array([np.cos(angle), np.sin(angle)])
    corners = boxes[:, [0, 1, 0, 3, 2, 1, 2, 3]].reshape(-1, 2)
    objects_end = float((corners @ out).max(initial=-np.inf)) + 5
    picture_ends = float(max(0, width * out[0]) + max(0, height * out[1]))
    nearest = max(objects_end, picture_ends - 0.4 * height)
    if nearest >= picture_ends:
        return picture
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    beyond = x * out[0] + y * out[1] > rng.uniform(nearest, picture_ends)
    return np.where(beyond[..., None], np.uint8(min(abs(rng.normal(0, 15)), 80)), picture)


def _relit(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Light that varies smoothly over the picture, so that shapes are told by outlines more than by shading."""
    height, width = picture.shape[:2]
    grain = rng.uniform(14, 70)
    grid = rng.normal(0, rng.uniform(0.02, 0.14), (int(height / grain) + 2, int(width / grain) + 2))
    gain = cv2.resize(np.exp(grid).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    return np.clip(picture * gain[..., None], 0, 255).astype(np.uint8)


def _degrade(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Exposure, contrast, tint, blur, lower resolution, noise, compression."""
    height, width = picture.shape[:2]
    if rng.random() < 0.3:
        factor = rng.uniform(0.5, 1.0)
        small = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        picture = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    if rng.random() < 0.2:
        picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.3, 1.3))
    levels = np.arange(256, dtype=np.float32) / 255
    gain = np.exp(rng.normal(0, 0.2)) * np.exp(rng.normal(0, 0.05, 3))
    bend = np.exp(rng.normal(0, 0.15))
    curves = [np.clip(levels * g, 0, 1) ** bend + rng.normal(0, 0.01) for g in gain]
    table = (np.clip(np.stack(curves, -1), 0, 1) * 255).astype(np.uint8)
    picture = cv2.LUT(picture, table[None])
    if rng.random() < 0.6:
        picture = _relit(picture, rng)
    if rng.random() < 0.4:
        noise = rng.standard_normal((height, width, 1 if rng.random() < 0.3 else 3), np.float32) * rng.uniform(1, 9)
        picture = np.clip(picture + noise, 0, 255).astype(np.uint8)
    if rng.random() < 0.25:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(45, 96))]
        picture = _decoded(cv2.imencode(".jpg", picture, quality)[1])
    return picture
