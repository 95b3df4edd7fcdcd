"""One tool as a process that is asked about one pair at a time; see :mod:`benchmarks.peer_processes`."""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from time import perf_counter, process_time

import numpy as np
from PIL import Image

Compare = Callable[[str, str], tuple[bool, float]]
"""Two files to whether something has changed, and how much or how surely."""

LEAST_SIMILAR = 0.99
"""Structural similarity below which visual tests usually fail."""

LEAST_FOREGROUND = 0.001
"""Share of foreground from which background subtraction is usually taken to have found something."""


def main() -> None:
    """Answer lines from the standard input until it ends."""
    name, threads = sys.argv[1], int(sys.argv[2])
    compare = TOOLS[name](threads)
    said, sys.stdout = sys.stdout, sys.stderr  # whatever prints besides
    print(json.dumps({"ready": True}), file=said, flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        if asked.get("memory"):
            print(
                json.dumps({"memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}), file=said, flush=True
            )
            continue
        start, spent = perf_counter(), process_time()
        changed, score = compare(asked["before"], asked["after"])
        times = {"seconds": perf_counter() - start, "processor": process_time() - spent}
        print(json.dumps({"changed": bool(changed), "score": float(score), **times}), file=said, flush=True)


def ours(threads: int, pack: str = "auto") -> Compare:
    """This program; how sure it is of the first change is its score."""
    from pipeline.flow.captioner import Captioner

    captioner = Captioner.from_pack(pack, threads=threads)

    def compare(before: str, after: str) -> tuple[bool, float]:
        changes = captioner.describe(before, after).changes
        return bool(changes), changes[0].confidence if changes else 0.0

    return compare


def ours_told(threads: int) -> Compare:
    """The same, told which world the pictures are of: blocks."""
    return ours(threads, "blocks")


def ssim(threads: int) -> Compare:
    """Structural similarity of scikit-image."""
    from skimage.metrics import structural_similarity

    def compare(before: str, after: str) -> tuple[bool, float]:
        similar = structural_similarity(*map(_array, (before, after)), channel_axis=-1)
        return similar < LEAST_SIMILAR, 1 - similar

    return compare


def mog2(threads: int) -> Compare:
    """Background subtraction of OpenCV: the picture before is the background."""
    import cv2

    cv2.setNumThreads(threads)

    def compare(before: str, after: str) -> tuple[bool, float]:
        model = cv2.createBackgroundSubtractorMOG2(detectShadows=True)
        for _ in range(5):
            model.apply(_array(before))
        mask = model.apply(_array(after), learningRate=0) == 255
        share = float(cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)).mean())
        return share > LEAST_FOREGROUND, share

    return compare


def resnet101(threads: int) -> Compare:
    """What a captioner costs that reads conv4 of ResNet-101 and decodes with an attention LSTM, as DUDA does."""
    from benchmarks.peer_networks import ResNetCaptioner

    return _cost_of(ResNetCaptioner, threads)


def vit(threads: int) -> Compare:
    """What one costs that reads ViT-B/32 and decodes with three layers of a transformer, as CLIP4IDC does."""
    from benchmarks.peer_networks import ViTCaptioner

    return _cost_of(ViTCaptioner, threads)


def _cost_of(kind: Callable[[], Callable[[np.ndarray, np.ndarray], None]], threads: int) -> Compare:
    import torch

    torch.set_num_threads(threads)
    network = kind()

    def compare(before: str, after: str) -> tuple[bool, float]:
        network(_array(before), _array(after))
        return False, 0.0

    return compare


def _array(path: str) -> np.ndarray:
    return np.asarray(Image.open(path).convert("RGB"))


TOOLS: dict[str, Callable[[int], Compare]] = {
    "ours": ours,
    "ours-told": ours_told,
    "ssim": ssim,
    "mog2": mog2,
    "resnet101": resnet101,
    "vit": vit,
}

if __name__ == "__main__":
    main()
