"""Whether ``auto`` chooses the right pack: on photographs, on CLEVR's scenes, and on both made harder.

Needs the folder of reference data (``SPOT_IT_SHARED``).  ``--rendered FOLDER`` adds scenes of ``pipeline synth``, and
``--photos FOLDER`` any pictures that are photographs.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np
from PIL import Image, ImageOps

from benchmarks import common, truth
from benchmarks.common import Row
from pipeline.core.images import load_picture
from pipeline.flow.captioner import Captioner

FLOOR = 0.99
SELF_PAIRS = 500

BLOCKS, PHOTO = "blocks", "photo"

Pictures = tuple[np.ndarray, ...]


@dataclass(frozen=True)
class Case:
    """Pictures that are asked about together, and the pack that is right for them."""

    name: str
    pictures: Callable[[], Pictures]
    right: str


@dataclass
class Tally:
    """What became of the cases of one set."""

    wrong: list[str]
    glances: list[float]
    doubts: int = 0
    count: int = 0


def main() -> None:
    """Print a row for each set and write the JSON."""
    arguments = parser().parse_args()
    shared = common.shared_folder() / "data"
    sets = dict(_sets(shared, arguments.rendered, arguments.photos))
    captioner = Captioner.from_pack("auto", threads=1)
    rows, wrong = [], {}
    for name, (cases, floor) in sets.items():
        tally = _measure(captioner, common.progress(cases[: arguments.limit], name))
        share = 1 - len(tally.wrong) / tally.count
        rows.append(Row(name, "pack chosen right", share, tally.count, FLOOR if floor else None))
        rows.append(Row(name, "the detector had to be asked", tally.doubts / tally.count, tally.count))
        rows.append(Row(name, "milliseconds for a glance (median)", float(np.median(tally.glances)), tally.count))
        wrong[name] = tally.wrong
    common.print_rows(rows)
    for name, cases in wrong.items():
        print(*(f"wrong: {name}: {case}" for case in cases), sep="\n", end="\n" if cases else "")
    common.write(arguments.output, rows, wrong=wrong)


def parser():
    """The arguments."""
    made = common.parser(__doc__, "auto")
    made.add_argument("--rendered", type=Path, action="append", default=[], metavar="FOLDER")
    made.add_argument("--photos", type=Path, action="append", default=[], metavar="FOLDER")
    return made


def _measure(captioner: Captioner, cases) -> Tally:
    tally = Tally([], [])
    ground = captioner.of(BLOCKS).stages.recogniser
    for case in cases:
        pictures = case.pictures()
        start = perf_counter()
        shown = ground.glance(pictures).belongs
        tally.glances.append(1000 * (perf_counter() - start))
        tally.doubts += shown is None
        tally.count += 1
        if captioner.choice(*pictures).world != case.right:
            tally.wrong.append(case.name)
    return tally


def _sets(
    shared: Path, rendered: Sequence[Path], photos: Sequence[Path]
) -> Iterator[tuple[str, tuple[list[Case], bool]]]:
    folder = shared / "photo_pairs"
    pairs = common.json_lines(folder / "pairs.jsonl")
    yield "photo_pairs", ([_files(PHOTO, folder / row["before"], folder / row["after"]) for row in pairs], True)
    coco = sorted((shared / "coco_photos" / "images").iterdir())
    yield "coco_photos with themselves", ([_self_pair(coco, seed) for seed in range(SELF_PAIRS)], True)
    yield "coco_photos alone", ([_files(PHOTO, path) for path in coco], True)
    blender = truth.read_pairs(shared / "clevr_blender")
    yield "clevr_blender", ([_files(BLOCKS, pair.before, pair.after) for pair in blender], True)
    changed, unchanged = truth.read_clevr_change(shared / "clevr_change")
    yield "clevr_change", ([_files(BLOCKS, pair.before, pair.after) for pair in changed + unchanged], True)
    yield "clevr_views", ([_files(BLOCKS, one.image) for one in truth.read_views(shared / "clevr_views")], True)
    yield "coco_photos in black and white", ([_altered(PHOTO, path, _grey) for path in coco], False)
    yield "coco_photos at night", ([_altered(PHOTO, path, _dark) for path in coco], False)
    altered = [_altered(BLOCKS, pair.before, alter) for pair in blender for alter in (_dim, _pale, _coarse)]
    yield "clevr_blender dimmer, paler, coarser", (altered, False)
    for number, extra in enumerate(rendered):
        files = sorted((extra / "images").glob("*.png"))
        yield f"rendered {number + 1}", ([_files(BLOCKS, path) for path in files], False)
    for number, extra in enumerate(photos):
        yield f"photos {number + 1}", ([_files(PHOTO, path) for path in sorted(extra.iterdir())], False)


def _files(right: str, *paths: Path) -> Case:
    return Case(paths[-1].name, lambda: tuple(load_picture(path) for path in paths), right)


def _altered(right: str, path: Path, alter: Callable[[Image.Image], Image.Image]) -> Case:
    def pictures() -> Pictures:
        return (np.asarray(alter(Image.open(path).convert("RGB"))),)

    return Case(f"{path.name} {alter.__name__.lstrip('_')}", pictures, right)


def _self_pair(paths: Sequence[Path], seed: int) -> Case:
    """A photograph, and itself cropped by up to 3%, turned by up to 2 degrees, in another light, as another JPEG."""
    rng = np.random.default_rng(seed)
    path = paths[int(rng.integers(len(paths)))]

    def pictures() -> Pictures:
        image = Image.open(path).convert("RGB")
        width, height = image.size
        margin = rng.uniform(0, 0.03, 4) * (width, height, width, height)
        turned = image.rotate(rng.uniform(-2, 2), Image.Resampling.BILINEAR)
        cropped = turned.crop((margin[0], margin[1], width - margin[2], height - margin[3])).resize(image.size)
        return np.asarray(image), np.asarray(_jpeg(_gamma(cropped, rng.uniform(0.7, 1.4)), int(rng.integers(40, 96))))

    return Case(f"{path.name} {seed}", pictures, PHOTO)


def _grey(image: Image.Image) -> Image.Image:
    return ImageOps.grayscale(image).convert("RGB")


def _dark(image: Image.Image) -> Image.Image:
    return _gamma(image, 3.0)


def _dim(image: Image.Image) -> Image.Image:
    return _gamma(image, 1.4)


def _pale(image: Image.Image) -> Image.Image:
    return _gamma(image, 0.7)


def _coarse(image: Image.Image) -> Image.Image:
    return _jpeg(image, 40)


def _gamma(image: Image.Image, power: float) -> Image.Image:
    return image.point([round(255 * (value / 255) ** power) for value in range(256)] * 3)


def _jpeg(image: Image.Image, quality: int) -> Image.Image:
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=quality)
    return Image.open(stream).convert("RGB")


if __name__ == "__main__":
    main()
