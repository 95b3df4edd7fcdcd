"""Every message to a user is written once, in ``pipeline.core.messages``, and is one line."""

import ast
import re
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from pipeline.core import messages
from pipeline.core.errors import SpotItError

ROOT = Path(messages.__file__).parents[3]
SUBJECTS = {
    name: {key: text for key, text in vars(import_module(f"{messages.__name__}.{name}")).items() if key.isupper()}
    for _, name, _ in iter_modules(messages.__path__)
}
SOURCES = [
    path for package in ("pipeline", "detectors", "language", "ranker") for path in (ROOT / package).rglob("*.py")
]


def test_every_template_of_a_subject_can_be_reached_and_belongs_to_one_subject():
    names = [name for templates in SUBJECTS.values() for name in templates]
    assert len(names) > 100
    assert len(names) == len(set(names))
    assert all(getattr(messages, name) == text for templates in SUBJECTS.values() for name, text in templates.items())


def test_every_template_is_one_line_that_can_be_filled():
    for templates in SUBJECTS.values():
        for text in templates.values():
            assert text.strip() == text and "\n" not in text
            re.sub(r"\{\w+(!r)?(:\S+)?\}", "", text).format()


def test_no_template_is_left_over():
    used = {
        name
        for path in SOURCES
        if path.parent.name != "messages"
        for name in re.findall(r"\bmessages\.([A-Z_]+)\b", path.read_text(encoding="utf-8"))
    }
    assert {name for templates in SUBJECTS.values() for name in templates} - used == {"DID_YOU_MEAN", "PACKAGE_MISSING"}


def test_nothing_is_raised_with_words_of_its_own():
    worded = {
        path.relative_to(ROOT).as_posix()
        for path in SOURCES
        if path.parent.name != "messages"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "SpotItError"
        if isinstance(node.args[0], ast.Constant | ast.JoinedStr)
    }
    assert worded == set()


def test_what_fills_a_template_cannot_break_the_line(capsys):
    with pytest.raises(SpotItError, match=r"a\\nb is empty; copy the picture again"):
        raise messages.error(messages.EMPTY_FILE, path="a\nb")
    messages.notice(messages.EMPTY_FILE, path="{x}\x1b[2J")
    assert capsys.readouterr().err == "pipeline: {x}\\x1b[2J is empty; copy the picture again\n"
