"""How near this project's language is to what people say of two pictures, by their captions alone.

    python -m benchmarks.people_text

Three data sets of text: Spot-the-Diff, Birds-to-Words and Image-Editing-Request.  Perplexity, a word, of people's test
sentences under the photo world's n-gram model as it is, and under one of the same order that has also learned from
people's training sentences; ``unknown`` are words that the model has never seen, which count as one unknown word.
``read`` is the share of sentences that the parser reads as facts, and of which the kind of change is read.  What is
learned from people's sentences here is for measuring and is not kept.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.common import Row, json_lines, parser, print_table, shared_folder, write
from benchmarks.people_kinds import kind_said
from detectors.coco import COCO_LABELS
from language.ngram.kneser_ney import estimate
from language.parser import parse
from language.photo.corpus import corpus
from pipeline.core.ngram.model import NgramModel
from pipeline.core.tokens import tokenize

SETS = ("spot_the_diff", "birds_to_words", "image_editing_request")
ORDER, PRUNE = 4, (0, 0, 1, 2)
OWN = 10_000
"""Sentences of our own beside people's, so that neither way of speaking is forgotten."""


def main() -> None:
    made = parser(__doc__, "people_text")
    arguments = made.parse_args()
    folder = shared_folder() / "data" / "text"
    before = NgramModel.read(Path("pipeline/worlds/photo/language.arpa"))
    rows: list[Row] = []
    table = [["set", "kind", "sentences", "perplexity before", "unknown before", "after", "unknown after", "parsed"]]
    for name in SETS:
        learned = said(folder, name, "train")[: arguments.limit]
        asked = said(folder, name, "test")[: arguments.limit]
        after = model_of(learned)
        kinds = Counter(map(kind_said, asked))
        for kind in ["all", *(kind for kind, _ in kinds.most_common())]:
            some = [text for text in asked if kind == "all" or kind_said(text) == kind]
            shown = kind or "unread"
            figures = {
                "perplexity before": perplexity(before, some),
                "unknown before": unknown(before, some),
                "perplexity after": perplexity(after, some),
                "unknown after": unknown(after, some),
                "parsed": 100 * sum(bool(parse(text)) for text in some) / len(some),
            }
            rows += [Row(name, f"{shown}: {measure}", value, len(some)) for measure, value in figures.items()]
            table.append([name, shown, str(len(some)), *(f"{value:.1f}" for value in figures.values())])
        read = 100 * (1 - kinds[""] / len(asked))
        rows.append(Row(name, "kind read", read, len(asked)))
        print(f"{name}: the kind is read of {read:.1f}% of {len(asked)} sentences")
    print_table(table)
    write(arguments.output, rows)


def said(folder: Path, name: str, split: str) -> list[str]:
    """All sentences of a split."""
    path = folder / f"{name}_{split}.json"
    if path.is_file():
        return [text for entry in json.loads(path.read_text(encoding="utf-8")) for text in entry["sentences"] if text]
    return [text for row in json_lines(path.with_suffix(".jsonl")) for text in row["captions"] if text]


def model_of(sentences: Sequence[str]) -> NgramModel:
    """Of people's sentences and some of our own."""
    own = corpus(OWN, COCO_LABELS, 0)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "people.arpa"
        estimate(map(tokenize, (*sentences, *own)), ORDER, PRUNE).write(path, digits=4)
        return NgramModel.read(path)


def perplexity(model: NgramModel, sentences: Sequence[str]) -> float:
    """A word, ends of sentences included."""
    return model.perplexity([tokenize(text) for text in sentences])


def unknown(model: NgramModel, sentences: Sequence[str]) -> float:
    """Percent of words that the model has never seen."""
    words = [word for text in sentences for word in tokenize(text)]
    return 100 * sum((word,) not in model.tables[0] for word in words) / max(len(words), 1)


if __name__ == "__main__":
    main()
