"""Of which world some pictures are: the worlds' recognisers are asked, the quickest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.core import messages
from pipeline.core.protocols import Inspect, Recogniser
from pipeline.core.types import Choice, Recognition
from pipeline.flow.answers import kept


@dataclass(frozen=True, eq=False)
class Suitor:
    """A world that may be chosen: its name, its recogniser, and what its own detector makes of a picture."""

    world: str
    recogniser: Recogniser
    inspect: Inspect


def choose(suitors: Sequence[Suitor], images: Sequence[np.ndarray]) -> Choice:
    """The first world that knows the pictures of one scene, in the order of their recognisers' effort.

    A recogniser that a glance leaves in doubt is asked again with its world's detector, before any that takes more
    effort is asked at all.

    Raises
    ------
    SpotItError
        If no world knows them.
    """
    asked: list[tuple[str, Recognition]] = []
    efforts = sorted({suitor.recogniser.effort for suitor in suitors})
    for effort in efforts:
        level = [suitor for suitor in suitors if suitor.recogniser.effort == effort]
        doubtful = []
        for suitor in level:
            answer = kept(suitor.recogniser, "glance", suitor.recogniser.glance(images))
            asked.append((suitor.world, answer))
            if answer.belongs:
                return Choice(suitor.world, tuple(asked))
            doubtful += [suitor] * (answer.belongs is None)
        for suitor in doubtful:
            answer = kept(suitor.recogniser, "examine", suitor.recogniser.examine(images, suitor.inspect))
            asked.append((suitor.world, answer))
            if answer.belongs:
                return Choice(suitor.world, tuple(asked))
    raise messages.error(messages.UNKNOWN_WORLD, asked=", ".join(dict(asked)) or "none")
