"""Whether the facts about photographs are right, and how often one is invented.

    python -m benchmarks.photos --limit 20
    python -m benchmarks.photos --draw failures/
    python -m benchmarks.photos --pairs-only --variant swapped
    python -m benchmarks.photos --pairs-only --pairs COMPOSED    # a folder of `pipeline synth --world photo`

Needs the folder of reference data (``SPOT_IT_SHARED``), and takes the detector's weights from there unless
``--weights`` or ``SPOT_IT_WEIGHTS`` names others.  An answer
is judged by the change that it puts first, which is the one that its sentence states; the sentence's words are measured
against the written captions by ``pipeline.evaluate``.  The unchanged photographs are pairs of a picture with itself,
taken again by ``benchmarks.disturb``; the plain measures beside it are given thresholds chosen on these very pairs.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
from PIL import Image

from benchmarks.common import parser, print_rows, progress, share_of, shared_folder, use_local_weights, write
from benchmarks.disturb import taken_again
from benchmarks.photo_figures import Values, alarm_rows, pair_rows, sentence_rows
from benchmarks.photo_truth import NOTHING, PhotoVerdict, judge_photo, read_photo_pairs
from benchmarks.photo_variants import VARIANTS
from benchmarks.plain_differences import differing_pixels, dissimilarity
from benchmarks.variants import add_variant_option, own_output
from pipeline.cli.options import captioner_of
from pipeline.core.images import load_picture
from pipeline.core.types import Analysis
from pipeline.flow.captioner import Captioner
from pipeline.output.draw import Mark, draw_marks

SELF_PAIRS = 500
PLAIN = {"structural similarity": dissimilarity, "pixel difference": differing_pixels}


def main() -> None:
    """Print a row for each figure and write the JSON, with what became of each pair."""
    arguments = _arguments()
    captioner = captioner_of(arguments)
    verdicts, plain = _photo_pairs(captioner, arguments)
    rows = pair_rows(verdicts) + sentence_rows(verdicts)
    alarms: list[dict[str, Any]] = []
    if not arguments.pairs_only:
        count = SELF_PAIRS if arguments.limit is None else arguments.limit
        alarms, same = _self_pairs(captioner, count, arguments.draw)
        hits = share_of(one.said != NOTHING for one in verdicts if one.pair.kinds)
        rows += alarm_rows(len(alarms), count, hits, plain, same)
    causes = Counter(one.cause for one in verdicts if one.cause)
    for verdict in verdicts:
        if verdict.cause:
            print(f"{verdict.pair.name}: {verdict.cause}\n    said: {verdict.said}")
    for cause, number in causes.most_common():
        print(f"{number:3}  {cause}")
    print_rows(rows)
    write(arguments.output, rows, pack=arguments.pack, causes=causes, pairs=list(map(_record, verdicts)), alarms=alarms)


def _photo_pairs(captioner: Captioner, arguments: argparse.Namespace) -> tuple[list[PhotoVerdict], Values]:
    """Verdicts on the reference pairs, and what the plain measures give for those that changed."""
    verdicts = []
    plain: Values = {name: [] for name in PLAIN}
    for one in progress(read_photo_pairs(arguments.pairs)[: arguments.limit], arguments.pairs.name):
        pair, before, after = VARIANTS[arguments.variant](one, load_picture(one.before), load_picture(one.after))
        start = process_time()
        description = captioner.describe(before, after)
        verdict = judge_photo(pair, description, process_time() - start)
        verdicts.append(verdict)
        if pair.kinds:
            for name, measure in PLAIN.items():
                plain[name].append(measure(before, after))
        if verdict.cause and arguments.draw:
            draw_analysis(arguments.draw / f"{pair.name}.png", description.analysis, pair.objects)
    return verdicts, plain


def _self_pairs(captioner: Captioner, count: int, folder: Path | None) -> tuple[list[dict[str, Any]], Values]:
    """What is said of photographs that did not change, and what the plain measures give for them."""
    files = sorted((shared_folder() / "data" / "coco_photos" / "images").iterdir())
    alarms = []
    plain: Values = {name: [] for name in PLAIN}
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
                draw_analysis(folder / f"self_{seed}.png", analysis, ())
    return alarms, plain


def draw_analysis(path: Path, analysis: Analysis, true: Iterable[dict[str, Any]]) -> None:
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
        "caption": verdict.caption,
        "fact": verdict.fact,
        "kind": verdict.kind,
        "label": verdict.label,
        "iou": round(verdict.box, 3),
        "seconds": round(verdict.seconds, 3),
        "cause": verdict.cause,
    }


def _arguments() -> argparse.Namespace:
    made = parser(__doc__, "photos")
    made.set_defaults(pack="photo")
    made.add_argument(
        "--pairs", type=Path, metavar="FOLDER", default=shared_folder() / "data" / "photo_pairs", help="other pairs"
    )
    made.add_argument("--pairs-only", action="store_true", help="leave out the unchanged photographs")
    add_variant_option(made, VARIANTS)
    made.add_argument("--draw", type=Path, metavar="FOLDER", help="write a picture of every failure to this folder")
    arguments = made.parse_args()
    own_output(arguments, made)
    use_local_weights(arguments)
    return arguments


if __name__ == "__main__":
    main()
