"""The reference of all implementations and their parameters, read off the registry."""

from __future__ import annotations

import inspect
from typing import Any

from pipeline.core.errors import SpotItError
from pipeline.flow import registry
from pipeline.flow.contract import contract_of, several
from pipeline.flow.registry import STAGES, Entry
from pipeline.worlds.finder import find_world

HEAD = """# Implementations and parameters

Made from the code by `python -m docs.generate reference`. [Stages](../stages.md) tells what each stage is for. A
parameter is set with `--set STAGE.NAME.PARAMETER=VALUE`, in `spot-it.toml`, in a pack, or in Python; `pipeline
stages -v --pack NAME` shows what a pack sets.
"""

PACKS = ("blocks", "photo", "screen")


def stages_page() -> str:
    """A section for each stage, with an implementation after the other."""
    worlds = {name: find_world(name) for name in PACKS}
    page = HEAD
    for stage in STAGES:
        page += f"\n## {stage}\n"
        for entry in {one.name: one for one in registry.BUILT_IN if one.stage == stage}.values():
            page += _implementation(entry, worlds)
    return page


def _implementation(entry: Entry, worlds: dict[str, Any]) -> str:
    handed = contract_of(entry.stage, entry.name)
    users = [name for name, world in worlds.items() if entry.name in several(world.stages.get(entry.stage, []))]
    notes = [entry.summary]
    if users:
        notes.append(f"used by {', '.join(f'`{name}`' for name in users)}")
    for verb, names in (("reads", handed.reads), ("writes", handed.writes)):
        if names:
            notes.append(f"{verb} {', '.join(f'`{name}`' for name in sorted(names))}")
    return f"\n### {entry.stage}={entry.name}\n\n{'; '.join(notes)}.\n" + _parameters(entry)


def _parameters(entry: Entry) -> str:
    try:
        declared = inspect.signature(entry.load()).parameters.values()
    except SpotItError:
        return "\n(Its package is not installed here.)\n"
    rows = "".join(f"| `{one.name}` | {_default(one)} |\n" for one in declared)
    return f"\n| parameter | default |\n|---|---|\n{rows}" if rows else ""


def _default(parameter: inspect.Parameter) -> str:
    default = parameter.default
    if default is inspect.Parameter.empty:
        return "required"
    shown = default.tolist() if hasattr(default, "tolist") else default
    text = type(shown).__name__ if " object at 0x" in repr(shown) else repr(shown)
    text = " ".join(text.split()).replace("|", "\\|").replace("`", "'")
    return f"`{text if len(text) <= 64 else text[:61] + '...'}`"
