"""Two documents compared page by page, once it is known which page is which."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from language.pages import page_sentence, place_of
from pipeline.core import messages
from pipeline.core.documents import Document, open_document
from pipeline.core.errors import SpotItError
from pipeline.core.pages import INSERTED, MOVED, REMOVED, REPLACED, PageChange
from pipeline.core.pictures import Source
from pipeline.core.types import Description
from pipeline.flow.captioner import Captioner
from pipeline.matching.pages import SAME, Step, align, likeness, look


@dataclass(frozen=True, eq=False)
class PagePair:
    """A page before and what it is after, numbered from 1, and what changed on it; None of pages that are equal."""

    before: int
    after: int
    description: Description | None = None


@dataclass(frozen=True, eq=False)
class DocumentDescription:
    """What changed between two documents: of pages as wholes, most important, and on pages, in their order."""

    caption: str
    page_changes: tuple[PageChange, ...]
    pairs: tuple[PagePair, ...]
    pack: str
    timings: Mapping[str, float] = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        """Whether anything changed."""
        return bool(self.page_changes) or any(pair.description and pair.description.changed for pair in self.pairs)

    @property
    def hidden(self) -> Mapping[str, int]:
        """How many changes are left unsaid, by what the user set."""
        found: Counter[str] = Counter()
        for pair in self.pairs:
            if pair.description is not None:
                found.update(pair.description.analysis.hidden)
        return found


def describe_documents(captioner: Captioner, before: Source, after: Source, every: bool = False) -> DocumentDescription:
    """What changed between two documents, or a document and a picture.

    Parameters
    ----------
    captioner : Captioner
        Says what changed on a page; of several worlds, only those answer whose pictures are pages.
    before, after
        Paths or bytes of PDFs, of TIFFs of several pages, or of single pictures.
    every : bool
        State every change, not the most important one alone.

    Raises
    ------
    SpotItError
        If one cannot be read.
    """
    documents = open_document(before), open_document(after)
    steps, moved, equal = _matched(*documents)
    changes, pairs = _whole_pages(steps, moved)
    told = list(_described(captioner.of_pages(), documents, pairs, equal, every))
    sentences = [page_sentence(change) for change in changes]
    for pair in told:
        if pair.description is not None and pair.description.changed:
            sentences.append(f"{place_of(pair.before, pair.after)}: {pair.description.caption}")
    timings: Counter[str] = Counter()
    for pair in told:
        if pair.description is not None:
            timings.update(pair.description.timings)
    caption = "\n".join(sentences if every else sentences[:1]) or messages.NOTHING_CHANGED
    packs = dict.fromkeys(pair.description.pack for pair in told if pair.description is not None)
    return DocumentDescription(caption, tuple(changes), tuple(told), next(iter(packs), captioner.name), dict(timings))


def _matched(before: Document, after: Document) -> tuple[list[Step], set[Step], set[Step]]:
    """Pages matched, in the order that they have now; those of the pairs that moved, and those equal to the pixel.

    Equal pages at either end need no further look.
    """
    (looks, digests), (other_looks, other_digests) = map(_seen, (before, after))
    n, m = len(looks), len(other_looks)
    head = _alike(digests, other_digests)
    tail = _alike(digests[head:][::-1], other_digests[head:][::-1])
    middle = looks[head : n - tail], other_looks[head : m - tail]
    between, moved = _with_moves(likeness(*middle))
    steps: list[Step] = [(i, i) for i in range(head)]
    steps += [_further(step, head) for step in between]
    steps += [(n - tail + i, m - tail + i) for i in range(tail)]
    equal: set[Step] = {(i, j) for i, j in steps if i is not None and j is not None and digests[i] == other_digests[j]}
    return steps, {_further(step, head) for step in moved}, equal


def _further(step: Step, by: int) -> Step:
    i, j = step
    return None if i is None else i + by, None if j is None else j + by


def _with_moves(like: np.ndarray) -> tuple[list[Step], set[Step]]:
    """The alignment, and pages found in another place, each a pair where it is now."""
    steps = align(like)
    moved: set[Step] = set()
    gone = [i for i, j in steps if j is None and i is not None]
    for place, (i, j) in enumerate(steps):
        if i is None and j is not None and gone:
            best = max(gone, key=lambda one: like[one, j])
            if like[best, j] >= SAME:
                gone.remove(best)
                steps[place] = (best, j)
                moved.add((best, j))
    found = {i for i, _ in moved}
    return [(i, j) for i, j in steps if j is not None or i not in found], moved


def _seen(document: Document) -> tuple[list[np.ndarray], list[bytes]]:
    """A look and a digest of each page."""
    looks, digests = [], []
    for page in document.pages(range(document.count)):
        looks.append(look(page))
        digests.append(hashlib.blake2b(repr(page.shape).encode() + page.tobytes(), digest_size=16).digest())
    return looks, digests


def _alike(one: list[bytes], other: list[bytes]) -> int:
    """How many pages from the start are equal."""
    count = 0
    while count < min(len(one), len(other)) and one[count] == other[count]:
        count += 1
    return count


def _whole_pages(steps: list[Step], moved: set[Step]) -> tuple[list[PageChange], list[PagePair]]:
    """Facts about runs of pages, and the pairs of pages to look into."""
    changes: list[PageChange] = []
    pairs: list[PagePair] = []
    latest = 0  # the page before after which what comes now stands
    for gone, come, paired in _runs(steps):
        if paired:
            i, j = paired
            if paired in moved:
                changes = _longer(changes, PageChange(MOVED, i + 1, i + 1, now=j + 1))
            else:
                latest = i + 1
            pairs.append(PagePair(i + 1, j + 1))
            continue
        both = min(len(gone), len(come))
        if both:
            changes.append(PageChange(REPLACED, gone[0] + 1, gone[both - 1] + 1, now=come[0] + 1))
        if gone[both:]:
            changes.append(PageChange(REMOVED, gone[both] + 1, gone[-1] + 1))
        if come[both:]:
            beside = gone[-1] + 1 if gone else latest
            changes.append(PageChange(INSERTED, come[both] + 1, come[-1] + 1, beside=beside))
    return changes, pairs


def _longer(changes: list[PageChange], one: PageChange) -> list[PageChange]:
    """The facts with one more, which may go on with the last one: pages that moved together."""
    if changes and changes[-1].what == MOVED:
        last = changes[-1]
        if (one.first, one.now) == (last.last + 1, last.now + last.count):
            return [*changes[:-1], replace(last, last=one.last)]
    return [*changes, one]


def _runs(steps: list[Step]) -> Iterator[tuple[list[int], list[int], tuple[int, int] | None]]:
    """Pages that went and came at one place, and each pair."""
    gone: list[int] = []
    come: list[int] = []
    for i, j in steps:
        if i is not None and j is not None:
            if gone or come:
                yield gone, come, None
            gone, come = [], []
            yield [], [], (i, j)
        elif i is not None:
            gone.append(i)
        elif j is not None:
            come.append(j)
    if gone or come:
        yield gone, come, None


def _described(
    captioner: Captioner, documents: tuple[Document, Document], pairs: list[PagePair], equal: set[Step], every: bool
) -> Iterator[PagePair]:
    """The pairs with what changed on them; pages are drawn again, two at a time."""
    asked = [pair for pair in pairs if (pair.before - 1, pair.after - 1) not in equal]
    pages = [
        document.pages([getattr(pair, side) - 1 for pair in asked])
        for document, side in zip(documents, ("before", "after"), strict=True)
    ]
    answers = {}
    for pair, first, second in zip(asked, *pages, strict=True):
        try:
            answers[pair] = captioner.describe(first, second, every)
        except SpotItError as failure:
            raise messages.error(messages.OF_PAGE, page=place_of(pair.before, pair.after), reason=failure) from None
    for pair in pairs:
        yield replace(pair, description=answers.get(pair))
