"""Whether the facts about photographs are right, and how often one is invented.

    python -m benchmarks.photos --limit 20
    python -m benchmarks.photos --draw failures/

Needs the folder of reference data (``SPOT_IT_SHARED``), and takes the detector's weights from there unless
``--weights`` or ``SPOT_IT_WEIGHTS`` names others.  An answer
is judged by the change that it puts first.  The unchanged photographs are pairs of a picture with itself, taken again
by ``benchmarks.disturb``; the plain measures beside it are given the threshold that suits these very pairs best.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
from PIL import Image

from benchmarks.common import Row, parser, print_rows, progress, share_of, shared_folder, write
from benchmarks.disturb import taken_again
from benchmarks.photo_truth import ENOUGH_OVERLAP, PhotoVerdict, judge_photo, read_photo_pairs
from benchmarks.plain_differences import best_threshold, differing_pixels, dissimilarity
from pipeline.captioner import Captioner
from pipeline.cli.options import captioner_of
from pipeline.images import load_picture
from pipeline.output.draw import Mark, draw_marks
from pipeline.types import Analysis

SELF_PAIRS = 500
PLAIN = {"structural similarity": dissimilarity, "pixel difference": differing_pixels}


def main() -> None:
    """Print a row for each figure and write the JSON, with what became of each pair."""
    arguments = _arguments()
    captioner = captioner_of(arguments)
    verdicts, plain = _photo_pairs(captioner, arguments.limit, arguments.draw)
    rows = _pair_rows(verdicts)
    alarms: list[dict[str, Any]] = []
    if not arguments.pairs_only:
        count = SELF_PAIRS if arguments.limit is None else arguments.limit
        alarms, same = _self_pairs(captioner, count, arguments.draw)
        rows += _alarm_rows(alarms, count, plain, same)
    causes = Counter(one.cause for one in verdicts if one.cause)
    for verdict in verdicts:
        if verdict.cause:
            print(f"{verdict.pair.name}: {verdict.cause}\n    said: {verdict.said}")
    for cause, number in causes.most_common():
        print(f"{number:3}  {cause}")
    print_rows(rows)
    write(arguments.output, rows, pack=arguments.pack, causes=causes, pairs=list(map(_record, verdicts)), alarms=alarms)


def _photo_pairs(
    captioner: Captioner, limit: int | None, folder: Path | None
) -> tuple[list[PhotoVerdict], dict[str, list[float]]]:
    """Verdicts on the reference pairs, and what the plain measures give for those that changed."""
    verdicts = []
    plain: dict[str, list[float]] = {name: [] for name in PLAIN}
    for pair in progress(read_photo_pairs(shared_folder() / "data" / "photo_pairs")[:limit], "photo_pairs"):
        before, after = load_picture(pair.before), load_picture(pair.after)
        start = process_time()
        analysis = captioner.diff(before, after)
        verdict = judge_photo(pair, analysis, process_time() - start)
        verdicts.append(verdict)
        if pair.kinds:
            for name, measure in PLAIN.items():
                plain[name].append(measure(before, after))
        if verdict.cause and folder:
            _draw(folder / f"{pair.name}.png", analysis, pair.objects)
    return verdicts, plain


def _self_pairs(
    captioner: Captioner, count: int, folder: Path | None
) -> tuple[list[dict[str, Any]], dict[str, list[float]]]:
    """What is said of photographs that did not change, and what the plain measures give for them."""
    files = sorted((shared_folder() / "data" / "coco_photos" / "images").iterdir())
    alarms = []
    plain: dict[str, list[float]] = {name: [] for name in PLAIN}
    for seed in progress(range(count), "coco_photos with themselves"):
        path = files[int(np.random.default_rng([seed]).integers(len(files)))]
        before = load_picture(path)
        after = taken_again(before, seed)
        analysis = captioner.diff(before, after)
        for name, measure in PLAIN.items():
            plain[name].append(measure(before, after))
        if analysis.changes:
            said = "; ".join(f"{one.kind} {one.label} ({one.confidence:.2f})" for one in analysis.changes)
            alarms.append({"seed": seed, "image": path.name, "said": said})
            if folder:
                _draw(folder / f"self_{seed}.png", analysis, ())
    return alarms, plain


def _pair_rows(verdicts: Sequence[PhotoVerdict]) -> list[Row]:
    rows = []
    for world, floor_label in (("surveillance", None), ("edited", 0.7)):
        mine = [one for one in verdicts if one.pair.world == world and one.pair.kinds]
        named = [one for one in mine if one.label is not None]
        if mine:
            rows.append(Row(world, "kind right", share_of(one.kind for one in mine), len(mine), 0.8))
            rows.append(Row(world, "label right", share_of(one.label for one in named), len(named), floor_label))
    none = [one for one in verdicts if not one.pair.kinds]
    changed = [one for one in verdicts if one.pair.kinds]
    if none:
        rows.append(Row("unchanged", "false alarms", share_of(not one.kind for one in none), len(none), 0.05, True))
    if changed:
        hits = share_of(one.box >= ENOUGH_OVERLAP for one in changed)
        rows.append(Row("changed", f"IoU >= {ENOUGH_OVERLAP} in a view", hits, len(changed), 0.75))
    rows.append(
        Row("photo_pairs", "processor seconds a pair", float(np.mean([one.seconds for one in verdicts])), len(verdicts))
    )
    return rows


def _alarm_rows(
    alarms: Sequence[dict[str, Any]], count: int, changed: dict[str, list[float]], same: dict[str, list[float]]
) -> list[Row]:
    name = "coco_photos with themselves"
    found = (
        {plain: best_threshold(changed[plain], same[plain]) for plain in PLAIN} if changed[next(iter(PLAIN))] else {}
    )
    tenth = min((rate for rate, _ in found.values()), default=1.0) / 10
    rows = [Row(name, "false alarms", len(alarms) / count, count, min(0.03, tenth), True)]
    for plain, (rate, hits) in found.items():
        rows.append(Row(name, f"false alarms of {plain}", rate, count))
        rows.append(Row("changed", f"hits of {plain}", hits, len(changed[plain])))
    return rows


def _draw(path: Path, analysis: Analysis, true: Iterable[dict[str, Any]]) -> None:
    """Both pictures side by side: detections grey, what is said red, what is true green."""
    path.parent.mkdir(parents=True, exist_ok=True)
    views = []
    for side in ("before", "after"):
        graph, view = getattr(analysis, side), f"box_{side}"
        marks = [Mark(one.box, f"{one.label} {one.score:.2f}", "#c0c0c0") for one in graph.objects]
        said = [one for one in analysis.changes if getattr(one, view) is not None]
        marks += [Mark(getattr(one, view), f"{one.kind} {one.label}", "#e6194b") for one in said]
        marks += [Mark(np.array(one[view], float), one["label"], "#2ca02c") for one in true if one[view] is not None]
        views.append(draw_marks(getattr(analysis, f"image_{side}"), marks))
    sheet = Image.new("RGB", (views[0].width + views[1].width, max(view.height for view in views)))
    sheet.paste(views[0], (0, 0))
    sheet.paste(views[1], (views[0].width, 0))
    sheet.save(path)


def _record(verdict: PhotoVerdict) -> dict[str, Any]:
    return {
        "id": verdict.pair.name,
        "true": sorted(verdict.pair.kinds),
        "said": verdict.said,
        "kind": verdict.kind,
        "label": verdict.label,
        "iou": round(verdict.box, 3),
        "seconds": round(verdict.seconds, 3),
        "cause": verdict.cause,
    }


def _arguments() -> argparse.Namespace:
    made = parser(__doc__, "photos")
    made.set_defaults(pack="photo")
    made.add_argument("--pairs-only", action="store_true", help="leave out the unchanged photographs")
    made.add_argument("--draw", type=Path, metavar="FOLDER", help="write a picture of every failure to this folder")
    arguments = made.parse_args()
    local = shared_folder() / "weights" / "yolox_nano.onnx"
    if arguments.weights is None and "SPOT_IT_WEIGHTS" not in os.environ and local.is_file():
        arguments.weights = local
    return arguments


if __name__ == "__main__":
    main()
