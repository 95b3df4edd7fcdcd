"""What commands write, and what they leave alone."""

from __future__ import annotations

import csv
import json
import shutil
import sys

import pytest

from pipeline.core.errors import SpotItError
from pipeline.flow import registry
from pipeline.flow.stages import Stages
from pipeline.worlds.finder import find_world


@pytest.fixture
def example(request):
    folder = request.config.rootpath / "docs" / "example"
    return folder / "before.png", folder / "after.png"


def test_facts_and_objects_as_parquet(pipeline, example, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet", reason="Parquet needs pyarrow (pip install 'spot-it[parquet]')")
    facts, objects, none = (tmp_path / f"{name}.parquet" for name in ("facts", "objects", "none"))
    assert pipeline("diff", *example, "-o", facts) == (0, "", "")
    assert pipeline("inspect", example[0], "-o", objects) == (0, "", "")
    assert pipeline("diff", example[0], example[0], "-o", none)[0] == 0
    (fact,) = parquet.read_table(facts).to_pylist()
    assert (fact["kind"], fact["old"], fact["new"]) == ("color", "green", "yellow")
    assert len(fact["box_before"]) == 4 and json.loads(fact["attributes"])["shape"] == "sphere"
    assert parquet.read_table(objects).num_rows == 7
    assert parquet.read_table(none).schema == parquet.read_table(facts).schema


def test_without_pyarrow_the_command_that_brings_it_is_said(pipeline, example, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    status, _, err = pipeline("diff", *example, "-o", tmp_path / "facts.parquet")
    assert status == 2 and "pip install 'spot-it[parquet]'" in err and not list(tmp_path.iterdir())


def test_a_batch_gives_a_table_beside_its_lines(pipeline, example, tmp_path):
    rows = [("changed", *example), ("missing", example[0], "absent.png")]
    with (tmp_path / "pairs.tsv").open("w") as stream:
        csv.writer(stream, delimiter="\t").writerows([("id", "before", "after"), *rows])
    out, table = tmp_path / "results.jsonl", tmp_path / "table.csv"
    command = ("batch", tmp_path / "pairs.tsv", "-o", out, "--workers", 1)
    assert pipeline(*command, "--table", table)[0] == 0
    first, second = csv.DictReader(table.open())
    assert (first["id"], first["changed"], first["kinds"]) == ("changed", "True", "color")
    assert first["caption"] == "The green sphere turned yellow."
    assert second["caption"] == "" and "absent.png" in second["error"]
    assert pipeline(*command, "--resume", "--table", tmp_path / "t.xlsx")[0] == 2
    status, _, err = pipeline("batch", tmp_path / "pairs.tsv", "-o", tmp_path / "results.csv")
    assert status == 2 and "results are lines of JSON" in err and not (tmp_path / "results.csv").exists()


def test_no_command_writes_over_the_files_of_a_pack(pipeline, example, tmp_path):
    pack = shutil.copytree(find_world("photo").folder, tmp_path / "pack")
    before = {path.name: path.read_bytes() for path in pack.iterdir()}
    for command in (("run", *example, "-o", pack / "CARD.md"), ("train", "language", pack / "language.arpa")):
        status, _, err = pipeline(*command)
        assert status == 2 and "belongs to a pack and is not written over" in err and err.count("\n") == 1
    assert {path.name: path.read_bytes() for path in pack.iterdir()} == before


def test_a_missing_package_is_said_before_the_network_is_tried(example, tmp_path, monkeypatch):
    monkeypatch.delenv("SPOT_IT_WEIGHTS", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("pipeline.flow.one_world.fetch_unasked", lambda world: pytest.fail("the network was tried"))
    monkeypatch.setattr(registry, "find_spec", lambda name: None)
    from pipeline.flow.one_world import WorldCaptioner

    with pytest.raises(SpotItError, match=r"registrar=keypoints: .*'cv2' is not installed.*spot-it\[vision\]"):
        WorldCaptioner(Stages(find_world("photo"))).describe(*example)


def test_help_ends_with_examples_and_pages(pipeline):
    for command in ("run", "batch", "info"):
        shown = pipeline(command, "--help")[1]
        assert f"  pipeline {command}" in shown and "documentation, in docs/: " in shown
