"""Parameters of implementations, set by name over what a pack says, as in ``registrar.objects.floor``."""

from __future__ import annotations

import inspect
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from pipeline.core import messages
from pipeline.flow import registry
from pipeline.worlds.styles import without_parameter
from pipeline.worlds.world import World


def parse_parameters(values: Iterable[str]) -> dict[str, Any]:
    """What ``STAGE.NAME.PARAMETER=VALUE`` says, each; values are written as in TOML, and plain words are texts.

    Raises
    ------
    SpotItError
        If one has another form.
    """
    found: dict[str, Any] = {}
    for value in values:
        address, equals, text = value.partition("=")
        if not equals or address.count(".") != 2:
            raise messages.error(messages.BAD_PARAMETER, value=value)
        try:
            found[address] = tomllib.loads(f"value = {text}")["value"]
        except (tomllib.TOMLDecodeError, RecursionError):
            found[address] = text
    return found


def with_parameters(world: World, parameters: Mapping[str, Any]) -> World:
    """The world with some parameters set otherwise, in every style.

    Raises
    ------
    SpotItError
        If there is no such stage, implementation or parameter, or it takes another kind of value.
    """
    settings = {
        stage: {name: dict(table) for name, table in tables.items()} for stage, tables in world.settings.items()
    }
    styles = world.styles
    for address, value in parameters.items():
        stage, name, parameter = _checked(address, value)
        table = settings.setdefault(stage, {}).setdefault(name, {})
        table.pop(f"{parameter}_file", None)
        table[parameter] = value
        styles = without_parameter(styles, stage, name, parameter)
    return replace(world, settings=settings, styles=styles)


def _checked(address: str, value: Any) -> tuple[str, str, str]:
    parts = address.split(".")
    if len(parts) != 3:
        raise messages.error(messages.BAD_PARAMETER, value=address)
    stage, name, parameter = parts
    declared = inspect.signature(registry.find(stage, name).load()).parameters
    if parameter not in declared:
        hint, known = messages.did_you_mean(parameter, declared), ", ".join(declared) or "none"
        raise messages.error(
            messages.NO_PARAMETER, implementation=f"{stage}={name}", name=parameter, hint=hint, known=known
        )
    default = declared[parameter].default
    for kind, wanted in ((bool, "true or false"), (int | float, "a number"), (str, "a text")):
        if isinstance(default, kind):
            if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
                raise messages.error(messages.PARAMETER_VALUE, name=address, wanted=wanted, value=value)
            break
    return stage, name, parameter
