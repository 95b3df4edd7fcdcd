"""Styles: in which manner a world's sentences are worded.

A world's config has a table for each style that differs from its plain settings: ``[style.full.generator.templates]``
lies over ``[generator.templates]`` where the style is ``full``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from pipeline.core import messages

NATURAL, FULL, BENCHMARK = "natural", "full", "benchmark"

STYLES = (NATURAL, FULL, BENCHMARK)
"""What every world answers to: as a person would say it; all that is known; what captions of data sets are like.

A world without a table for one of them says it in its plain way.
"""

DEFAULT = NATURAL

Settings = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""By stage and implementation, what its parameters are set to."""


class Styled(Protocol):
    """What has styles of its own."""

    @property
    def styles(self) -> Mapping[str, Settings]:
        """Settings by the name of the style, over the plain ones."""
        ...


def check_style(name: str, worlds: Iterable[Styled]) -> str:
    """The name, if it is one that every world answers to, or one of them knows.

    Raises
    ------
    SpotItError
        If it is not.
    """
    known = dict.fromkeys((*STYLES, *(own for world in worlds for own in world.styles)))
    if name not in known:
        hint = messages.did_you_mean(str(name), known)
        raise messages.error(messages.NO_STYLE, name=name, hint=hint, known=", ".join(known))
    return name


def with_style(plain: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Settings of one implementation with those of a style over them: a value takes the place of a file, and back."""
    kept = {key: value for key, value in plain.items() if _parameter(key) not in map(_parameter, over)}
    return {**kept, **over}


def without_parameter(styles: Mapping[str, Settings], stage: str, name: str, parameter: str) -> dict[str, Settings]:
    """The styles with one parameter left to the plain settings."""
    return {
        style: {
            of: {
                one: {
                    key: value for key, value in table.items() if (of, one, _parameter(key)) != (stage, name, parameter)
                }
                for one, table in tables.items()
            }
            for of, tables in settings.items()
        }
        for style, settings in styles.items()
    }


def _parameter(key: str) -> str:
    return key.removesuffix("_file")
