"""Thing or ground: fits what tells them apart in a changed place of a photograph, and measures it on other pairs.

    pipeline synth PAIRS --world photo --pictures FOLDER --count 300 --kinds add,drop,replace
    python -m benchmarks.things_and_ground --fit PAIRS --on OTHERS

Where a thing came or went one picture shows it and the other the ground; where it was replaced both show a thing.  The
logistic regression's weights are printed as they stand in the pack's config.  A pair counts as replaced where both
pictures show a thing by at least ``both_there``.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.common import Row, parser, print_rows, progress, share_of, use_local_weights, write
from benchmarks.photo_truth import ENOUGH_OVERLAP, PhotoPair, read_photo_pairs
from pipeline.cli.options import captioner_of
from pipeline.core.boxes import iou
from pipeline.core.kinds import ADD, DROP, REPLACE
from pipeline.diff.pixels.aligned_pair import PICTURES, AlignedPair
from pipeline.diff.pixels.judgement import Judgement
from pipeline.diff.pixels.occupied import features, probability
from pipeline.flow.captioner import Captioner

KINDS = (ADD, DROP, REPLACE)


@dataclass(frozen=True, eq=False)
class Place:
    """A changed place: what both pictures show there, ``(2, 7)``, and whether that is a thing, ``(2,)``."""

    kind: str
    features: np.ndarray
    things: np.ndarray


def main() -> None:
    """Print the weights, and a row for each figure; write the JSON."""
    arguments = _arguments()
    captioner = captioner_of(arguments)
    fitted = [place for folder in arguments.fit for place in places(captioner, folder)]
    judgement = captioner.stages.differ
    assert isinstance(judgement, Judgement)
    if arguments.fit and {bool(thing) for one in fitted for thing in one.things} != {True, False}:
        raise SystemExit("nothing can be fitted: the pairs of --fit need things that came, went or were replaced")
    weights = fit(fitted) if fitted else np.array(judgement.occupied)
    print(f"occupied = [{', '.join(f'{value:.3f}' for value in weights)}]")
    rows: list[Row] = []
    for folder in arguments.on:
        rows += rows_of(folder.name, places(captioner, folder), weights, judgement.both_there)
    print_rows(rows)
    write(arguments.output, rows, weights=[float(value) for value in weights], places=len(fitted))


def places(captioner: Captioner, folder: Path) -> list[Place]:
    """The changed regions of pairs of which the truth says what both pictures show there."""
    pairs = [pair for pair in read_photo_pairs(folder) if pair.kinds and pair.kinds <= set(KINDS)]
    found = (_place(captioner, pair) for pair in progress(pairs, folder.name))
    return [place for place in found if place is not None]


def fit(found: Sequence[Place]) -> np.ndarray:
    """Weights of 1 and of the features, ``(8,)``, of a logistic regression."""
    from sklearn.linear_model import LogisticRegression

    given, truth = np.concatenate([one.features for one in found]), np.concatenate([one.things for one in found])
    mean, spread = given.mean(0), given.std(0)
    model = LogisticRegression(C=1.0).fit((given - mean) / spread, truth)
    slopes = model.coef_[0] / spread
    return np.concatenate([model.intercept_ - slopes @ mean, slopes])


def rows_of(name: str, found: Sequence[Place], weights: np.ndarray, least: float) -> list[Row]:
    """How often a place where something was replaced is taken for one, and how often one where it came or went is."""
    rows = []
    for kinds, measure in (
        ((REPLACE,), "replaced, taken for replaced"),
        ((ADD, DROP), "came or went, taken for replaced"),
    ):
        mine = [one for one in found if one.kind in kinds]
        both = [bool((probability(one.features, weights) >= least).all()) for one in mine]
        if mine:
            rows.append(Row(name, measure, share_of(both), len(mine)))
    return rows


def _place(captioner: Captioner, pair: PhotoPair) -> Place | None:
    analysis = captioner.diff(pair.before, pair.after)
    judgement = captioner.stages.differ
    if analysis.motion is None or not analysis.motion.view.related or not isinstance(judgement, Judgement):
        return None
    aligned = AlignedPair.of(analysis.before, analysis.after, analysis.motion.view, judgement)
    (kind,), true = pair.kinds, pair.objects[0]
    boxes = [np.array(true[f"box_{picture}"], float) for picture in PICTURES if true[f"box_{picture}"]]
    fits = [(max(float(iou(one.box, box)[0, 0]) for box in boxes), one) for one in aligned.sight.regions]
    overlap, region = max(fits, key=lambda one: one[0], default=(0.0, None))
    if region is None or overlap < ENOUGH_OVERLAP:
        return None
    things = np.array([kind != ADD, kind != DROP])
    return Place(kind, features(aligned, region), things)


def _arguments() -> argparse.Namespace:
    made = parser(__doc__, "things_and_ground")
    made.set_defaults(pack="photo")
    made.add_argument("--fit", action="append", type=Path, default=[], metavar="FOLDER", help="fit on these pairs")
    made.add_argument("--on", action="append", type=Path, default=[], metavar="FOLDER", help="measure on these pairs")
    arguments = made.parse_args()
    if not arguments.fit and not arguments.on:
        made.error("say which pairs to fit on (--fit FOLDER), or to measure (--on FOLDER)")
    use_local_weights(arguments)
    return arguments


if __name__ == "__main__":
    main()
