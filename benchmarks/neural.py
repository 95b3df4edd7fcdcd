"""Measures the neural captioner, which sees pixels alone, beside the pipeline on the same pairs.

    python -m benchmarks.neural PAIRS... --weights-of own=RUN/neural.safetensors --weights-of older=FILE
    python -m benchmarks.neural ../shared/data/clevr_blender --references ../shared/tools/clevr_change_refs.py \
        --weights-of own=FILE --pipeline

Words are scored by the field's code against the pairs' own captions, or, with ``--references``, against those of a
script that writes CLEVR-Change's grammar (replacements, which that grammar does not have, are then left out).  A
sentence is true if every fact that it states is.  ``--pipeline`` adds the pack's own answers from the same pixels, kept
in the work folder and not asked again; ``--ranked`` what its ranker chooses, given the true facts, without and with
each network's sentences among the candidates.  No figure here may be put beside a published one: pictures and captions
are our own or another generator's.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.common import Row, absolute, parser, print_table, progress, write
from benchmarks.references import with_references
from language.neural.feed import trunk_of
from language.neural.generator import NeuralGenerator
from language.neural.model import load
from pipeline.cli.options import captioner_of
from pipeline.core.errors import SpotItError
from pipeline.core.images import load_pair
from pipeline.core.tokens import as_sentence
from pipeline.datasets import manifest
from pipeline.datasets.example import NO_CHANGE, Example
from pipeline.evaluate.answers import Answer
from pipeline.evaluate.evaluation import ALL, CHANGED, evaluate
from pipeline.flow.captioner import Captioner
from pipeline.training.true_graphs import true_analysis
from pipeline.worlds.finder import find_world

MEASURES = ("CIDEr-D", "sentence true", "sentence true, one object")
LEFT_OUT = ("METEOR", "SPICE")
"""Measures of words that take minutes of Java and say nothing new here."""


def main() -> None:
    made = parser(__doc__, "neural")
    made.add_argument("folders", type=Path, nargs="+", metavar="PAIRS", help="folders of pairs with known truth")
    made.add_argument("--references", type=Path, help="a script that writes references; else the pairs' own captions")
    made.add_argument("--weights-of", action="append", default=[], metavar="NAME=FILE", help="a network (repeatable)")
    made.add_argument("--trunk", type=Path, help="the trunk that they were trained with (default: the pack's)")
    made.add_argument("--beam", type=int, default=5, help="width of the beam (default: 5)")
    made.add_argument("--pipeline", action="store_true", help="measure the pack's own answers too")
    made.add_argument("--ranked", action="store_true", help="and networks as sources of candidates, facts given")
    made.add_argument("--seed", type=int, default=2026, help="of the references")
    made.add_argument("--work", type=Path, default=Path("runs/neural"), help="pairs and answers are kept here")
    arguments = made.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    networks = dict(value.split("=", 1) for value in arguments.weights_of)
    trunk = arguments.trunk or find_world("blocks").folder / "trunk.onnx"
    rows: list[Row] = []
    for folder in arguments.folders:
        pairs = arguments.work / f"{folder.name}.jsonl"
        known = records(folder, arguments.references, arguments.seed)[: arguments.limit]
        pairs.write_text("".join(json.dumps(row) + "\n" for row in known))
        examples = manifest.read(pairs)
        said = {name: alone(examples, file, trunk, arguments.beam) for name, file in networks.items()}
        if arguments.pipeline:
            said["pipeline"] = kept(captioner_of(arguments), examples, arguments.work / f"{folder.name}-pipeline.json")
        if arguments.ranked:
            said |= ranked(captioner_of(arguments), known, examples, networks, trunk, arguments.beam)
        (arguments.work / f"{folder.name}-said.json").write_text(json.dumps(said, indent=1) + "\n")
        found = {name: figures(examples, captions) for name, captions in said.items()}
        show(folder.name, found)
        rows += [Row(folder.name, f"{name}: {m}", v, n) for name, one in found.items() for m, (v, n) in one.items()]
    write(arguments.output, rows, seed=arguments.seed, pack=arguments.pack, beam=arguments.beam)


def show(data: str, found: dict[str, dict[str, tuple[float, int]]]) -> None:
    """A row for each measure, a column for each system."""
    cells = [[data, "n", *found]]
    for measure, (_, count) in next(iter(found.values())).items():
        cells.append([measure, str(count), *(f"{one[measure][0]:.1f}" for one in found.values())])
    print_table(cells)


def records(folder: Path, script: Path | None, seed: int) -> list[dict]:
    """The pairs of a folder that is done or still filling, with absolute paths of pictures."""
    if script is not None:
        return with_references(folder, script, seed)
    files = sorted((folder / "truth").glob("*.json"))
    if not files:
        raise SpotItError(f"{folder} holds no pairs made by pipeline synth: name --references for others")
    rows = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    return [row | absolute(row, folder) for row in rows]


def alone(examples: Sequence[Example], file: str, trunk: Path, beam: int) -> list[str]:
    """What a network says by itself: its most probable sentence."""
    model, see = load(file), trunk_of(trunk)
    said = []
    for example in progress(examples, Path(file).parent.name):
        pair = np.stack([see(picture) for picture in load_pair(*example.pictures)])
        said.append(as_sentence(model.captions(pair, beam)[0][0]))
    return said


def kept(captioner: Captioner, examples: Sequence[Example], path: Path) -> list[str]:
    """What the pipeline says, from the file if it has been asked before."""
    answers = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    for example in progress(examples, "pipeline"):
        if example.id not in answers:
            answers[example.id] = captioner.describe(*example.pictures).caption
            path.write_text(json.dumps(answers, indent=1) + "\n", encoding="utf-8")
    return [answers[example.id] for example in examples]


def ranked(
    captioner: Captioner,
    known: Sequence[dict],
    examples: Sequence[Example],
    networks: dict[str, str],
    trunk: Path,
    beam: int,
) -> dict[str, list[str]]:
    """What the ranker puts first, given the true facts: without the networks, and with the sentences of each."""
    own = captioner.stages.world.stages["generator"]
    own = own if isinstance(own, list) else [own]
    ways = {"facts given": captioner} | {
        f"facts given, with {name}": captioner.replace(generator=[*own, NeuralGenerator(file, beam, trunk=trunk)])
        for name, file in networks.items()
    }
    said: dict[str, list[str]] = {name: [] for name in ways}
    for record, example in zip(known, progress(examples, "facts given"), strict=True):
        before, after = load_pair(*example.pictures)
        analysis = replace(true_analysis(record), image_before=before, image_after=after)
        for name, way in ways.items():
            said[name].append(way.word(analysis, 0))
    return said


def figures(examples: Sequence[Example], captions: Sequence[str]) -> dict[str, tuple[float, int]]:
    """In percent, and over how many pairs: words, facts over all pairs and by kind, false alarms."""
    answers = [Answer(example.id, text) for example, text in zip(examples, captions, strict=True)]
    found = evaluate(examples, answers, LEFT_OUT).figures
    made = {}
    for measure in MEASURES:
        for group, figure in found.get(measure, {}).items():
            if measure == "sentence true" or group in (ALL, CHANGED):
                made[f"{measure}, {group}"] = (figure.value, figure.count)
    still = [states_nothing(text) for e, text in zip(examples, captions, strict=True) if e.kind == NO_CHANGE]
    if still:
        made["false alarms"] = (100 * (1 - float(np.mean(still))), len(still))
    return made


def states_nothing(text: str) -> bool:
    """Whether a sentence says that nothing changed."""
    from language.parser import parse

    facts = parse(text)
    return bool(facts) and all(fact.kind == NO_CHANGE for fact in facts)


if __name__ == "__main__":
    main()
