"""Every JSON that we write fits its schema, and holds no key that the schema does not know."""

from __future__ import annotations

import json

import pytest

from pipeline.output.schema import DOCUMENTS

jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed (pip install 'spot-it[test]')")
pytestmark = pytest.mark.usefixtures("flat_world")


def fits(name: str, text: str) -> None:
    jsonschema.Draft202012Validator(DOCUMENTS[name]).validate(json.loads(text))


def test_descriptions_facts_and_graphs_fit(pipeline, pair):
    for options in ((), ("--all",), ("--ignore", "0,0,90,90"), ("--pack", "flat")):
        fits("description", pipeline("run", *pair, "--json", *options)[1])
    fits("facts", pipeline("diff", *pair, "--format", "json")[1])
    fits("graph", pipeline("inspect", pair[0], "--format", "json")[1])


def test_lines_of_a_batch_fit(pipeline, pair, tmp_path):
    lines = [{"id": str(k), "before": str(pair[0]), "after": str(after)} for k, after in enumerate((pair[1], "no.png"))]
    (tmp_path / "pairs.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    pipeline("batch", tmp_path / "pairs.jsonl", "-o", tmp_path / "out.jsonl", "--workers", 1)
    answered, failed = (tmp_path / "out.jsonl").read_text().splitlines()
    fits("result", answered)
    fits("failure", failed)


def test_an_event_fits(pipeline, pair):
    fits("event", pipeline("watch", *pair, "--pack", "flat")[1])
