"""Measures the styles: what each says first of scenes of known truth, read back.

    python -m benchmarks.styles --scenes 2000

A sentence is true if each fact that it states is true of the scenes, and it is about one object if its words fit that
object alone.  Beside these shares stand the mean number of words, and how many of the subject's attributes are named.
"""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.common import Row, parser, print_rows, progress, write
from language.parser import Situation, judge
from pipeline.cli.options import captioner_of
from pipeline.core.tokens import tokenize
from pipeline.core.types import Analysis
from pipeline.flow.captioner import Captioner
from pipeline.training.scenes import TruePair, scenes
from pipeline.worlds.styles import STYLES

DATA = "abstract scenes, facts given"


@dataclass
class Tally:
    """Counts over the sentences of one style."""

    sentences: int = 0
    true: int = 0
    unique: int = 0
    words: int = 0
    named: int = 0
    subjects: int = 0


def main() -> None:
    made = parser(__doc__, "styles")
    made.add_argument("--scenes", type=int, default=2000, metavar="N", help="abstract scenes (default: 2000)")
    made.add_argument("--seed", type=int, default=31337, help="which scenes")
    arguments = made.parse_args()
    captioner = captioner_of(arguments)
    drawn = list(scenes(arguments.scenes, arguments.seed))
    rows: list[Row] = []
    wrong: dict[str, list[str]] = {}
    for style in STYLES:
        found, wrong[style] = measured(captioner.in_style(style), style, drawn)
        rows += found
    print_rows(rows)
    write(arguments.output, rows, pack=arguments.pack, seed=arguments.seed, wrong=wrong)


def measured(captioner: Captioner, name: str, drawn: list[TruePair]) -> tuple[list[Row], list[str]]:
    """The figures of one style, and the sentences that are not true of one object."""
    tally, wrong = Tally(), []
    for scene in progress(drawn, name):
        text = first_sentence(captioner, scene.analysis)
        verdict = judge(text, Situation.of_record(scene.record))
        tally.sentences += 1
        tally.true += verdict.true
        tally.unique += verdict.unique
        tally.words += len(tokenize(text))
        subjects = [fact.subject for fact in verdict.facts if fact.subject is not None]
        tally.subjects += len(subjects)
        tally.named += sum(len(subject.properties) for subject in subjects)
        if not verdict.unique:
            wrong.append(f"{'ambiguous' if verdict.true else 'false'}: {text} ({verdict.reason})")
            print(f"{name}: {wrong[-1]}")
    count = tally.sentences
    rows = [
        Row(DATA, f"{name}: true sentences", tally.true / count, count, 1.0),
        Row(DATA, f"{name}: true, and about one object", tally.unique / count, count, 1.0),
        Row(DATA, f"{name}: words", tally.words / count, count),
        Row(DATA, f"{name}: attributes named", tally.named / max(tally.subjects, 1), tally.subjects),
    ]
    return rows, wrong


def first_sentence(captioner: Captioner, analysis: Analysis) -> str:
    """What is said of facts that are given."""
    stages = captioner.stages
    return stages.ranker.rank(stages.generator.generate(analysis), analysis)[0].text


if __name__ == "__main__":
    main()
