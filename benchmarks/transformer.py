"""Measures the transformer on both graphs by itself: on pairs of pictures, and on pairs that were never rendered.

    python -m benchmarks.transformer PAIRS... --weights-of full=RUN/transformer.safetensors
    python -m benchmarks.transformer --fictive 500 --weights-of none=FILE --weights-of full=FILE

Its tokens are what the pack's detector and registrar make of the pictures; what changed it has to find itself.  Words
are scored by the field's code against the pairs' own captions, a sentence is true if every fact that it states is.
Several folders are measured together, too.  ``--fictive`` takes pairs of a seed that nothing was trained on, seen with
the noise that training has: what the network has learned, without what the detector does.  ``--pipeline`` adds the
pack's own answers.  Captions and pictures are our own: no figure here may be put beside a published one; the order of
the rows of an ablation may.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from benchmarks.common import Row, absolute, json_lines, parser, progress, write
from benchmarks.neural import figures, show
from language.captions import captions
from language.scene_pair import ScenePair
from language.transformer.model import Model, load
from language.transformer.tokens import Tokens
from pipeline.cli.options import captioner_of
from pipeline.core.tokens import as_sentence
from pipeline.datasets import manifest
from pipeline.datasets.example import Example
from pipeline.datasets.truth import truth_of
from pipeline.training.transformer.samples import make

UNSEEN = 90_001
"""Seed of the fictive pairs, which nothing is trained on."""


def main() -> None:
    made = parser(__doc__, "transformer")
    made.add_argument("folders", type=Path, nargs="*", metavar="PAIRS", help="folders of pairs with known truth")
    made.add_argument("--weights-of", action="append", required=True, metavar="NAME=FILE", help="a network")
    made.add_argument("--fictive", type=int, default=0, metavar="N", help="measure on so many fictive pairs")
    made.add_argument("--beam", type=int, default=3, help="width of the beam (default: 3)")
    made.add_argument("--pipeline", action="store_true", help="measure the pack's own answers too")
    made.add_argument("--work", type=Path, default=Path("runs/transformer"), help="what was said is kept here")
    arguments = made.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    networks = {name: load(file) for name, file in (value.split("=", 1) for value in arguments.weights_of)}
    rows: list[Row] = []
    together: tuple[list[Example], dict[str, list[str]]] = [], {}
    for folder in arguments.folders:
        examples = read(folder, arguments.work)[: arguments.limit]
        said: dict[str, list[str]] = {name: [] for name in networks}
        captioner = captioner_of(arguments)
        for example in progress(examples, folder.name):
            analysis = captioner.diff(*example.pictures)
            for name, model in networks.items():
                said[name].append(sentence(model, Tokens.of(analysis), arguments.beam))
            if arguments.pipeline:
                said.setdefault("pipeline", []).append(captioner.word(analysis, 0))
        rows += list(measured(folder.name, examples, said, arguments.work))
        together[0].extend(examples)
        for name, texts in said.items():
            together[1].setdefault(name, []).extend(texts)
    if len(arguments.folders) > 1:
        rows += list(measured("all folders", *together, arguments.work))
    if arguments.fictive:
        pairs, _ = make(arguments.fictive, UNSEEN)
        rng = Random(UNSEEN)
        examples = [
            Example(str(place), (), tuple(captions(ScenePair.of_record(one.record), rng)), one.record["kind"], truth)
            for place, one in enumerate(pairs)
            for truth in [truth_of(one.record)]
        ]
        said = {
            name: [sentence(model, one.tokens, arguments.beam) for one in progress(pairs, name)]
            for name, model in networks.items()
        }
        rows += list(measured("fictive", examples, said, arguments.work))
    write(arguments.output, rows, pack=arguments.pack, beam=arguments.beam)


def read(folder: Path, work: Path) -> list[Example]:
    """The pairs of a folder that is done, or still filling."""
    files = sorted((folder / "truth").glob("*.json"))
    rows = [json.loads(file.read_text(encoding="utf-8")) for file in files] or json_lines(folder / "pairs.jsonl")
    pairs = work / f"{folder.name}.jsonl"
    pairs.write_text("".join(json.dumps(row | absolute(row, folder)) + "\n" for row in rows), encoding="utf-8")
    return manifest.read(pairs)


def sentence(model: Model, tokens: Tokens, beam: int) -> str:
    """What a network says by itself."""
    return as_sentence(model.captions(tokens, beam)[0].text)


def measured(name: str, examples: Sequence[Example], said: dict[str, list[str]], work: Path) -> Iterator[Row]:
    """The figures of everyone who said something, printed and one by one."""
    (work / f"{name}-said.json").write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
    found = {one: figures(examples, texts) for one, texts in said.items()}
    show(name, found)
    for one, values in found.items():
        yield from (Row(name, f"{one}: {measure}", value, count) for measure, (value, count) in values.items())


if __name__ == "__main__":
    main()
