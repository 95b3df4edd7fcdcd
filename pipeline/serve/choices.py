"""Which captioner answers a visitor: the one of a pack, perhaps with some of its stages exchanged."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import cached_property
from threading import Lock

from pipeline.core import messages
from pipeline.core.errors import SpotItError
from pipeline.flow import registry
from pipeline.flow.captioner import Captioner
from pipeline.flow.contract import several
from pipeline.flow.stages import Stages

EXCHANGED = ("detector", "relater", "registrar", "differ", "generator", "ranker", "grounder")
"""Stages that a visitor may exchange: recognisers and proposers change nothing that could be seen."""

_UNOFFERED = {("detector", "given")}  # has to be told the objects

_KEPT = 4
"""Captioners with exchanged stages that are held: each may have networks of its own in memory."""


class Choices:
    """Captioners by the name that a visitor chooses them by; the first answers where none is chosen."""

    def __init__(self, captioners: Mapping[str, Captioner]) -> None:
        self.captioners = captioners
        self._exchanged: OrderedDict[tuple[str, tuple[str, ...], str], Captioner] = OrderedDict()
        self._lock = Lock()

    def captioner(self, pack: str, stages: Sequence[str], style: str = "") -> Captioner:
        """The one that a visitor asks for; ``stages`` are values such as ``ranker=lm``, ``style`` is how it words.

        Raises
        ------
        SpotItError
            If there is no such pack or implementation, or it does not go with the others.
        """
        name = pack or next(iter(self.captioners))
        if name not in self.captioners:
            hint = messages.did_you_mean(name, self.captioners)
            raise messages.error(messages.NO_PACK, name=name, hint=hint, known=", ".join(self.captioners))
        asked = tuple(sorted(filter(None, stages)))
        if not asked and not style:
            return self.captioners[name]
        chosen = dict(_parsed(value) for value in asked)
        with self._lock:
            key = name, asked, style
            if key not in self._exchanged:
                styled = self.captioners[name].in_style(style) if style else self.captioners[name]
                self._exchanged[key] = styled.replace(**chosen) if chosen else styled
                if len(self._exchanged) > _KEPT:
                    self._exchanged.popitem(last=False)
            self._exchanged.move_to_end(key)
            return self._exchanged[key]

    @cached_property
    def offered(self) -> dict[str, dict[str, list[str]]]:
        """For each captioner of one world, and each stage: the world's own, then what could stand in its place."""
        worlds = {name: one.worlds[0] for name, one in self.captioners.items() if len(getattr(one, "worlds", ())) == 1}
        return {name: {stage: _offered(Stages(world), stage) for stage in EXCHANGED} for name, world in worlds.items()}


def _parsed(value: str) -> tuple[str, str]:
    stage, equals, name = value.partition("=")
    if not equals or stage not in EXCHANGED or (stage, name) in _UNOFFERED:
        raise messages.error(messages.BAD_STAGE, value=value)
    registry.find(stage, name)
    return stage, name


def _offered(stages: Stages, stage: str) -> list[str]:
    own = several(stages.world.stages[stage])
    names = [entry.name for entry in registry.populate()[stage].values()]
    others = [name for name in names if [name] != list(own) and (stage, name) not in _UNOFFERED]
    return [" + ".join(own), *(name for name in others if _fits(stages, stage, name))]


def _fits(stages: Stages, stage: str, name: str) -> bool:
    try:
        stages.replace(**{stage: name})
    except SpotItError:
        return False
    return True
