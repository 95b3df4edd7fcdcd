"""Captions of Flickr8k's test pictures by captioners of single pictures, beside the figures that their papers print.

    pipeline train captioner ../shared/data/flickr8k --model nic --out runs/nic --features runs/flickr \
        --network ../shared/weights/mobilenet_v2_imagenet.onnx
    python -m benchmarks.flickr_captions --features runs/flickr --weights-of nic=runs/nic/captioner.safetensors
    python -m benchmarks.flickr_captions --features runs/flickr --weights-of attend=FILE --maps runs/attention.html
    python -m benchmarks.flickr_captions --features runs/flickr --weights-of nic=FILE --weights-of nic=FILE2 --together

Files of one name are runs from several seeds: the mean of their figures is printed, with the least and the most, and
then what they say together (an ensemble, as Vinyals et al. measured; that alone with ``--together``).  After each comes
the same by consensus: of all that a wider search finds, the sentence that is most like the others
(:mod:`ranker.consensus`).

Words are scored by the field's code, with five references a picture, so these figures compare with the published ones
but for the features: MobileNetV2's of pictures squashed to 224 pixels, where the papers had VGG and GoogLeNet.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean

import numpy as np

from benchmarks.common import Row, parser, print_table, progress, shared_folder, write
from language.pictures.ensemble import Ensemble
from language.pictures.model import Model, load
from pipeline.core.files import write_file
from pipeline.core.images import load_picture
from pipeline.core.tokens import as_sentence, tokenize
from pipeline.datasets import read_dataset
from pipeline.datasets.example import Example
from pipeline.evaluate.answers import Answer
from pipeline.evaluate.evaluation import ALL, evaluate
from pipeline.output.report.attention import Attended, attention_page
from pipeline.training.captioner.features import Features
from pipeline.training.captioner.train import look
from ranker.cider import Rarity
from ranker.consensus import by_consensus

MEASURES = ("BLEU-1", "BLEU-2", "BLEU-3", "BLEU-4", "METEOR", "ROUGE-L", "CIDEr-D")
PUBLISHED = {
    "mrnn": {"BLEU-1": 57.9, "BLEU-2": 38.3, "BLEU-3": 24.5, "BLEU-4": 16.0, "METEOR": 16.7, "CIDEr-D": 31.8},
    "nic": {"BLEU-1": 63.0, "BLEU-2": 41.0, "BLEU-3": 27.0},
    "attend": {"BLEU-1": 67.0, "BLEU-2": 44.8, "BLEU-3": 29.9, "BLEU-4": 19.5, "METEOR": 18.93},
}
"""Karpathy and Fei-Fei (2015), Vinyals et al. (2015), Xu et al. (2015, soft attention)."""
FLOORS = {
    "mrnn": PUBLISHED["mrnn"],
    "nic": {"BLEU-1": 60.0, "BLEU-2": 40.0, "BLEU-3": 26.0},
    "attend": {"BLEU-4": 18.0, "METEOR": 18.0},
}

SHOWN = 24
"""Pictures on the page of attention."""

AGREED_WIDTH, AGREED_LENGTH = 20, 0.5
"""Of the search whose sentences agree on one: width, and the power of their length; chosen on the development split."""

Said = Callable[[np.ndarray, np.ndarray], str]
"""What is said of the features of one picture."""


def main() -> None:
    made = parser(__doc__, "flickr_captions")
    made.add_argument("--features", type=Path, required=True, help="folder of pipeline train captioner")
    made.add_argument(
        "--weights-of",
        action="append",
        required=True,
        metavar="NAME=FILE",
        help="mrnn, nic or attend; again: another run",
    )
    made.add_argument("--network", type=Path, metavar="FILE", help="that the features are of (default: MobileNetV2)")
    made.add_argument("--beam", type=int, default=5, help="width of the beam (default: 5)")
    made.add_argument("--together", action="store_true", help="of several runs, only what they say together")
    made.add_argument("--maps", type=Path, metavar="FILE", help="a page of where attention looked at some pictures")
    made.add_argument("--work", type=Path, default=Path("runs/flickr_captions"), help="what was said is kept here")
    arguments = made.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    shared = shared_folder()
    data = shared / "data" / "flickr8k"
    examples = read_dataset("flickr8k", data, "test")
    network = arguments.network or shared / "weights" / "mobilenet_v2_imagenet.onnx"
    seen = look(examples, network, arguments.features, "test")
    examples = examples[: arguments.limit]
    files: dict[str, list[Path]] = {}
    for name, file in (value.split("=", 1) for value in arguments.weights_of):
        files.setdefault(name, []).append(Path(file))
    rows: list[Row] = []
    cells = [["", *MEASURES]]
    rarity = Rarity.of([tokenize(text) for text in one.captions] for one in read_dataset("flickr8k", data, "train"))
    for name, runs in files.items():
        told: dict[str, list[Said]] = {}
        if not arguments.together or len(runs) == 1:
            models: list[Model | Ensemble] = [load(file) for file in runs]
            told[name] = [likeliest(model, arguments.beam) for model in models]
            told[f"{name} by consensus"] = [agreed(model, rarity) for model in models]
        if len(runs) > 1:
            together = Ensemble([load(file) for file in runs])
            told[f"{len(runs)} {name} together"] = [likeliest(together, arguments.beam)]
            told[f"{len(runs)} {name} together, by consensus"] = [agreed(together, rarity)]
        for what, ways in told.items():
            figures = [said_by(f"{what} {number}", way, examples, seen, arguments) for number, way in enumerate(ways)]
            rows += rows_of(what, figures, len(examples), FLOORS.get(name, {}))
            cells.append([what, *(spread_of([one.get(m) for one in figures]) for m in MEASURES)])
        if arguments.maps is not None:
            write_maps(arguments.maps, load(runs[0]), examples, seen, arguments.beam)
        published = PUBLISHED.get(name, {})
        cells.append(["  published", *(f"{published[m]:.1f}" if m in published else "" for m in MEASURES)])
    print_table(cells)
    write(arguments.output, rows, beam=arguments.beam)


def likeliest(model: Model | Ensemble, width: int) -> Said:
    """The first of a search in a beam."""
    return lambda pooled, grid: as_sentence(model.captions(pooled, grid, width)[0][0])


def agreed(model: Model | Ensemble, rarity: Rarity) -> Said:
    """Of a wide search, the sentence that is most like all of them."""
    models = model.models if isinstance(model, Ensemble) else (model,)
    shorter = Ensemble([replace(one, length=AGREED_LENGTH) for one in models])

    def say(pooled: np.ndarray, grid: np.ndarray) -> str:
        texts = [text for text, _ in shorter.captions(pooled, grid, AGREED_WIDTH)]
        return as_sentence(texts[by_consensus([text.split() for text in texts], rarity)[0]])

    return say


def said_by(
    name: str, way: Said, examples: Sequence[Example], seen: Features, arguments: argparse.Namespace
) -> dict[str, float]:
    """The measures of what is said of the pictures; the sentences are kept."""
    said = [way(seen.pooled[place], seen.grid[place]) for place in progress(range(len(examples)), name)]
    kept = arguments.work / f"{name.replace(' ', '_').replace(',', '')}.json"
    kept.write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
    answers = [Answer(example.id, text) for example, text in zip(examples, said, strict=True)]
    figures = evaluate(examples, answers, ("SPICE",), resamples=100).figures
    return {m: figures[m][ALL].value for m in MEASURES if m in figures}


def rows_of(name: str, figures: Sequence[dict[str, float]], count: int, floors: dict[str, float]) -> list[Row]:
    """The means over runs."""
    return [
        Row("flickr8k test", f"{name}: {m}", fmean(one[m] for one in figures), count, floors.get(m))
        for m in MEASURES
        if m in figures[0]
    ]


def spread_of(values: Sequence[float | None]) -> str:
    """The mean of a measure over runs, and between what they lie."""
    known = [value for value in values if value is not None]
    if not known:
        return ""
    return f"{fmean(known):.1f}" + (f" ({min(known):.1f}-{max(known):.1f})" if len(known) > 1 else "")


def write_maps(file: Path, model: Model, examples: Sequence[Example], seen: Features, width: int) -> None:
    """The page of attention of a model that attends, on the first pictures."""
    shown = []
    for place, example in enumerate(examples[:SHOWN]):
        said = likeliest(model, width)(seen.pooled[place], seen.grid[place])
        shares = model.attention(seen.pooled[place], seen.grid[place], said)
        if shares is None:
            return
        picture = example.pictures[0]
        shown.append(Attended(picture.stem, load_picture(picture), tokenize(said), shares))
    write_file(file, attention_page("Where attention looked", shown).encode())


if __name__ == "__main__":
    main()
