"""Options that several commands share."""

from __future__ import annotations

import math
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.cli.folder import folder_settings
from pipeline.core import messages
from pipeline.core.files import write_file
from pipeline.core.types import Analysis
from pipeline.flow.captioner import Captioner
from pipeline.flow.ignore import parse_area
from pipeline.flow.ignored_words import NAMED, parse_words
from pipeline.flow.parameters import parse_parameters
from pipeline.worlds.finder import AUTO
from pipeline.worlds.styles import BENCHMARK, DEFAULT, FULL, NATURAL
from pipeline.worlds.weights import released_weights

CLASSIFIER = "differ.aligned.classifier"
"""The parameter that ``--classifier`` sets."""

FORMATS = ("table", "json", "csv", "parquet", "graphml", "dot", "png", "svg")


def add_pack_options(parser: ArgumentParser) -> None:
    """Add ``--pack``, ``--style``, ``--stage``, ``--set``, ``--weights``, ``--detector`` and ``--classifier``.

    ``spot-it.toml`` may say defaults.
    """
    parser.add_argument(
        "--pack",
        metavar="NAME",
        help="which world: auto (default) looks at the pictures; or a pack's name, or its folder",
    )
    parser.add_argument(
        "--weights",
        type=Path,
        metavar="FILE",
        help="an ONNX detector for photographs, in place of the one that is fetched (or set SPOT_IT_WEIGHTS)",
    )
    parser.add_argument(
        "--detector",
        metavar="NAME",
        help="a published detector for photographs, fetched once: yolox-nano, yolox-tiny or yolox-s",
    )
    parser.add_argument(
        "--classifier",
        type=Path,
        metavar="FILE",
        help="an ONNX classifier of ImageNet's classes, which names in photographs what the detector has no name for",
    )
    parser.add_argument(
        "--stage",
        action="append",
        default=[],
        metavar="STAGE=NAME",
        help="use another implementation of a stage, as in ranker=lm (see `pipeline stages`); may be repeated",
    )
    parser.add_argument(
        "--style",
        metavar="NAME",
        help=f"how to word it: {NATURAL} (default) as people do, {FULL} with all that is known, {BENCHMARK} as the "
        "captions of data sets",
    )
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="STAGE.NAME.PARAMETER=VALUE",
        help="set a parameter, as in registrar.objects.floor=0.05 (see `pipeline stages -v`); may be repeated",
    )


def add_scope_options(parser: ArgumentParser) -> None:
    """Add ``--ignore``, ``--ignore-text``, ``--min-size``, ``--min-confidence`` and ``--at``."""
    add_ignore_option(parser)
    parser.add_argument(
        "--ignore-text",
        action="append",
        default=[],
        metavar="REGEX|NAME",
        help="say nothing about words that match, whatever they change to, nor about what consists of them alone; "
        f"an expression, or one of: {', '.join(NAMED)}; may be repeated",
    )
    parser.add_argument(
        "--min-size",
        type=_pixels,
        default=0.0,
        metavar="PIXELS",
        help="say nothing about changes whose longer side is shorter than this",
    )
    parser.add_argument(
        "--min-confidence",
        type=_share,
        default=0.0,
        metavar="P",
        help="say nothing about changes less sure than this, from 0 to 1",
    )
    parser.add_argument(
        "--at",
        metavar="MEASURE=SHARE",
        help="where to work on the pack's measured curve: recall=0.95, or false-alarms=0.001",
    )


def add_ignore_option(parser: ArgumentParser) -> None:
    """Add ``--ignore``."""
    parser.add_argument(
        "--ignore",
        action="append",
        default=[],
        metavar="MASK.png|x0,y0,x1,y1",
        help="say nothing about objects mostly inside this area: bright pixels of a mask, or pixel corners; "
        "may be repeated (write --ignore=-5,0,9,9 if the first number is negative)",
    )


def add_format_options(parser: ArgumentParser, *further: str) -> None:
    """Add ``--format``, with what a command can do besides, and ``--output``."""
    parser.add_argument(
        "--format", choices=(*FORMATS, *further), help="how to show it (default: as FILE ends, else table)"
    )
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to a file, not to the terminal")


def add_dataset_options(parser: ArgumentParser, split: str = "test") -> None:
    """Add ``--dataset`` and ``--split``."""
    from pipeline.datasets import READERS

    parser.add_argument(
        "--dataset", choices=tuple(READERS), metavar="NAME", help=f"read a data set's own files: {', '.join(READERS)}"
    )
    parser.add_argument("--split", default=split, metavar="NAME", help=f"part of the data set (default: {split})")


def chosen_stages(values: list[str]) -> dict[str, str | list[str]]:
    """The values of ``--stage``; several generators are separated by commas.

    Raises
    ------
    SpotItError
        If a value is not of the form ``STAGE=NAME``.
    """
    chosen: dict[str, str | list[str]] = {}
    for value in values:
        stage, _, name = (part.strip() for part in value.partition("="))
        if not stage or not name:
            raise messages.error(messages.BAD_STAGE, value=value)
        chosen[stage] = name.split(",") if stage == "generator" else name
    return chosen


def captioner_of(arguments: Namespace) -> Captioner:
    """The captioner that the options ask for.

    Raises
    ------
    SpotItError
        If a value is not one that its option takes, or weights are given that nothing would use.
    """
    own = folder_settings()
    weights = asked_weights(arguments)
    captioner = Captioner.from_pack(
        arguments.pack or own.pack or AUTO,
        weights=weights,
        parameters=asked_parameters(arguments),
        style=asked_style(arguments),
        **scope_of(arguments),
    )
    chosen = asked_stages(arguments)
    if chosen:
        captioner = captioner.replace(**chosen)
    if weights is not None and not captioner.takes_weights:
        raise messages.error(messages.WEIGHTS_UNUSED, name=captioner.name)
    if getattr(arguments, "classifier", None) is not None and not captioner.takes_classifier:
        raise messages.error(messages.CLASSIFIER_UNUSED, name=captioner.name)
    if getattr(arguments, "ignore_text", []) and not captioner.reads_words:
        command = messages.install_command("rapidocr")
        raise messages.error(messages.WORDS_UNREAD, name=captioner.name, command=command)
    return captioner


def asked_weights(arguments: Namespace) -> Path | None:
    """The file that ``--weights`` names, or that of the release that ``--detector`` names; None for neither.

    Raises
    ------
    SpotItError
        If both are given, there is no such release, or it cannot be fetched.
    """
    model: str | None = getattr(arguments, "detector", None)
    weights: Path | None = arguments.weights
    if model is None:
        return weights
    if weights is not None:
        raise messages.error(messages.DETECTOR_AND_WEIGHTS)
    return released_weights(model)


def asked_stages(arguments: Namespace) -> dict[str, str | list[str]]:
    """Stages that are not the pack's: those of ``spot-it.toml``, and over them those of ``--stage``."""
    return {**folder_settings().stages, **chosen_stages(arguments.stage)}


def asked_style(arguments: Namespace) -> str:
    """How sentences are worded: as ``--style`` says, or ``spot-it.toml``."""
    return getattr(arguments, "style", None) or folder_settings().style or DEFAULT


def asked_parameters(arguments: Namespace) -> dict[str, Any]:
    """Parameters that are not the pack's: of ``spot-it.toml``, and over them those of ``--set`` and ``--classifier``.

    Raises
    ------
    SpotItError
        If a value is of the wrong form, or the classifier is none.
    """
    given = {**folder_settings().parameters, **parse_parameters(arguments.set)}
    classifier: Path | None = getattr(arguments, "classifier", None)
    if classifier is None:
        return given
    from detectors.classifier.imagenet import ImageNetClassifier

    ImageNetClassifier(classifier).check()  # it is asked seldom, and what is wrong with it is to be said at once
    return {**given, CLASSIFIER: str(classifier.absolute())}


def scope_of(arguments: Namespace) -> dict[str, Any]:
    """What may be spoken of, as :meth:`Captioner.from_pack` takes it."""
    return {
        "ignore": [parse_area(value) for value in getattr(arguments, "ignore", [])],
        "ignore_text": [parse_words(value) for value in getattr(arguments, "ignore_text", [])],
        "min_size": getattr(arguments, "min_size", 0.0),
        "min_confidence": getattr(arguments, "min_confidence", 0.0),
        "at": asked_point(arguments),
    }


def asked_point(arguments: Namespace) -> str | None:
    """The point of the curve that ``--at`` or ``spot-it.toml`` asks for, of a command that states changes."""
    return (arguments.at or folder_settings().at) if "at" in arguments else None


def _pixels(text: str) -> float:
    return _number(text, "--min-size", "a number of pixels", 0, math.inf)


def _share(text: str) -> float:
    return _number(text, "--min-confidence", "a number from 0 to 1", 0, 1)


def _number(text: str, option: str, wanted: str, least: float, most: float) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not least <= value <= most or math.isinf(value):
        raise messages.error(messages.BAD_NUMBER, option=option, value=text, wanted=wanted)
    return value


def tell_hidden(analysis: Analysis) -> None:
    """Say on stderr how many changes the options have left unsaid."""
    say_hidden(analysis.hidden)


def say_hidden(hidden: Mapping[str, int]) -> None:
    """Say so of as many changes as each option has hidden."""
    if not hidden:
        return
    (first, count), *others = hidden.items()
    told = [f"{count} {'change' if count == 1 else 'changes'} hidden by {_option(first)}"]
    told += [f"{count} by {_option(reason)}" for reason, count in others]
    messages.notice(messages.HIDDEN, told=", ".join(told))


def _option(reason: str) -> str:
    return "--" + reason.replace("_", "-")


def deliver(content: str | bytes, output: Path | None) -> None:
    """Write to the file named by ``--output``, or to stdout.

    Raises
    ------
    SpotItError
        If the file cannot be written, or a picture would go to a terminal.
    """
    if isinstance(content, str):
        content = (content.rstrip("\n") + "\n").encode("utf-8", "backslashreplace")
    elif (output is None or str(output) == "-") and sys.stdout is not None and sys.stdout.isatty():
        raise messages.error(messages.TO_TERMINAL)
    if output is not None and str(output) != "-":
        write_file(output, content)
        return
    if sys.stdout is None:
        raise messages.error(messages.NO_STDOUT)
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
