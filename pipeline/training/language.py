"""What the language model of each world is estimated from.  A new world has its corpus here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from detectors.coco import COCO_LABELS
from detectors.color_terms import COLORS
from detectors.screen.roles import ROLES
from language import corpus as blocks
from language.photo import corpus as photo
from language.screen import corpus as screen
from language.train import Corpus
from pipeline.core import messages
from pipeline.core.files import read_lines

DEFAULT = "blocks"


def corpus_of(world: str, labels: Sequence[str] | None = None) -> Corpus:
    """The corpus of a world of the table; ``labels`` are what its things are called, where a world lets that be chosen.

    Raises
    ------
    SpotItError
        If labels are given to a world whose vocabulary is its own.
    """
    return CORPORA[world](labels)


def read_labels(path: Path) -> list[str]:
    """Labels of a text file, one a line.

    Raises
    ------
    SpotItError
        If the file cannot be read, or has none.
    """
    labels = read_lines(path, messages.NO_LABELS)
    if not labels:
        raise messages.error(messages.NO_LABELS, path=path)
    return labels


def _of_blocks(labels: Sequence[str] | None) -> Corpus:
    if labels is not None:
        raise messages.error(messages.LABELS_UNUSED, world="blocks")
    return Corpus(blocks.corpus, sentences=60_000)


def _of_photographs(labels: Sequence[str] | None) -> Corpus:
    named = COCO_LABELS if labels is None else labels
    return Corpus(lambda sentences, seed: photo.corpus(sentences, named, seed), sentences=30_000, prune=(0, 0, 1, 2))


def _of_screens(labels: Sequence[str] | None) -> Corpus:
    named = screen.Named(ROLES if labels is None else labels, COLORS)
    return Corpus(lambda sentences, seed: screen.corpus(sentences, named, seed), sentences=30_000, prune=(0, 0, 1, 2))


CORPORA: Mapping[str, Callable[[Sequence[str] | None], Corpus]] = {
    "blocks": _of_blocks,
    "photo": _of_photographs,
    "screen": _of_screens,
}
