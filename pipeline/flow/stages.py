"""The stages of one captioner, each built when it is first asked for."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.core import messages
from pipeline.core.protocols import Generator
from pipeline.core.types import Analysis, Candidate
from pipeline.flow import registry
from pipeline.worlds import Pack
from pipeline.worlds.arguments import require_types
from pipeline.worlds.weights import ready_weights

WEIGHTED = ("detector", "onnx")
"""The implementation whose weights do not ship, so that they are looked for outside of the pack."""

WEIGHTLESS = "regions"
"""The detector that answers in its place where there are none."""

Choice = Any
"""A name, several names (generators), or an object that does the stage's job."""


class Stages(Mapping[str, Any]):
    """A pack's stages, with some of them chosen otherwise.

    Parameters
    ----------
    pack : Pack
        Says which implementations answer, and with which parameters.
    chosen : mapping of str to Choice
        Stages that differ from the pack's.
    threads : int or None
        Passed to the implementations that take ``threads``; None leaves it to them.
    weights : Path or None
        A local file for the detector whose weights do not ship.
    """

    def __init__(
        self,
        pack: Pack,
        chosen: Mapping[str, Choice] | None = None,
        threads: int | None = None,
        weights: Path | None = None,
    ) -> None:
        self.pack = pack
        self.weights = weights
        self.chosen = {**pack.stages, **(chosen or {})}
        self.threads = threads
        self._built: dict[str, Any] = {}
        for stage, choice in self.chosen.items():
            self._check(stage, choice)

    def __getitem__(self, stage: str) -> Any:
        if stage not in self._built:
            if stage not in self.chosen:
                raise messages.error(messages.PACK_STAGE_MISSING, name=self.pack.name, stage=stage)
            self._built[stage] = self._build(stage, self.chosen[stage])
        return self._built[stage]

    def __iter__(self) -> Iterator[str]:
        return iter(self.chosen)

    def __len__(self) -> int:
        return len(self.chosen)

    def replace(self, **chosen: Choice) -> Stages:
        """The same stages but for ``chosen``; those already built are kept."""
        other = Stages(self.pack, {**self.chosen, **chosen}, self.threads, self.weights)
        stale = {*chosen, "detector"} if "proposer" in chosen else set(chosen)
        other._built = {stage: built for stage, built in self._built.items() if stage not in stale}
        return other

    def _check(self, stage: str, choice: Choice) -> None:
        """Refuse an unknown name before any work is done."""
        if stage not in registry.STAGES:
            raise messages.error(messages.NO_STAGE, stage=stage, known=", ".join(registry.STAGES))
        for name in _several(choice):
            if isinstance(name, str):
                registry.find(stage, name)

    def _build(self, stage: str, choice: Choice) -> Any:
        built = [self._build_one(stage, one) if isinstance(one, str) else one for one in _several(choice)]
        return built[0] if len(built) == 1 else SeveralGenerators(built)

    def _build_one(self, stage: str, name: str) -> Any:
        implementation = registry.find(stage, name).load()
        arguments = self.pack.arguments(stage, name)
        if (stage, name) == WEIGHTED and "weights" not in arguments:
            arguments["weights"] = self.weights or ready_weights()
            if arguments["weights"] is None and self.pack.stages.get(stage) == name:
                messages.notice(messages.NO_WEIGHTS)
                return self._build_one(stage, WEIGHTLESS)
        signature = inspect.signature(implementation)
        if self.threads is not None and "threads" in signature.parameters:
            arguments.setdefault("threads", self.threads)
        if stage == "detector" and "proposer" in self.chosen:
            if "proposer" not in signature.parameters:
                raise messages.error(messages.NO_PROPOSER_TAKEN, detector=name)
            arguments["proposer"] = self["proposer"]
        try:
            signature.bind(**arguments)
            require_types(signature, arguments)
        except TypeError as failure:
            raise messages.error(
                messages.STAGE_ARGUMENTS, name=self.pack.name, stage=stage, implementation=name, reason=failure
            ) from None
        return implementation(**arguments)


class SeveralGenerators:
    """Several generators asked in turn; a sentence that two of them find is kept once, as the first said it.

    A rejected candidate competes with nobody; where there are no others, all are kept.
    """

    def __init__(self, generators: Sequence[Generator]) -> None:
        self.generators = generators

    def generate(self, analysis: Analysis) -> list[Candidate]:
        """All candidates, the first generator's first."""
        found: dict[tuple[str, tuple[int, ...]], Candidate] = {}
        for generator in self.generators:
            for candidate in generator.generate(analysis):
                found.setdefault((candidate.text, candidate.changes), candidate)
        kept = [candidate for candidate in found.values() if not candidate.rejected]
        return kept or list(found.values())


def _several(choice: Choice) -> list[Any]:
    return list(choice) if isinstance(choice, list | tuple) else [choice]
