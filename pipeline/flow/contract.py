"""What stages hand to each other, so that a combination that cannot work is refused before any work is done.

An implementation declares what it cannot do without (``reads``) and what it brings besides what every implementation of
its stage does (``writes``), in the registry or, one of an installed package, as attributes of its class:

================  ==============================================================================
``attributes``    objects have attributes with the probability of every value
``centers``       objects have their 3-D centre and scale in the picture
``features``      objects have a feature vector
``ground``        the motion knows where objects stand on the ground
``view``          the motion brings both pictures to one view
``blocks``        the motion knows which blocks of content moved, and what of each picture has no equal
================  ==============================================================================
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.core import messages
from pipeline.flow import registry

ORDER = ("proposer", "detector", "registrar", "differ", "relater", "generator", "ranker", "grounder")
"""Stages in the order in which they hand on."""

SOURCES = {
    "attributes": "detector",
    "centers": "detector",
    "features": "detector",
    "ground": "registrar",
    "view": "registrar",
    "blocks": "registrar",
}
"""The stage that can bring each thing."""


@dataclass(frozen=True)
class Contract:
    """What an implementation reads and writes; ``declared`` is false of one that does not say, which is trusted."""

    name: str
    reads: frozenset[str]
    writes: frozenset[str]
    declared: bool = True


def contract_of(stage: str, choice: Any) -> Contract:
    """The contract of an implementation given by its name, or of an object, or its class, that does the stage's job."""
    if isinstance(choice, str):
        entry = registry.find(stage, choice)
        if entry in registry.BUILT_IN:
            return Contract(choice, frozenset(entry.reads), frozenset(entry.writes))
        return _of_class(choice, entry.load())
    given = choice if isinstance(choice, type) else type(choice)
    return _of_class(given.__name__, choice)


def check(chosen: Mapping[str, Any]) -> None:
    """Refuse a combination in which a stage reads what no stage before it writes.

    Raises
    ------
    SpotItError
        Naming both stages, and implementations that would bring what is missing.
    """
    at_hand: set[str] = set()
    contracts: dict[str, list[Contract]] = {}
    for stage in ORDER:
        contracts[stage] = [contract_of(stage, one) for one in several(chosen.get(stage, ()))]
        for contract in contracts[stage]:
            for thing in sorted(contract.reads - at_hand):
                source = SOURCES.get(thing, "detector")
                if all(one.declared for one in contracts.get(source, ())) and contracts.get(source):
                    raise messages.error(
                        messages.STAGES_DO_NOT_FIT,
                        stage=stage,
                        name=contract.name,
                        thing=thing,
                        source=source,
                        given=contracts[source][0].name,
                        known=" or ".join(_bringing(source, thing)),
                    )
        at_hand |= {thing for contract in contracts[stage] for thing in contract.writes}


def several(choice: Any) -> list[Any]:
    """One choice, or each of several."""
    return list(choice) if isinstance(choice, list | tuple) else [choice]


def _bringing(stage: str, thing: str) -> Iterable[str]:
    return (entry.name for entry in registry.BUILT_IN if entry.stage == stage and thing in entry.writes)


def _of_class(name: str, implementation: Any) -> Contract:
    reads, writes = getattr(implementation, "reads", None), getattr(implementation, "writes", None)
    return Contract(name, frozenset(reads or ()), frozenset(writes or ()), declared=writes is not None)
