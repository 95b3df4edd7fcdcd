"""Whether the change facts are right, against the floors that the blocks pack has to reach.

    python -m benchmarks.facts --rendered FOLDER --rendered FOLDER --draw failures/
    python -m benchmarks.facts --variant swapped

The figures are about facts, not sentences, and each is about its own set: those of rendered pictures say how well the
detector reads the renderer that it was trained on, and must not be put beside those of other renderers or of real
CLEVR-Change pictures.  None of them is a published score, and none may be compared with CIDEr or BLEU of any paper.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.common import ATTRIBUTES, Row, parser, print_rows, progress, share_of, shared_folder, write
from benchmarks.draw import draw_pair
from benchmarks.fact_variants import VARIANTS, Asked
from benchmarks.judge import Verdict, f_score, judge, words
from benchmarks.truth import TruePair, TruePicture, read_clevr_change, read_pairs, read_views
from benchmarks.variants import add_variant_option, as_is, own_output
from pipeline.cli.options import captioner_of
from pipeline.core.images import load_pair
from pipeline.core.types import Analysis
from pipeline.flow.captioner import Captioner

FLOORS = {
    ("clevr_blender", "exact"): 0.95,
    ("clevr_blender", "false alarms"): 0.0,
    ("clevr_blender", "boxes"): 0.95,
    ("clevr_change", "exact"): 0.90,
    ("clevr_change", "false alarms"): 1 / 51,
    ("clevr_views", "precision"): 0.95,
    ("rendered", "exact"): 0.97,
    ("rendered", "exact of a kind"): 0.93,
    ("rendered", "false alarms"): 0.01,
    ("rendered", "F1 of several"): 0.93,
}
"""Shares; of false alarms the most that is allowed, of everything else the least."""

Ask = Callable[[TruePair, np.ndarray, np.ndarray], Asked]

SETS = ("clevr_blender", "clevr_change", "clevr_views")


@dataclass(frozen=True)
class Outcome:
    """Figures of one set, and the pairs that went wrong."""

    rows: list[Row]
    failures: list[tuple[Verdict, Analysis]]


def main() -> None:
    arguments = _arguments()
    captioner = captioner_of(arguments)
    outcomes = []
    ask = VARIANTS[arguments.variant]
    for name in arguments.only or SETS:
        folder = shared_folder() / "data" / name
        if not folder.is_dir():
            print(f"{name} is left out: there is no {folder}")
        elif name in _PAIRS:
            outcomes.append(_PAIRS[name](captioner, folder, arguments.limit, ask))
        elif ask is as_is:
            outcomes.append(clevr_views(captioner, folder, arguments.limit))
    for folder in arguments.rendered:
        outcomes.append(rendered(captioner, folder, arguments.limit, ask))
    failures = [failure for outcome in outcomes for failure in outcome.failures]
    for verdict, analysis in failures:
        report(verdict)
        if arguments.draw:
            draw_pair(verdict, analysis, arguments.draw)
    rows = [row for outcome in outcomes for row in outcome.rows]
    print_rows(rows)
    write(
        arguments.output,
        rows,
        pack=arguments.pack,
        variant=arguments.variant,
        failures=[_record(verdict) for verdict, _ in failures],
    )


def clevr_blender(captioner: Captioner, folder: Path, limit: int | None = None, ask: Ask = as_is) -> Outcome:
    """60 pairs by another renderer, all kinds of change."""
    return summary("clevr_blender", answers(captioner, read_pairs(folder)[:limit], "clevr_blender", ask))


def clevr_change(captioner: Captioner, folder: Path, limit: int | None = None, ask: Ask = as_is) -> Outcome:
    """51 real triples: a colour change, and a distractor."""
    pairs = [pair for part in read_clevr_change(folder) for pair in part[:limit]]
    return summary("clevr_change", answers(captioner, pairs, "clevr_change", ask))


def clevr_views(captioner: Captioner, folder: Path, limit: int | None = None) -> Outcome:
    """63 real pictures from odd angles: which of the scene's objects are found, wherever they are."""
    right = said = true = 0
    for picture in progress(read_views(folder)[:limit], "clevr_views"):
        hits, reported = objects_right(captioner, picture)
        right, said, true = right + hits, said + reported, true + len(picture.objects)
    return Outcome(
        [
            _row("clevr_views", "precision", right / max(said, 1), said),
            _row("clevr_views", "recall", right / max(true, 1), true),
        ],
        [],
    )


def rendered(captioner: Captioner, folder: Path, limit: int | None = None, ask: Ask = as_is) -> Outcome:
    """A folder of rendered pairs: those with one change, with none, and with several are measured apart."""
    return summary("rendered", answers(captioner, read_pairs(folder)[:limit], folder.name, ask), folder.name)


def answers(
    captioner: Captioner, pairs: Sequence[TruePair], name: str, ask: Ask = as_is
) -> list[tuple[Verdict, Analysis]]:
    """What the captioner says of each pair, judged."""
    found = []
    for pair in progress(pairs, name):
        asked, before, after = ask(pair, *load_pair(pair.before, pair.after))
        analysis = captioner.diff(before, after)
        found.append((judge(asked, analysis), analysis))
    return found


def summary(data: str, found: list[tuple[Verdict, Analysis]], name: str | None = None) -> Outcome:
    """The figures of one set; ``data`` chooses the floors, ``name`` is what the set is called if not that."""
    verdicts = [verdict for verdict, _ in found]
    single = [one for one in verdicts if len(one.pair.changes) == 1]
    none = [one for one in verdicts if not one.pair.changes]
    several = [one for one in verdicts if len(one.pair.changes) > 1]
    rows = []
    if single:
        # the outside set counts its unchanged pairs among those to get right; elsewhere they are a measure of their own
        whole = single + none if data == "clevr_blender" else single
        rows.append(_row(data, "exact", share_of(one.exact for one in whole), len(whole)))
        rows.append(_row(data, "first fact right", share_of(one.first_right for one in whole), len(whole)))
        floor = FLOORS.get((data, "exact of a kind"))
        for kind, count in sorted(Counter(one.kind for one in single).items()):
            share = share_of(one.exact for one in single if one.kind == kind)
            rows.append(Row(data, f"exact: {kind}", share, count, floor))
        boxes = sum(one.boxes for one in single)
        rows.append(_row(data, "boxes", sum(one.boxes_right for one in single) / max(boxes, 1), boxes))
    if none:
        rows.append(_row(data, "false alarms", share_of(bool(one.said) for one in none), len(none)))
    if several:
        f1, precision, recall = f_score([one.facts for one in several])
        rows.append(_row(data, "F1 of several", f1, len(several)))
        rows.append(_row(data, "precision of several", precision, len(several)))
        rows.append(_row(data, "recall of several", recall, len(several)))
    named = [Row(name or row.data, row.measure, row.value, row.count, row.floor, row.at_most) for row in rows]
    return Outcome(named, [(verdict, analysis) for verdict, analysis in found if not verdict.exact])


def objects_right(captioner: Captioner, picture: TruePicture) -> tuple[int, int]:
    """How many reported objects have the four attributes of an object of the scene, each used once; and how many."""
    said = Counter(
        tuple(one.attributes.get(name) for name in ATTRIBUTES) for one in captioner.inspect(picture.image).objects
    )
    true = Counter(tuple(one.attributes[name] for name in ATTRIBUTES) for one in picture.objects)
    return (said & true).total(), said.total()


def report(verdict: Verdict) -> None:
    """Print a pair that went wrong, with what is known of the cause."""
    print(f"{verdict.pair.before.parent.parent.name} {verdict.pair.name}")
    print(f"    true: {'; '.join(map(words, verdict.pair.changes)) or 'none'}")
    print(f"    said: {'; '.join(map(words, verdict.said)) or 'none'}")
    for cause in verdict.causes:
        print(f"    {cause}")


def _row(data: str, measure: str, value: float, count: int) -> Row:
    return Row(data, measure, value, count, FLOORS.get((data, measure)), at_most=measure == "false alarms")


def _record(verdict: Verdict) -> dict:
    return {
        "set": verdict.pair.before.parent.parent.name,
        "id": verdict.pair.name,
        "true": list(map(words, verdict.pair.changes)),
        "said": list(map(words, verdict.said)),
        "causes": verdict.causes,
    }


def _arguments() -> argparse.Namespace:
    made = parser(__doc__, "facts")
    made.add_argument("--only", action="append", choices=SETS, help="measure this reference set alone (repeatable)")
    made.add_argument("--rendered", action="append", type=Path, default=[], help="folder with pairs.jsonl (repeatable)")
    add_variant_option(made, VARIANTS)
    made.add_argument("--draw", type=Path, help="write a picture of every pair that went wrong to this folder")
    arguments = made.parse_args()
    own_output(arguments, made)
    return arguments


_PAIRS = {"clevr_blender": clevr_blender, "clevr_change": clevr_change}

if __name__ == "__main__":
    main()
