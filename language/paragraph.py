"""One paragraph for several changes."""

from __future__ import annotations

from dataclasses import replace

from pipeline.protocols import Generator, Ranker
from pipeline.types import Analysis, Candidate


def describe_all(analysis: Analysis, generator: Generator, ranker: Ranker) -> Candidate:
    """The best sentence of every change, in the order of the changes, as one candidate with all their spans.

    Its score is the mean of its sentences'.
    """
    if len(analysis.changes) < 2:
        return ranker.rank(generator.generate(analysis), analysis)[0]
    sentences = []
    for place in range(len(analysis.changes)):
        focused = focus(analysis, place)
        sentences.append(ranker.rank(generator.generate(focused), focused)[0])
    return join(sentences)


def focus(analysis: Analysis, place: int) -> Analysis:
    """The same analysis with the change number ``place`` put first."""
    changes = list(analysis.changes)
    changes.insert(0, changes.pop(place))
    return replace(analysis, changes=tuple(changes))


def join(sentences: list[Candidate]) -> Candidate:
    """Sentences as one paragraph without features; sentence ``i`` is about change ``i``."""
    text = ""
    spans = []
    for sentence in sentences:
        offset = len(text) + bool(text)
        text = f"{text} {sentence.text}".lstrip()
        spans += [replace(span, start=span.start + offset, end=span.end + offset) for span in sentence.spans]
    return Candidate(
        text,
        sentences[0].generator,
        tuple(range(len(sentences))),
        tuple(spans),
        score=sum(sentence.score for sentence in sentences) / len(sentences),
    )
