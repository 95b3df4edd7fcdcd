"""The stages of one captioner, each built when it is first asked for."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from pipeline.core import messages
from pipeline.core.errors import SpotItError
from pipeline.core.protocols import Detector, Differ, Generator, Grounder, Ranker, Recogniser, Registrar, Relater
from pipeline.core.types import Analysis, Candidate
from pipeline.flow import contract, registry
from pipeline.flow.adopt import adopt, check_method
from pipeline.flow.answers import kept
from pipeline.flow.contract import several
from pipeline.worlds.arguments import require_types
from pipeline.worlds.weights import local_weights
from pipeline.worlds.world import World

Chosen = Any
"""A name, an object that does the stage's job, the class of one, or (generators) several of these."""


class Stages:
    """A world's stages, with some of them chosen otherwise.

    Building a stage downloads nothing.

    Parameters
    ----------
    world : World
        Says which implementations answer, and with which parameters.
    chosen : mapping of str to Chosen
        Stages that differ from the world's.
    threads : int or None
        Passed to the implementations that take ``threads``; None leaves it to them.
    weights : Path or None
        A local file for the implementation whose weights do not ship.

    Raises
    ------
    SpotItError
        If there is no such stage or implementation, or those that are chosen cannot work together.
    """

    def __init__(
        self,
        world: World,
        chosen: Mapping[str, Chosen] | None = None,
        threads: int | None = None,
        weights: Path | None = None,
    ) -> None:
        self.world = world
        self.weights = weights
        self.chosen: dict[str, Chosen] = {**world.stages, **(chosen or {})}
        self.threads = threads
        self._built: dict[str, Any] = {}
        check_names(self.chosen)
        contract.check(self.chosen)

    @property
    def recogniser(self) -> Recogniser:
        """Pictures to whether they are of this world."""
        return cast(Recogniser, self._stage("recogniser"))

    @property
    def detector(self) -> Detector:
        """Image to objects."""
        return cast(Detector, self._stage("detector"))

    @property
    def relater(self) -> Relater:
        """Objects to relations."""
        return cast(Relater, self._stage("relater"))

    @property
    def registrar(self) -> Registrar:
        """Two pictures to the camera's motion."""
        return cast(Registrar, self._stage("registrar"))

    @property
    def differ(self) -> Differ:
        """Two graphs and a motion to change facts."""
        return cast(Differ, self._stage("differ"))

    @property
    def generator(self) -> Generator:
        """Change facts to candidate sentences."""
        return cast(Generator, self._stage("generator"))

    @property
    def ranker(self) -> Ranker:
        """Candidates to an order."""
        return cast(Ranker, self._stage("ranker"))

    @property
    def grounder(self) -> Grounder:
        """A sentence to the regions its phrases name."""
        return cast(Grounder, self._stage("grounder"))

    def build(self) -> None:
        """Build all of them now, so that what is wrong with the pack is known before any work."""
        for stage in self.chosen:
            self._stage(stage)

    def replace(self, **chosen: Chosen) -> Stages:
        """The same stages but for ``chosen``; those already built are kept."""
        other = Stages(self.world, {**self.chosen, **chosen}, self.threads, self.weights)
        stale = {*chosen, "detector"} if "proposer" in chosen else set(chosen)
        other._built = {stage: built for stage, built in self._built.items() if stage not in stale}
        return other

    def in_style(self, name: str) -> Stages:
        """The same stages, speaking in another style; those that it says nothing of are kept."""
        worlds = self.world, self.world.in_style(name)
        other = Stages(worlds[1], self.chosen, self.threads, self.weights)
        touched = {stage for world in worlds for stage in world.styles.get(world.style, {})}
        other._built = {stage: built for stage, built in self._built.items() if stage not in touched}
        return other

    def with_weights(self, weights: Path) -> Stages:
        """The same stages with these weights for the implementation whose weights do not ship."""
        other = Stages(self.world, self.chosen, self.threads, weights)
        other._built = {stage: built for stage, built in self._built.items() if stage != "detector"}
        return other

    @property
    def lack_weights(self) -> bool:
        """Whether the implementation whose weights do not ship is to answer, and no file of them is on this machine."""
        need = self.world.needs
        return need is not None and need.name in several(self.chosen.get(need.stage)) and not self._weights()

    @property
    def take_weights(self) -> bool:
        """Whether the detector is one that takes a file of weights and is not given its own by the world."""
        chosen = self.chosen.get("detector")
        if not isinstance(chosen, str):
            return False
        return "weights" in _parameters("detector", chosen) and "weights_file" not in self.world.settings_of(
            "detector", chosen
        )

    @property
    def take_classifier(self) -> bool:
        """Whether the differ is one that takes a classifier of crops."""
        chosen = self.chosen.get("differ")
        return isinstance(chosen, str) and "classifier" in _parameters("differ", chosen)

    def _weights(self) -> Path | None:
        return self.weights or local_weights(self.world)

    def _stage(self, stage: str) -> Any:
        if stage not in self._built:
            if stage not in self.chosen:
                raise messages.error(messages.PACK_STAGE_MISSING, name=self.world.name, stage=stage)
            self._built[stage] = self._build(stage, self.chosen[stage])
        return self._built[stage]

    def _build(self, stage: str, choice: Chosen) -> Any:
        built = [adopt(stage, self._built_from(stage, one)) for one in several(choice)]
        return built[0] if len(built) == 1 else SeveralGenerators(built)

    def _built_from(self, stage: str, one: Chosen) -> Any:
        if isinstance(one, type):
            return self._of_class(stage, one)
        if not isinstance(one, str):
            return one
        implementation = registry.find(stage, one).load()
        arguments = self._arguments(stage, one, implementation)
        try:
            signature = inspect.signature(implementation)
            signature.bind(**arguments)
            require_types(signature, arguments)
        except TypeError as failure:
            raise messages.error(
                messages.STAGE_ARGUMENTS, name=self.world.name, stage=stage, implementation=one, reason=failure
            ) from None
        return implementation(**arguments)

    def _of_class(self, stage: str, implementation: type) -> Any:
        """An object of somebody's class, given what the world knows and whatever stands under the class's name."""
        name = implementation.__name__
        arguments = self._arguments(stage, name, implementation)
        try:
            inspect.signature(implementation).bind(**arguments)
            return implementation(**arguments)
        except SpotItError:
            raise
        except Exception as failure:  # it is not our code
            raise messages.error(messages.STAGE_NOT_MADE, stage=stage, name=name, reason=failure) from failure

    def _arguments(self, stage: str, name: str, implementation: type) -> dict[str, Any]:
        signature = inspect.signature(implementation)
        arguments = self.world.arguments_for(stage, name, signature.parameters)
        need = self.world.needs
        if need is not None and (need.stage, need.name) == (stage, name):
            arguments.setdefault(need.argument, self._weights())
        elif stage == "detector" and self.weights is not None and "weights" in signature.parameters:
            arguments.setdefault("weights", self.weights)
        if self.threads is not None and "threads" in signature.parameters:
            arguments.setdefault("threads", self.threads)
        if stage == "detector" and "proposer" in self.chosen:
            if "proposer" not in signature.parameters:
                raise messages.error(messages.NO_PROPOSER_TAKEN, detector=name)
            arguments["proposer"] = self._stage("proposer")
        return arguments


class SeveralGenerators(Generator):
    """Several generators asked in turn; a sentence that two of them find is kept once, as the first said it.

    A rejected candidate competes with nobody; where there are no others, all are kept.
    """

    def __init__(self, generators: Sequence[Generator]) -> None:
        self.generators = generators

    def generate(self, analysis: Analysis) -> list[Candidate]:
        """All candidates, the first generator's first."""
        found: dict[tuple[str, tuple[int, ...]], Candidate] = {}
        for generator in self.generators:
            for candidate in kept(generator, "generate", generator.generate(analysis)):
                found.setdefault((candidate.text, candidate.changes), candidate)
        good = [candidate for candidate in found.values() if not candidate.rejected]
        return good or list(found.values())

    def together(self, analysis: Analysis) -> list[Candidate]:
        """Those of all generators."""
        return [one for generator in self.generators for one in generator.together(analysis)]

    def lasting(self, analysis: Analysis, time: str) -> Candidate | None:
        """That of the first generator that has a way to say it."""
        answers = (generator.lasting(analysis, time) for generator in self.generators)
        return next((answer for answer in answers if answer is not None), None)

    def paragraph(self, analysis: Analysis) -> list[Candidate] | None:
        """That of the first generator that tells all changes together."""
        told = (generator.paragraph(analysis) for generator in self.generators)
        return next((sentences for sentences in told if sentences is not None), None)


def _parameters(stage: str, name: str) -> Mapping[str, inspect.Parameter]:
    """What the constructor of an implementation takes."""
    return inspect.signature(registry.find(stage, name).load()).parameters


def check_names(chosen: Mapping[str, Chosen]) -> None:
    """Refuse unknown stages and implementations, and what is no implementation, before any work is done."""
    for stage, choice in chosen.items():
        if stage not in registry.STAGES:
            raise registry.no_stage(stage)
        for name in several(choice):
            if isinstance(name, str):
                registry.find(stage, name)
            else:
                check_method(stage, name)
