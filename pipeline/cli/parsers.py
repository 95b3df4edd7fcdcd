"""The parser of each command: its options, those that every command has, and examples of its use."""

from __future__ import annotations

from argparse import REMAINDER, ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable
from importlib import import_module
from typing import NoReturn

from pipeline import __version__
from pipeline.core import messages

COMMANDS = {
    "run": "say what changed between two pictures",
    "inspect": "show the objects of one picture and how they stand to each other",
    "diff": "show the change facts alone",
    "batch": "answer many pairs",
    "watch": "describe the pictures of a folder as they arrive",
    "serve": "show the local web page",
    "evaluate": "score answers: words, facts, boxes",
    "synth": "render scene pairs with truth and captions",
    "train": "train a part of a pack",
    "stages": "list the stages and their implementations",
    "packs": "list the packs, what they were trained on and what they scored",
    "info": "show versions, packs, and what is missing on this machine",
    "completion": "print the script with which a shell completes our commands",
}

EXAMPLES = {
    "run": ("pipeline run before.png after.png", "pipeline run before.png after.png --all -o report.html"),
    "inspect": ("pipeline inspect picture.png", "pipeline inspect picture.png -o objects.json"),
    "diff": ("pipeline diff before.png after.png", "git show HEAD:logo.png | pipeline diff - logo.png -o changes.png"),
    "batch": ("pipeline batch pairs.csv -o results.jsonl", "pipeline batch old/ new/ -o out.jsonl --junit tests.xml"),
    "serve": ("pipeline serve", "pipeline serve --port 8080"),
    "watch": ("pipeline watch frames/", "pipeline watch frames/ --reference empty.png --confirm 3"),
    "evaluate": ("pipeline evaluate pairs.jsonl results.jsonl",),
    "synth": ("pipeline synth scenes/ --count 100 --renderer sketch",),
    "train": ("pipeline train detector --help",),
    "stages": ("pipeline stages", "pipeline stages --pack photo --verbose"),
    "packs": ("pipeline packs", "pipeline packs show photo", "pipeline packs fetch photo"),
    "info": ("pipeline info", "pipeline info --json"),
    "completion": ('eval "$(pipeline completion bash)"', "pipeline completion fish | source"),
}

PAGES = {
    "run": "commands.md, report.md, sentences.md",
    "batch": "commands.md, report.md",
    "watch": "photographs.md",
    "serve": "serve.md",
    "evaluate": "evaluation.md",
    "synth": "rendering-and-training.md",
    "train": "rendering-and-training.md",
    "stages": "stages.md",
    "packs": "photographs.md, architecture.md",
}
"""Pages of ``docs/`` on a command; of the others, ``commands.md``."""


class Parser(ArgumentParser):
    """An argument parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments."""
        unknown = message.removeprefix("unrecognized arguments: ").partition(" ")[0]
        hint = messages.did_you_mean(unknown, self._option_string_actions) if unknown.startswith("-") else ""
        raise messages.error(messages.USAGE, reason=message + hint, program=self.prog)


def parser_of(command: str) -> tuple[Parser, Callable[[Namespace], int]]:
    """The parser of one command, and what runs it."""
    module = import_module(f"pipeline.cli.{command}")
    parser = Parser(
        prog=f"pipeline {command}",
        description=module.__doc__,
        epilog="\n  ".join(["examples:", *EXAMPLES[command]]) + f"\n\ndocumentation, in docs/: {_pages(command)}",
        formatter_class=RawDescriptionHelpFormatter,
    )
    module.add_arguments(parser)
    parser.add_argument("-q", dest="hushed", action="store_true", help="print no notices and no progress, errors alone")
    parser.add_argument("-v", "--verbose", action="store_true", help="say more; of a failure, where it was")
    return parser, module.run


def _pages(command: str) -> str:
    return PAGES.get(command, "commands.md")


def overview() -> Parser:
    """What `pipeline --help` shows."""
    width = max(map(len, COMMANDS))
    listed = "\n".join(f"  {name.ljust(width)}  {summary}" for name, summary in COMMANDS.items())
    example = "example:\n  pipeline run before.png after.png"
    parser = Parser(
        prog="pipeline",
        description="Says in one sentence what changed between two pictures, and shows its working.",
        epilog=f"commands:\n{listed}\n\n{example}\n\n`pipeline COMMAND --help` says more about one.",
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("-V", "--version", action="version", version=f"spot-it {__version__}")
    parser.add_argument("command", metavar="COMMAND", help="one of the commands below")
    parser.add_argument("rest", nargs=REMAINDER, metavar="...", help="what the command takes")
    return parser
