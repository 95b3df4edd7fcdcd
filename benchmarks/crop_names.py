"""What a classifier names where the detector has no name: pairs whose truth is known, the detector's names taken away.

    pipeline synth PAIRS --world photo --pictures FOLDER --count 100 --kinds add,drop,move
    python -m benchmarks.crop_names --pairs PAIRS --classifier mobilenet.onnx

Of everything that the detector sees the name is taken but "person", which ImageNet does not have.  A thing that came,
went or moved is then unnamed; the classifier's name for it is right if the true label is of that kind, as a dog is an
animal.  Answers on no true thing are left out.  ``--keep-names`` leaves the detector its names.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.common import Row, parser, print_rows, print_table, progress, share_of, use_local_weights, write
from benchmarks.photo_truth import ENOUGH_OVERLAP, NAMES, PhotoPair, best_overlap, read_photo_pairs
from detectors.classifier.hierarchy import kinds
from pipeline.cli.options import captioner_of
from pipeline.core.images import load_picture
from pipeline.core.labels import PERSON, UNNAMED
from pipeline.core.protocols import Detector
from pipeline.core.types import Change, SceneObject


class WithoutNames(Detector):
    """A detector whose names, but "person", are taken away."""

    def __init__(self, detector: Detector) -> None:
        self.detector = detector

    def detect(self, image: np.ndarray) -> list[SceneObject]:
        """What it sees, without names."""
        return list(map(_unnamed, self.detector.detect(image)))

    def look_again(self, image: np.ndarray, places: np.ndarray, known: Sequence[SceneObject]) -> list[SceneObject]:
        """The same of a closer look."""
        return list(map(_unnamed, self.detector.look_again(image, places, known)))


@dataclass(frozen=True)
class Naming:
    """One thing that changed: its true label, and what it is called."""

    pair: str
    label: str
    said: str

    @property
    def right(self) -> bool:
        """Whether the true label is the kind that is said, or one of it."""
        return self.said in lineage(NAMES.get(self.label, self.label))


def main() -> None:
    """Print a row for each figure and the names said of each label, and write the JSON."""
    arguments = _arguments()
    captioner = captioner_of(arguments)
    if not arguments.keep_names:
        captioner = captioner.replace(detector=WithoutNames(captioner.stages.detector))
    found: list[Naming] = []
    for pair in progress(read_photo_pairs(arguments.pairs)[: arguments.limit], arguments.pairs.name):
        changes = captioner.diff(load_picture(pair.before), load_picture(pair.after)).changes
        found += namings(pair, changes)
    rows = rows_of(found)
    said = Counter((one.label, one.said) for one in found if one.said not in (UNNAMED, PERSON))
    print_table([["true", "said", "times"], *([label, name, str(n)] for (label, name), n in said.most_common())])
    print_rows(rows)
    names = [{"id": one.pair, "label": one.label, "said": one.said, "right": one.right} for one in found]
    write(arguments.output, rows, pack=arguments.pack, names=names)


def lineage(label: str) -> set[str]:
    """A label, and the kinds that it is one of."""
    table, found = kinds(), {label}
    while label in table and table[label].parent:
        label = table[label].parent
        found.add(label)
    return found


def namings(pair: PhotoPair, changes: Sequence[Change]) -> list[Naming]:
    """What each told change on a true thing calls it."""
    made = []
    for change in changes:
        on = [one for one in pair.objects if best_overlap(one, change) >= ENOUGH_OVERLAP]
        if on:
            made.append(Naming(pair.name, on[0]["label"], change.label))
    return made


def rows_of(found: Sequence[Naming]) -> list[Row]:
    """How many have a name, and how many names are right, people apart."""
    things = [one for one in found if one.said != PERSON]
    named = [one for one in things if one.said != UNNAMED]
    return [
        Row("things that changed", "named", share_of(one.said != UNNAMED for one in things), len(things)),
        Row("things named", "name right", share_of(one.right for one in named), len(named)),
    ]


def _unnamed(found: SceneObject) -> SceneObject:
    return found if found.label == PERSON else replace(found, label=UNNAMED)


def _arguments() -> argparse.Namespace:
    made = parser(__doc__, "crop_names")
    made.set_defaults(pack="photo")
    made.add_argument("--pairs", type=Path, required=True, metavar="FOLDER", help="pairs with truth")
    made.add_argument("--classifier", type=Path, metavar="FILE", help="an ONNX classifier of ImageNet's classes")
    made.add_argument("--keep-names", action="store_true", help="leave the detector its names")
    arguments = made.parse_args()
    use_local_weights(arguments)
    return arguments


if __name__ == "__main__":
    main()
