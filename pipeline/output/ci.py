"""Result lines of a batch in the words of services that run tests: JUnit XML, and annotations of GitHub Actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

Result = Mapping[str, Any]


def junit(results: Sequence[Result]) -> str:
    """One test case for each pair: a change is a failure, a pair without an answer an error."""
    counts = {
        "tests": len(results),
        "failures": sum(bool(one.get("changed")) for one in results),
        "errors": sum("error" in one for one in results),
    }
    suite = ElementTree.Element("testsuite", {"name": "spot-it", **{key: str(count) for key, count in counts.items()}})
    for one in results:
        seconds = sum(one.get("timings", {}).values())
        case = ElementTree.SubElement(
            suite, "testcase", {"classname": "spot-it", "name": _printable(one["id"]), "time": f"{seconds:.3f}"}
        )
        if "error" in one:
            ElementTree.SubElement(case, "error", {"message": _printable(one["error"])})
        elif one["changed"]:
            failure = ElementTree.SubElement(case, "failure", {"message": _printable(one["caption"]), "type": "change"})
            failure.text = _printable(f"before: {one['before']}") + "\n" + _printable(f"after: {one['after']}")
    ElementTree.indent(suite)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(suite, encoding="unicode") + "\n"


def github(results: Sequence[Result]) -> str:
    """A warning at the picture after for each change, and an error for each pair without an answer."""
    lines = []
    for one in results:
        if "error" in one:
            lines.append(_annotation("error", one["after"], "No answer", one["error"]))
        elif one["changed"]:
            lines.append(_annotation("warning", one["after"], "Picture changed", one["caption"]))
    return "\n".join(lines)


def _annotation(level: str, file: str, title: str, text: str) -> str:
    place = _escaped(file).replace(":", "%3A").replace(",", "%2C")
    return f"::{level} file={place},title={title}::{_escaped(text)}"


def _escaped(text: str) -> str:
    """As GitHub asks for, so that no text of ours becomes a command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _printable(text: str) -> str:
    """Text without what XML cannot hold."""
    return "".join(c if c.isprintable() else "?" for c in text.encode("utf-8", "replace").decode("utf-8"))
