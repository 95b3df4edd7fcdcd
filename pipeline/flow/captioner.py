"""From two pictures to a sentence: the stages, called in order."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

import numpy as np

from pipeline.core import messages
from pipeline.core.images import Picture, load_pair, load_picture
from pipeline.core.types import Analysis, Candidate, Description, Grounding, ObjectGraph, SceneObject
from pipeline.flow.ignore import Area
from pipeline.flow.scope import Scope
from pipeline.flow.stages import Choice, Stages
from pipeline.worlds import Pack
from pipeline.worlds.finder import AUTO, find_pack

TIMED = ("detect", "diff", "generate", "rank")


class Captioner:
    """Says what changed between two pictures.

    Parameters
    ----------
    pack : Pack
        Which stages answer, and with which parameters and weights.
    stages : Stages
        The stages themselves, built on first use.
    scope : Scope
        What may be spoken of.

    Examples
    --------
    >>> captioner = Captioner.from_pack("blocks")                               # doctest: +SKIP
    >>> captioner.describe("before.png", "after.png").caption                   # doctest: +SKIP
    'The small red rubber cube turned blue.'
    """

    def __init__(self, pack: Pack, stages: Stages, scope: Scope = Scope()) -> None:  # noqa: B008  (it is frozen)
        self.pack = pack
        self.stages = stages
        self.scope = scope

    @classmethod
    def from_pack(
        cls,
        name: str | os.PathLike[str] = AUTO,
        ignore: Sequence[Area] = (),
        threads: int | None = None,
        min_size: float = 0.0,
        min_confidence: float = 0.0,
        weights: Path | None = None,
    ) -> Captioner:
        """A captioner with a pack's own stages.

        Parameters
        ----------
        name
            A pack's name, the path of its folder, or "auto", which chooses by looking at the pictures.
        ignore, min_size, min_confidence
            What may be spoken of, as in :class:`Scope`.
        threads, weights
            As for :class:`Stages`.

        Raises
        ------
        SpotItError
            If there is no such pack, or it cannot be used.
        """
        scope = Scope(tuple(ignore), min_size, min_confidence)
        if name == AUTO:
            from pipeline.flow.auto import auto_captioner  # which itself builds captioners

            return auto_captioner(scope, threads, weights)
        pack = find_pack(name)
        return cls(pack, Stages(pack, threads=threads, weights=weights), scope)

    def suited(self, *pictures: Picture) -> Captioner:
        """The captioner that answers for these pictures: this one."""
        return self

    def replace(self, **stages: Choice) -> Captioner:
        """The same captioner with other stages, each a name, an object, or (generators) several of these.

        Raises
        ------
        SpotItError
            If there is no such stage or implementation.
        """
        return Captioner(self.pack, self.stages.replace(**stages), self.scope)

    def inspect(self, image: Picture) -> ObjectGraph:
        """The objects of one picture and how they stand to each other."""
        return self._related(self._detected(load_picture(image)))

    def diff(self, before: Picture, after: Picture) -> Analysis:
        """Both object graphs and the change facts, most important first."""
        first, second = load_pair(before, after, self.pack.any_shape)
        if np.array_equal(first, second):
            return _identical(first, second)
        return self._analyse(first, second, dict.fromkeys(TIMED, 0.0))

    def describe(self, before: Picture, after: Picture, every: bool = False) -> Description:
        """What changed, in words, with all that the words rest on.

        Parameters
        ----------
        before, after : path or array
            Files, or ``uint8`` RGB arrays of shape ``(height, width, 3)``.
        every : bool
            State every change, not the most important one alone.

        Raises
        ------
        SpotItError
            If a picture or the pack cannot be used.
        """
        timings = dict.fromkeys(TIMED, 0.0)
        first, second = load_pair(before, after, self.pack.any_shape)
        if np.array_equal(first, second):
            answer = Candidate(messages.NOTHING_CHANGED, "identical")
            return Description(answer.text, _identical(first, second), (answer,), (), timings, self.pack.name)
        analysis = self._analyse(first, second, timings)
        if every and len(analysis.changes) > 1 and hasattr(self.stages["generator"], "paragraph"):
            sentences = [self._paragraph(analysis, timings)]
        else:
            told = range(len(analysis.changes) if every else 1) or range(1)
            sentences = [self._sentence(analysis, place, timings) for place in told]
        caption, grounding = _joined(sentences)
        candidates = tuple(candidate for sentence in sentences for candidate in sentence.ranked)
        return Description(caption, analysis, candidates, grounding, timings, self.pack.name)

    def word(self, analysis: Analysis, place: int) -> str:
        """The best sentence for the change number ``place`` of an analysis."""
        return self._sentence(analysis, place, dict.fromkeys(TIMED, 0.0)).ranked[0].text

    def _analyse(self, before: np.ndarray, after: np.ndarray, timings: dict[str, float]) -> Analysis:
        with _timed(timings, "detect"):
            graph_before, graph_after = self._detected(before), self._detected(after)
        with _timed(timings, "diff"):
            registrar, differ = self.stages["registrar"], self.stages["differ"]
            if hasattr(registrar, "reread"):
                graph_before, graph_after = registrar.reread(graph_before, graph_after)
            motion = registrar.register(graph_before, graph_after, before, after)
            places = differ.places(motion) if hasattr(differ, "places") else ((), ())
        with _timed(timings, "detect"):
            graph_before = self._looked_again(graph_before, before, places[0])
            graph_after = self._looked_again(graph_after, after, places[1])
        with _timed(timings, "diff"):
            for graph in (graph_before, graph_after):
                self._related(graph)
            if hasattr(differ, "explain"):
                found, matches = differ.explain(graph_before, graph_after, motion)
            else:  # grounding then knows the changed objects alone
                found, matches = differ.diff(graph_before, graph_after, motion), ()
            changes = tuple(change for change in found if self.scope.admits(change, graph_before, graph_after))
        return Analysis(graph_before, graph_after, changes, before, after, tuple(matches))

    def _detected(self, image: np.ndarray) -> ObjectGraph:
        return self._graph(self.stages["detector"].detect(image), image)

    def _looked_again(self, graph: ObjectGraph, image: np.ndarray, places: Sequence[np.ndarray]) -> ObjectGraph:
        """The graph completed by a closer look at some places, where the detector can take one."""
        detector = self.stages["detector"]
        if not len(places) or not hasattr(detector, "look_again"):
            return graph
        known = sorted([*graph.objects, *graph.faint], key=lambda found: -found.score)
        return self._graph(detector.look_again(image, np.asarray(places), known), image)

    def _graph(self, objects: Sequence[SceneObject], image: np.ndarray) -> ObjectGraph:
        """The graph without relations.  Objects in an ignored area count as faint, so their absence means nothing."""
        height, width = image.shape[:2]
        nodes: list[SceneObject] = []
        faint: list[SceneObject] = []
        for found in objects:
            kept = found.score >= self.pack.node_score and not self.scope.hides(found.box, (width, height))
            (nodes if kept else faint).append(found)
        return ObjectGraph.of(nodes, width, height, faint)

    def _related(self, graph: ObjectGraph) -> ObjectGraph:
        self.stages["relater"].relate(graph)
        return graph

    def _sentence(self, analysis: Analysis, place: int, timings: dict[str, float]) -> _Sentence:
        """Candidates for one change, or for "no change", best first, and the regions that the best one names."""
        focused = analysis.focused(place) if analysis.changes else analysis
        with _timed(timings, "generate"):
            candidates = self.stages["generator"].generate(focused)
        if not candidates:
            raise messages.error(messages.NO_SENTENCE)
        with _timed(timings, "rank"):
            ranked = self.stages["ranker"].rank(candidates, focused)
            grounding = self.stages["grounder"].ground(ranked[0], focused)
        stated = (place,) if analysis.changes else ()
        return _Sentence([replace(candidate, changes=stated) for candidate in ranked], grounding)

    def _paragraph(self, analysis: Analysis, timings: dict[str, float]) -> _Sentence:
        """All changes in one text, where the generator has a way to tell them together."""
        with _timed(timings, "generate"):
            text = self.stages["generator"].paragraph(analysis)
        with _timed(timings, "rank"):
            return _Sentence([text], self.stages["grounder"].ground(text, analysis))


@dataclass(frozen=True)
class _Sentence:
    ranked: list[Candidate]
    grounding: list[Grounding]


def _joined(sentences: list[_Sentence]) -> tuple[str, tuple[Grounding, ...]]:
    """The best of each as one caption, and where its phrases are."""
    caption, grounding = "", []
    for sentence in sentences:
        start = len(caption) + bool(caption)
        caption = f"{caption} {sentence.ranked[0].text}".lstrip()
        grounding += [replace(g, start=g.start + start, end=g.end + start) for g in sentence.grounding]
    return caption, tuple(grounding)


def _identical(before: np.ndarray, after: np.ndarray) -> Analysis:
    """Of equal pictures: there is nothing to look for, so no model is loaded."""
    empty = [ObjectGraph.of([], image.shape[1], image.shape[0]) for image in (before, after)]
    return Analysis(empty[0], empty[1], (), image_before=before, image_after=after)


@contextmanager
def _timed(timings: dict[str, float], step: str) -> Iterator[None]:
    start = perf_counter()
    yield
    timings[step] += perf_counter() - start
