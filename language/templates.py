"""Candidate sentences from templates: every way to name the object times every way to say what happened to it."""

from __future__ import annotations

from collections.abc import Iterator

from language import lexicon
from language.morphology import indefinite
from language.realise import ReferringExpression, noun_phrase, realise, word
from language.referring import Reference, best, full, incremental, one_hop, shortest, zero_hop
from language.scene import Scene, scene_of, stated_properties
from pipeline.tokens import as_sentence
from pipeline.types import Analysis, Candidate, Change, Span

NAME = "templates"
STYLES = 3


class TemplateGenerator:
    """Sentences about the first change, each true of the pictures and each about exactly one object where that can be.

    The first candidate is the house wording: all attributes, or a relation where they do not suffice.

    Parameters
    ----------
    limit
        Candidates at most.
    one_hop_limit
        References through a relation at most.
    """

    def __init__(self, limit: int = 64, one_hop_limit: int = 12) -> None:
        self.limit = limit
        self.one_hop_limit = one_hop_limit

    def generate(self, analysis: Analysis) -> list[Candidate]:
        """Candidates in order of preference; the nine no-change sentences where nothing changed."""
        if not analysis.changes:
            return [Candidate(as_sentence(text), NAME) for text in lexicon.NO_CHANGE]
        found: dict[str, Candidate] = {}
        for candidate in self._sentences(analysis, analysis.changes[0]):
            found.setdefault(candidate.text, candidate)
            if len(found) >= self.limit:
                break
        return list(found.values())

    def _sentences(self, analysis: Analysis, change: Change) -> Iterator[Candidate]:
        picture = "after" if change.kind == "add" else "before"
        scene = scene_of(analysis, picture)
        node = change.node_after if change.kind == "add" else change.node_before
        if node is None or node not in scene.properties:
            for style in range(STYLES):
                subject = _unseen(scene, change, style)
                yield from (_said(subject, said, change, picture) for said in _predicates(change, style))
            return
        references = self._references(scene, node)
        if change.kind == "add" and references[0].kind == "zero_hop":
            yield _said(_newcomer(scene, node), lexicon.PREDICATES["add"][0], change, picture)
        predicates = [_predicates(change, style) for style in range(STYLES)]
        for turn in range(STYLES * len(predicates[0])):
            for place, reference in enumerate(references):
                style = (turn + place) % STYLES
                said = predicates[style][(turn // STYLES + place) % len(predicates[style])]
                yield _said(realise(reference, scene, style), said, change, picture)

    def _references(self, scene: Scene, node: int) -> list[Reference]:
        first = best(scene, node)
        if not first.unique:
            return [first]
        plain = [r for r in (full(scene, node), incremental(scene, node), shortest(scene, node)) if r and r.unique]
        rest = zero_hop(scene, node)[::-1]
        related = one_hop(scene, node, self.one_hop_limit)
        return list(dict.fromkeys((first, *plain, *_interleaved(rest, related))))


def _predicates(change: Change, style: int) -> list[str]:
    """What happened, house phrase first; a replacement is written with ``{}`` where the old object's name goes."""
    if change.kind in lexicon.PREDICATES:
        return list(lexicon.PREDICATES[change.kind])
    if change.new is None:
        return list(lexicon.ALTERED)
    new = " ".join(word(value, style) for value in change.new.split())
    if change.kind == "replace":
        newcomer = indefinite(new)
        passive = [f"{verb} {newcomer}" for verb in lexicon.REPLACED]
        return passive + [f"{newcomer} {verb} {{}}" for verb in lexicon.REPLACING]
    if change.kind == lexicon.TYPE:
        return [f"{verb} {indefinite(new)}" for verb in lexicon.BECOMING_TYPE]
    return [f"{verb} {new}" for verb in lexicon.verbs(change.kind)]


def _said(subject: ReferringExpression, said: str, change: Change, picture: str) -> Candidate:
    lead, here, tail = said.partition("{}")
    text = lead + subject.text + tail if here else f"{subject.text} {said}"
    shift = len(lead) if here else 0
    spans = [Span(shift + start, shift + end, node, picture) for start, end, node in subject.names]
    if change.kind == "replace" and change.new is not None and change.node_after is not None:
        spans.append(_newcomer_span(text, said, bool(here), change.node_after))
    return Candidate(as_sentence(text), NAME, (0,), tuple(sorted(spans, key=lambda span: span.start)))


def _newcomer_span(text: str, said: str, leads: bool, node: int) -> Span:
    """Where the new object's name stands: up to the verb where it leads the sentence, else at the end."""
    if leads:
        verb = next(verb for verb in lexicon.REPLACING if f" {verb} {{}}" in said)
        phrase = said.removesuffix(f" {verb} {{}}")
        offset = 0
    else:
        verb = next(verb for verb in lexicon.REPLACED if said.startswith(f"{verb} "))
        phrase = said.removeprefix(f"{verb} ")
        offset = len(text) - len(phrase)
    return Span(offset + phrase.index(" ") + 1, offset + len(phrase), node, "after")


def _newcomer(scene: Scene, node: int) -> ReferringExpression:
    """An object that nobody has heard of yet takes the indefinite article."""
    reference = full(scene, node)
    text = indefinite(noun_phrase({name: scene.properties[node][name] for name in reference.attributes}))
    start = text.index(" ") + 1
    return ReferringExpression(
        text, ((start, len(text), node),), reference.kind, reference.attributes, reference.unique
    )


def _unseen(scene: Scene, change: Change, style: int) -> ReferringExpression:
    """An object that is no node of the picture: named by the fact alone."""
    properties = stated_properties(change)
    unique = not scene.fitting(properties)
    name = noun_phrase(properties, style)
    text = f"the {name}" if unique and change.kind != "add" else indefinite(name)
    return ReferringExpression(text, (), "zero_hop", lexicon.in_order(properties), unique)


def _interleaved(first: list[Reference], second: list[Reference]) -> list[Reference]:
    mixed = []
    for place in range(max(len(first), len(second))):
        mixed += first[place : place + 1] + second[place : place + 1]
    return mixed
