"""Region features of Flickr8k, computed once for `benchmarks.retrieval`.

    python -m benchmarks.flickr_features ../shared FEATURES
    python -m benchmarks.flickr_features ../shared FEATURES --network FILE     (of another ImageNet network)

Every picture gives the whole of it, its mirror image, and, from one look at a larger size, the whole again, five
overlapping parts, and what a COCO detector finds; each is a 1280-vector of an ImageNet network.  Regions are pooled
from that larger look's last feature map, as in Fast R-CNN (Girshick 2015), which costs less than a look at each.
Takes a quarter of an hour of one core; a run that was interrupted goes on.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from tqdm import tqdm

from detectors.feature_map import FeatureMap
from detectors.yolox import YoloxDetector
from pipeline.core.boxes import iou

SIDE = 224
LARGER = 12 / 7
"""Sides of the look that regions are pooled from, in sides that the network was trained on."""
SLOTS = 16
PART = 2 / 3
CENTRES = ((1 / 3, 1 / 3), (2 / 3, 1 / 3), (1 / 3, 2 / 3), (2 / 3, 2 / 3), (1 / 2, 1 / 2))
DETECTION = 0.1  # yolox_nano's mAP is 0.5: fainter boxes are mostly wrong
SAME_PLACE = 0.7
LEAST = 8  # pixels a side
SPLITS = ("train", "dev", "test")


def main() -> None:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("shared", type=Path, help="the folder of reference data")
    made.add_argument("out", type=Path, help="where the features go")
    made.add_argument("--network", type=Path, metavar="FILE", help="ONNX, with the output pooled of 1280 numbers")
    made.add_argument("--threads", type=int, default=1)
    arguments = made.parse_args()
    data, weights = arguments.shared / "data" / "flickr8k", arguments.shared / "weights"
    names = [name for split in SPLITS for name in (data / f"{split}.txt").read_text().split()]
    store = Store(arguments.out, names)
    network = Network(arguments.network or weights / "mobilenet_v2_imagenet.onnx", arguments.threads)
    detector = YoloxDetector(weights / "yolox_nano.onnx", threshold=DETECTION, threads=arguments.threads)
    for place in tqdm(store.missing("whole"), desc="whole pictures", mininterval=30):
        picture = _read(data, names[place])
        store.put(place, 0, network.features([picture, picture[:, ::-1]]), _boxes_of_whole())
    for place in tqdm(store.missing("regions"), desc="regions", mininterval=30):
        picture = _read(data, names[place])
        boxes = _regions(picture, detector)
        store.put(place, 2, network.pooled(picture, boxes), boxes)
    store.flush()


class Store:
    """``features.npy`` (pictures, slots, 1280) in half precision, ``boxes.npy`` as shares of the sides, ``counts.npy``
    (slots filled), ``names.txt``: one picture a line, train, dev, test."""

    def __init__(self, folder: Path, names: list[str]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "names.txt").write_text("\n".join(names) + "\n")
        self.features = _mapped(folder / "features.npy", np.float16, (len(names), SLOTS, 1280))
        self.boxes = _mapped(folder / "boxes.npy", np.float32, (len(names), SLOTS, 4))
        self.counts = _mapped(folder / "counts.npy", np.int16, (len(names),))

    def missing(self, what: str) -> Iterator[int] | Any:
        return np.flatnonzero(self.counts < {"whole": 2, "regions": 3}[what]).tolist()

    def put(self, place: int, slot: int, features: np.ndarray, boxes: np.ndarray) -> None:
        end = slot + len(features)
        self.features[place, slot:end] = features
        self.boxes[place, slot:end] = boxes / SIDE
        self.counts[place] = end
        if place % 200 == 0:
            self.flush()

    def flush(self) -> None:
        for array in (self.features, self.boxes, self.counts):
            array.flush()


class Network:
    """An ImageNet network: features of whole pictures and of regions, both averages of its last feature map."""

    def __init__(self, weights: Path, threads: int) -> None:
        self.map = FeatureMap(weights, threads)

    def features(self, pictures: list[np.ndarray]) -> np.ndarray:
        """Of whole pictures, shape ``(n, 1280)``."""
        return np.stack([self.map(_sized(picture, self.map.side)).mean(axis=(1, 2)) for picture in pictures])

    def pooled(self, picture: np.ndarray, boxes: np.ndarray) -> np.ndarray:
        """Of boxes in the pixels of a picture, seen at the larger size, shape ``(n, 1280)``."""
        found = self.map(_sized(picture, round(LARGER * self.map.side)))
        across = _shares(boxes[:, 0] / SIDE, boxes[:, 2] / SIDE, found.shape[2])
        down = _shares(boxes[:, 1] / SIDE, boxes[:, 3] / SIDE, found.shape[1])
        return np.einsum("ny,nx,cyx->nc", down, across, found, optimize=True)


def _shares(low: np.ndarray, high: np.ndarray, cells: int) -> np.ndarray:
    """How much of each interval, of the unit length, falls into each of so many cells; rows sum to 1."""
    edges = np.arange(cells) / cells
    inside = np.minimum(high[:, None], edges + 1 / cells) - np.maximum(low[:, None], edges)
    inside = np.maximum(inside, 0)
    return inside / inside.sum(axis=1, keepdims=True)


def _read(data: Path, name: str) -> np.ndarray:
    picture = Image.open(data / "images" / Path(name).with_suffix(".webp").name).convert("RGB")
    return _sized(np.asarray(picture), SIDE)


def _sized(picture: np.ndarray, side: int) -> np.ndarray:
    return np.asarray(Image.fromarray(picture).resize((side, side), Image.Resampling.BICUBIC))


def _boxes_of_whole() -> np.ndarray:
    return np.tile(np.array([0, 0, SIDE, SIDE], float), (2, 1))


def _regions(picture: np.ndarray, detector: YoloxDetector) -> np.ndarray:
    """The whole, five parts, and then the detections, best first; of two in the same place the better one."""
    half = PART / 2
    boxes = [np.array([0, 0, SIDE, SIDE], float)]
    boxes += [np.array([x - half, y - half, x + half, y + half]) * SIDE for x, y in CENTRES]
    found: list[np.ndarray] = []
    for one in detector.detect(picture):
        if len(found) < SLOTS - 3 - len(CENTRES) and all(
            iou(one.box[None], other[None])[0, 0] < SAME_PLACE for other in found
        ):
            found.append(one.box)
    return np.stack(boxes + [box for box in found if min(box[2:] - box[:2]) >= LEAST])


def _mapped(path: Path, kind: type, shape: tuple[int, ...]) -> np.ndarray:
    return np.lib.format.open_memmap(path, mode="r+" if path.exists() else "w+", dtype=kind, shape=shape)


if __name__ == "__main__":
    main()
