"""Says what changed between two pictures, of whichever of its worlds they are."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

import numpy as np

from pipeline.core.errors import SpotItError
from pipeline.core.images import like_shapes, load_pair, load_picture, require_like_shapes
from pipeline.core.pictures import Source
from pipeline.core.types import Analysis, Choice, Description, ObjectGraph
from pipeline.flow.choose import Suitor, choose
from pipeline.flow.ignore import Area
from pipeline.flow.ignored_words import Words
from pipeline.flow.one_world import WorldCaptioner
from pipeline.flow.parameters import with_parameters
from pipeline.flow.scope import Scope
from pipeline.flow.stages import Chosen, Stages, check_names
from pipeline.flow.surety import at_wish
from pipeline.worlds.finder import AUTO, find_world, recognised_worlds
from pipeline.worlds.operating import Wish
from pipeline.worlds.styles import DEFAULT, check_style
from pipeline.worlds.world import World


class Captioner:
    """Says what changed between two pictures.

    Of several worlds it asks the recognisers which one the pictures are of, leaving out worlds that could not work with
    a detector that was chosen; stages that were chosen otherwise answer then, but do not choose.  Several threads may
    ask it at once.

    Parameters
    ----------
    worlds : sequence of World
        One, or those to choose among.
    scope : Scope
        What may be spoken of.
    chosen : mapping
        Stages that differ from each world's own.
    threads, weights
        As for :class:`~pipeline.flow.stages.Stages`.

    Examples
    --------
    >>> captioner = Captioner.from_pack("blocks")                               # doctest: +SKIP
    >>> captioner.describe("before.png", "after.png").caption                   # doctest: +SKIP
    'The small red rubber cube turned blue.'
    """

    def __init__(
        self,
        worlds: Sequence[World],
        scope: Scope = Scope(),  # noqa: B008  (it is frozen)
        chosen: Mapping[str, Chosen] = MappingProxyType({}),
        threads: int | None = None,
        weights: Path | None = None,
    ) -> None:
        self.worlds = tuple(worlds)
        self.scope = scope
        self.chosen = chosen
        self.threads = threads
        self.weights = weights
        self._own: dict[str, WorldCaptioner] = {}
        self._answering: dict[str, WorldCaptioner] = {}

    @classmethod
    def from_pack(
        cls,
        name: str | os.PathLike[str] = AUTO,
        ignore: Sequence[Area] = (),
        threads: int | None = None,
        min_size: float = 0.0,
        min_confidence: float = 0.0,
        weights: Path | None = None,
        parameters: Mapping[str, Any] = MappingProxyType({}),
        ignore_text: Sequence[re.Pattern[str]] = (),
        at: str | None = None,
        style: str = DEFAULT,
    ) -> Captioner:
        """A captioner with a pack's own stages.

        Parameters
        ----------
        name
            A pack's name, the path of its folder, or "auto", which chooses by looking at the pictures.
        ignore, ignore_text, min_size, min_confidence
            What may be spoken of, as in :class:`Scope`.
        threads, weights
            As for :class:`Stages`.
        parameters
            What is set over the pack's settings, as in ``{"registrar.objects.floor": 0.05}``.
        at
            A point of each pack's measured curve of misses against false alarms: "recall=0.95", "false-alarms=0.001".
        style
            In which manner sentences are worded: "natural" as a person would say it, "full" with all that is known,
            "benchmark" as the captions of data sets.

        Raises
        ------
        SpotItError
            If there is no such pack or style, or it cannot be used.
        """
        worlds = recognised_worlds() if name == AUTO else [find_world(name)]
        if at is not None:
            wish = Wish.parse(at)
            worlds = [at_wish(world, wish) for world in worlds]
        worlds = [world.in_style(check_style(style, worlds)) for world in worlds]
        if parameters:
            worlds = [with_parameters(world, parameters) for world in worlds]
        if ignore_text:
            worlds = [with_parameters(world, _all_read(world)) for world in worlds]
        scope = Scope(tuple(ignore), min_size, min_confidence, Words(tuple(ignore_text)))
        captioner = cls(worlds, scope, threads=threads, weights=weights)
        if len(worlds) == 1:
            captioner.of(worlds[0].name)  # what is wrong with it is said now
        return captioner

    @property
    def name(self) -> str:
        """The pack's, or "auto" where there are several to choose among."""
        return self.worlds[0].name if len(self.worlds) == 1 else AUTO

    @property
    def stages(self) -> Stages:
        """Of its only world, or of the first of several."""
        return self.of(self.worlds[0].name).stages

    @property
    def takes_weights(self) -> bool:
        """Whether a stage of one of its worlds would use a file of weights that is named."""
        return any(self.of(world.name).stages.take_weights for world in self.worlds)

    @property
    def takes_classifier(self) -> bool:
        """Whether the differ of one of its worlds would use a classifier of crops that is named."""
        return any(self.of(world.name).stages.take_classifier for world in self.worlds)

    @property
    def reads_words(self) -> bool:
        """Whether one of its worlds can read what is written in the pictures."""
        return any(self.of(world.name).stages.differ.reads_words for world in self.worlds)

    def replace(self, **stages: Chosen) -> Captioner:
        """The same captioner with other stages, each a name, an object, or (generators) several of these.

        Raises
        ------
        SpotItError
            If there is no such stage or implementation, or none of its worlds could work with it.
        """
        check_names(stages)
        other = type(self)(self.worlds, self.scope, {**self.chosen, **stages}, self.threads, self.weights)
        other._own = self._own
        if len(self.worlds) == 1:
            only = self.worlds[0].name
            other._answering[only] = self.of(only).replace(**stages)
        return other

    def in_style(self, name: str) -> Self:
        """The same captioner, speaking in another style; what it has loaded is shared.

        Raises
        ------
        SpotItError
            If there is no such style.
        """
        check_style(name, self.worlds)
        worlds = [world.in_style(name) for world in self.worlds]
        other = type(self)(worlds, self.scope, self.chosen, self.threads, self.weights)
        other._own = {world: own.in_style(name) for world, own in self._own.items()}
        other._answering = {world: own.in_style(name) for world, own in self._answering.items()}
        return other

    def ready(self) -> Captioner:
        """The same, once all stages of all worlds are built: what is wrong with a pack is said before any work."""
        for world in self.worlds:
            self.of(world.name).stages.build()
        return self

    def of(self, world: str) -> WorldCaptioner:
        """The captioner of one of its worlds."""
        if not self.chosen:
            return self._unchanged(world)
        if world not in self._answering:
            self._answering[world] = self._unchanged(world).replace(**self.chosen)
        return self._answering[world]

    def of_pages(self) -> Captioner:
        """The same, of the worlds whose pictures are pages of documents, where there are any to choose from."""
        worlds = [world for world in self.worlds if world.documents]
        if not worlds or len(worlds) == len(self.worlds):
            return self
        return type(self)(worlds, self.scope, self.chosen, self.threads, self.weights)

    def choice(self, *pictures: Source) -> Choice:
        """Of which world these pictures of one scene are, and why.

        Raises
        ------
        SpotItError
            If a picture cannot be read, or no world knows them.
        """
        if len(self.worlds) == 1:
            return Choice(self.worlds[0].name)
        suitors = []
        for world in self._able():
            own = self._unchanged(world.name)
            suitors.append(Suitor(world.name, own.stages.recogniser, own.inspect))
        return choose(suitors, [load_picture(picture) for picture in pictures])

    def _able(self) -> Sequence[World]:
        """The worlds whose stages can work with the detector that was chosen in place of theirs; all, if none can."""
        if "detector" not in self.chosen:
            return self.worlds
        return [world for world in self.worlds if self._takes_chosen(world)] or self.worlds

    def _takes_chosen(self, world: World) -> bool:
        try:
            self.of(world.name)
        except SpotItError:
            return False
        return True

    def suited(self, *pictures: Source) -> WorldCaptioner:
        """The captioner of the world that these pictures of one scene are of."""
        return self.of(self.choice(*pictures).world)

    def load(self, before: Source, after: Source) -> tuple[np.ndarray, np.ndarray]:
        """Both pictures, whose shapes may differ where the world that they are of says so.

        Raises
        ------
        SpotItError
            If one cannot be read, or the shapes differ in a world of views from one camera.
        """
        pair = load_pair(before, after, any_shape=True)
        if not like_shapes(pair) and not self.suited(*pair).world.any_shape:
            require_like_shapes(pair, (before, after))
        return pair

    def inspect(self, image: Source) -> ObjectGraph:
        """The objects of one picture and how they stand to each other."""
        picture = load_picture(image)
        return self.suited(picture).inspect(picture)

    def diff(self, before: Source, after: Source) -> Analysis:
        """Both object graphs and the change facts, most important first."""
        pair, choice = self._chosen(before, after)
        return replace(self.of(choice.world).diff(*pair), choice=choice)

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
        pair, choice = self._chosen(before, after)
        description = self.of(choice.world).describe(*pair, every=every)
        return replace(description, analysis=replace(description.analysis, choice=choice))

    def word(self, analysis: Analysis, place: int) -> str:
        """The best sentence for the change number ``place`` of an analysis, by the world that made it."""
        return self.of(analysis.choice.world or self.worlds[0].name).word(analysis, place)

    def _chosen(self, before: Source, after: Source) -> tuple[tuple[np.ndarray, np.ndarray], Choice]:
        """Both pictures, and the world that they are of, which says whether their shapes may differ."""
        pair = load_pair(before, after, any_shape=any(world.any_shape for world in self.worlds))
        choice = self.choice(*pair)
        if not self.of(choice.world).world.any_shape:
            require_like_shapes(pair, (before, after))
        return pair, choice

    def _unchanged(self, world: str) -> WorldCaptioner:
        if world not in self._own:
            found = next(one for one in self.worlds if one.name == world)
            stages = Stages(found, threads=self.threads, weights=self.weights)
            self._own[world] = WorldCaptioner(stages, self.scope)
        return self._own[world]


def _all_read(world: World) -> dict[str, int]:
    """The parameter that has a world read the words of all changes: those that are not read cannot be ignored."""
    name = world.stages.get("differ")
    settings = world.settings.get("differ", {}).get(name, {}) if isinstance(name, str) else {}
    return {f"differ.{name}.most_read": sys.maxsize} if "most_read" in settings else {}
