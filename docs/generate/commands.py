"""The reference of the commands, read off their parsers."""

from __future__ import annotations

import re
from argparse import SUPPRESS, Action, ArgumentParser, _SubParsersAction
from collections.abc import Iterator

from pipeline.cli.parsers import COMMANDS, EXAMPLES, parser_of

HEAD = """# Commands

Made from the code by `python -m docs.generate reference`. [The command line](../commands.md) tells how they go
together.

"""


def commands_page() -> str:
    """A section for each command and each part that can be trained."""
    index = "\n".join(f"- [`pipeline {name}`](#pipeline-{name}): {summary}" for name, summary in COMMANDS.items())
    return HEAD + index + "\n" + "".join(_section(name) for name in COMMANDS)


def _section(command: str) -> str:
    parser, _ = parser_of(command)
    examples = "\n".join(EXAMPLES[command])
    text = f"\n## pipeline {command}\n\n{_told(parser)}\n\n```sh\n{examples}\n```\n\n{_table(parser)}"
    for name, part in _parts(parser):
        text += f"\n### pipeline {command} {name}\n\n{_told(part)}\n\n{_table(part)}"
    return text


def _parts(parser: ArgumentParser) -> Iterator[tuple[str, ArgumentParser]]:
    for action in parser._actions:
        if isinstance(action, _SubParsersAction):
            yield from action.choices.items()


def _told(parser: ArgumentParser) -> str:
    paragraphs = (parser.description or "").strip().split("\n\n")
    return "\n\n".join(_escaped(" ".join(paragraph.split())) for paragraph in paragraphs)


def _table(parser: ArgumentParser) -> str:
    rows = [(_name(one), _meaning(one)) for one in parser._actions if one.help != SUPPRESS and one.dest != "help"]
    return "| argument | meaning |\n|---|---|\n" + "".join(f"| {name} | {meaning} |\n" for name, meaning in rows)


def _name(action: Action) -> str:
    if not action.option_strings:
        return f"`{_value(action)}`"
    value = "" if action.nargs == 0 else f" {_value(action)}"
    return ", ".join(f"`{option}{value}`" for option in action.option_strings).replace("|", "\\|")


def _value(action: Action) -> str:
    if isinstance(action.metavar, str):
        return action.metavar
    if action.choices and len(list(action.choices)) < 9:
        return "{" + ",".join(map(str, action.choices)) + "}"
    return action.dest.upper()


def _meaning(action: Action) -> str:
    text = (action.help or "") % {**vars(action), "prog": ""}
    default = action.default
    if action.nargs != 0 and default not in (None, SUPPRESS, [], "", 0.0) and str(default) not in text:
        text += f" (default: {default})"
    return _escaped(text)


def _escaped(text: str) -> str:
    """Text for a cell: what stands in backticks is code already, and capitals with stars or bars are no markup."""
    parts = re.split(r"(`[^`]*`)", text)
    return "".join(part if part.startswith("`") else _plain(part) for part in parts).replace("|", "\\|")


def _plain(text: str) -> str:
    return text.replace("*", "\\*").replace("<", "&lt;").replace("_", "\\_")
