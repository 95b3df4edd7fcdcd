"""How many of the known objects of the surveillance frames are detected, for several sizes of tile.

    python -m benchmarks.photo_detections --tile-side 0 240 160

Needs the folder of reference data (``SPOT_IT_SHARED``).  The frames' other objects are not known, so that nothing can
be said about false detections but how many there are of all.
"""

from __future__ import annotations

from dataclasses import replace
from time import process_time

import numpy as np

from benchmarks.common import Row, parser, print_rows, progress, shared_folder, write
from benchmarks.photo_truth import ENOUGH_OVERLAP, NAMES, read_photo_pairs
from detectors.yolox import YoloxDetector
from pipeline.core.images import load_picture
from pipeline.evaluate.shown import overlap
from pipeline.worlds.finder import find_world

Truth = list[tuple[str, list[float]]]
"""Label and box of every single object that is known in a frame; groups have one box for several."""


def main() -> None:
    """Print a row for each figure and size, and write the JSON."""
    made = parser(__doc__, "photo_detections")
    made.set_defaults(pack="photo")
    made.add_argument("--tile-side", type=int, nargs="+", default=[0, 240, 160], metavar="PIXELS")
    arguments = made.parse_args()
    pack = find_world(arguments.pack)
    weights = arguments.weights or shared_folder() / "weights" / "yolox_nano.onnx"
    settings = {key: value for key, value in pack.arguments("detector", "onnx").items() if key != "weights"}
    detector = YoloxDetector(weights, threads=1, **settings)
    frames = _frames()[: arguments.limit]
    rows = [
        row
        for side in arguments.tile_side
        for row in _rows(replace(detector, tile_side=side), frames, pack.node_score, f"tiles of {side}")
    ]
    print_rows(rows)
    write(arguments.output, rows)


def _frames() -> list[tuple[np.ndarray, Truth]]:
    found = []
    for pair in read_photo_pairs(shared_folder() / "data" / "photo_pairs"):
        for path, view in ((pair.before, "box_before"), (pair.after, "box_after")):
            single = [one for one in pair.objects if one[view] is not None and one["count"] == 1]
            if pair.world == "surveillance" and single:
                truth = [(NAMES.get(one["label"], one["label"]), one[view]) for one in single]
                found.append((load_picture(path), truth))
    return found


def _rows(detector: YoloxDetector, frames: list[tuple[np.ndarray, Truth]], node_score: float, name: str) -> list[Row]:
    scores, shown = [], 0
    start = process_time()
    for image, truth in progress(frames, name):
        found = detector.detect(image)
        shown += sum(one.score >= node_score for one in found)
        for label, box in truth:
            fitting = [one for one in found if one.label == label and overlap(box, one.box) >= ENOUGH_OVERLAP]
            scores.append(max((one.score for one in fitting), default=0.0))
    seconds = (process_time() - start) / len(frames)
    return [
        Row(name, "known objects shown", float(np.mean(np.array(scores) >= node_score)), len(scores)),
        Row(name, "known objects shown or faint", float(np.mean(np.array(scores) > 0)), len(scores)),
        Row(name, "objects shown a picture", shown / len(frames), len(frames)),
        Row(name, "processor seconds a picture", seconds, len(frames)),
    ]


if __name__ == "__main__":
    main()
