"""From two pictures of one world to a sentence: the stages, called in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Lock
from time import perf_counter

import numpy as np

from pipeline.core import messages
from pipeline.core.images import load_pair, load_picture
from pipeline.core.pictures import Source
from pipeline.core.reasons import IDENTICAL, Reason
from pipeline.core.types import Analysis, Candidate, Choice, Description, Grounding, ObjectGraph, SceneObject
from pipeline.flow.answers import kept
from pipeline.flow.hidden import ignored_changes
from pipeline.flow.reasons import reasons_of
from pipeline.flow.scope import Scope
from pipeline.flow.stages import Chosen, Stages
from pipeline.flow.surety import measured
from pipeline.worlds.weights import fetch_unasked
from pipeline.worlds.world import World

TIMED = ("detect", "diff", "generate", "rank")


class WorldCaptioner:
    """Says what changed between two pictures of one world; several threads may ask it at once.

    Parameters
    ----------
    stages : Stages
        The world's stages, built on first use.
    scope : Scope
        What may be spoken of.
    """

    def __init__(self, stages: Stages, scope: Scope = Scope()) -> None:  # noqa: B008  (it is frozen)
        self.stages = stages
        self.scope = scope
        self._lock = Lock()

    @property
    def world(self) -> World:
        """Of which the pictures are."""
        return self.stages.world

    def ready(self) -> WorldCaptioner:
        """The same, once what the world lacks on this machine is fetched, or is done without, and said so."""
        with self._lock:
            need = self.world.needs
            if need is not None and self.stages.lack_weights:
                self.stages.build()  # what is not installed is said before the network is tried
                weights = fetch_unasked(self.world)
                if weights is None:
                    messages.notice(messages.NO_WEIGHTS, name=self.world.name)
                    self.stages = self.stages.replace(**{need.stage: need.without})
                else:
                    self.stages = self.stages.with_weights(weights)
        return self

    def replace(self, **stages: Chosen) -> WorldCaptioner:
        """The same captioner with other stages, each a name, an object, or (generators) several of these."""
        return WorldCaptioner(self.stages.replace(**stages), self.scope)

    def in_style(self, name: str) -> WorldCaptioner:
        """The same captioner, speaking in another style."""
        return WorldCaptioner(self.stages.in_style(name), self.scope)

    def inspect(self, image: Source) -> ObjectGraph:
        """The objects of one picture and how they stand to each other."""
        return self._related(self._detected(load_picture(image)))

    def diff(self, before: Source, after: Source) -> Analysis:
        """Both object graphs and the change facts, most important first."""
        first, second = load_pair(before, after, self.world.any_shape)
        if np.array_equal(first, second):
            return self._identical(first, second)
        return self._analyse(first, second, dict.fromkeys(TIMED, 0.0))

    def describe(self, before: Source, after: Source, every: bool = False) -> Description:
        """What changed, in words, with all that the words rest on.

        Parameters
        ----------
        before, after
            Paths, arrays, tensors, Pillow images, bytes or open files, as :mod:`pipeline.core.pictures` says.
        every : bool
            State every change, not the most important one alone.

        Raises
        ------
        SpotItError
            If a picture or the pack cannot be used.
        """
        timings = dict.fromkeys(TIMED, 0.0)
        first, second = load_pair(before, after, self.world.any_shape)
        if np.array_equal(first, second):
            answer = Candidate(messages.NOTHING_CHANGED, "identical")
            return self._told(answer.text, self._identical(first, second), (answer,), (), timings)
        analysis = self._analyse(first, second, timings)
        if analysis.unsure:
            answer = Candidate(messages.TOO_LITTLE, "unsure")
            return Description(answer.text, analysis, (answer,), (), timings, self.world.name)
        together = self._paragraph(analysis, timings) if every and len(analysis.changes) > 1 else []
        told = range(len(analysis.changes) if every else 1) or range(1)
        sentences = together or [self._sentence(analysis, place, timings, alone=every) for place in told]
        caption, grounding = _joined(sentences)
        candidates = tuple(candidate for sentence in sentences for candidate in sentence.ranked)
        return self._told(caption, analysis, candidates, grounding, timings)

    def word(self, analysis: Analysis, place: int) -> str:
        """The best sentence for the change number ``place`` of an analysis."""
        return self._sentence(analysis, place, dict.fromkeys(TIMED, 0.0)).ranked[0].text

    def word_lasting(self, analysis: Analysis, place: int, time: str) -> str:
        """The same for a change that was made at a ``time`` of the clock and stays so."""
        told = self.stages.generator.lasting(analysis.focused(place), time)
        return self.word(analysis, place) if told is None else told.text

    def _told(
        self,
        caption: str,
        analysis: Analysis,
        candidates: tuple[Candidate, ...],
        grounding: tuple[Grounding, ...],
        timings: dict[str, float],
    ) -> Description:
        world = self.world
        return Description(caption, analysis, candidates, grounding, timings, world.name, world.style)

    def _analyse(self, before: np.ndarray, after: np.ndarray, timings: dict[str, float]) -> Analysis:
        with _timed(timings, "detect"):
            graph_before, graph_after = self._detected(before), self._detected(after)
        with _timed(timings, "diff"):
            registrar, differ = self.stages.registrar, self.stages.differ
            reread = registrar.reread(graph_before, graph_after)
            graph_before, graph_after = kept(registrar, "reread", reread)
            motion = kept(registrar, "register", registrar.register(graph_before, graph_after, before, after))
            places = kept(differ, "places", differ.places(motion))
        with _timed(timings, "detect"):
            graph_before = self._looked_again(graph_before, before, places[0])
            graph_after = self._looked_again(graph_after, after, places[1])
        with _timed(timings, "diff"):
            for graph in (graph_before, graph_after):
                self._related(graph)
            found = kept(differ, "diff", differ.diff(graph_before, graph_after, motion))
            sure = measured(self.world, self.stages.chosen.get("differ"), found.changes)
            bounds = [self.scope.hidden_by(change, graph_before, graph_after) for change in sure]
            changes = tuple(change for change, bound in zip(sure, bounds, strict=True) if bound is None)
            hidden = Counter(bound for bound in bounds if bound is not None)
            graphs, images = (graph_before, graph_after), (before, after)
            again = ignored_changes(self.stages, self.scope, graphs, images, motion)
            reasons = tuple(one for one in reasons_of(graphs, images, motion, found) if not self._ignored(one, graphs))
        return Analysis(
            graph_before,
            graph_after,
            changes,
            before,
            after,
            found.matches,
            motion,
            Choice(self.world.name),
            dict(+(hidden | Counter(ignore=again))),
            reasons,
        )

    def _detected(self, image: np.ndarray) -> ObjectGraph:
        detector = self.ready().stages.detector
        return self._graph(kept(detector, "detect", detector.detect(image)), image)

    def _looked_again(self, graph: ObjectGraph, image: np.ndarray, places: np.ndarray) -> ObjectGraph:
        """The graph completed by a closer look at some places."""
        if not len(places):
            return graph
        known = sorted([*graph.objects, *graph.faint], key=lambda found: -found.score)
        detector = self.stages.detector
        return self._graph(kept(detector, "look_again", detector.look_again(image, places, known)), image)

    def _ignored(self, reason: Reason, graphs: tuple[ObjectGraph, ObjectGraph]) -> bool:
        """Whether what a reason is about lies in an ignored area."""
        sides = zip((reason.box_before, reason.box_after), graphs, strict=True)
        seen = [(box, graph.extent) for box, graph in sides if box is not None]
        return bool(seen) and all(self.scope.hides(box, extent) for box, extent in seen)

    def _graph(self, objects: Sequence[SceneObject], image: np.ndarray) -> ObjectGraph:
        """The graph without relations.  Objects in an ignored area count as faint, so their absence means nothing."""
        height, width = image.shape[:2]
        nodes: list[SceneObject] = []
        faint: list[SceneObject] = []
        for found in objects:
            kept = found.score >= self.world.node_score and not self.scope.hides(found.box, (width, height))
            (nodes if kept else faint).append(found)
        return ObjectGraph.of(nodes, width, height, faint)

    def _related(self, graph: ObjectGraph) -> ObjectGraph:
        self.stages.relater.relate(graph)
        return graph

    def _sentence(self, analysis: Analysis, place: int, timings: dict[str, float], alone: bool = True) -> _Sentence:
        """Candidates for one change, or for "no change", best first, and the regions that the best one names.

        Unless it is to be told ``alone``, what shares the fate of the first change is told along with it.
        """
        focused = analysis.focused(place) if analysis.changes else analysis
        with _timed(timings, "generate"):
            generator, ranker, grounder = self.stages.generator, self.stages.ranker, self.stages.grounder
            shared = [] if alone else kept(generator, "together", generator.together(focused))
            candidates = shared or kept(generator, "generate", generator.generate(focused))
        if not candidates:
            raise messages.error(messages.NO_SENTENCE)
        with _timed(timings, "rank"):
            ranked = kept(ranker, "rank", ranker.rank(candidates, focused))
            grounding = kept(grounder, "ground", grounder.ground(ranked[0], focused))
        stated = (place,) if analysis.changes else ()
        told = ranked if shared else [replace(candidate, changes=stated) for candidate in ranked]
        return _Sentence(told, grounding)

    def _paragraph(self, analysis: Analysis, timings: dict[str, float]) -> list[_Sentence]:
        """All changes in one text, where the generator has a way to tell them together; else none."""
        with _timed(timings, "generate"):
            told = self.stages.generator.paragraph(analysis) or []
        with _timed(timings, "rank"):
            return [_Sentence([one], self.stages.grounder.ground(one, analysis)) for one in told]

    def _identical(self, before: np.ndarray, after: np.ndarray) -> Analysis:
        """Of equal pictures: there is nothing to look for, so no model is loaded."""
        empty = [ObjectGraph.of([], image.shape[1], image.shape[0]) for image in (before, after)]
        choice, reasons = Choice(self.world.name), (Reason(IDENTICAL, 0.0),)
        return Analysis(empty[0], empty[1], (), before, after, choice=choice, reasons=reasons)


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


@contextmanager
def _timed(timings: dict[str, float], step: str) -> Iterator[None]:
    start = perf_counter()
    yield
    timings[step] += perf_counter() - start
