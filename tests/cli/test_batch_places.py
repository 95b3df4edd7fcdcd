"""Manifests and results as Parquet, and pictures at addresses."""

from __future__ import annotations

import json
from pathlib import Path

import flat_world as flat
import pytest

RED, BLUE, GREEN = (flat.Tile(color, (20, 40, 50, 70)) for color in ("red", "blue", "green"))


@pytest.fixture
def folder(flat_world, tmp_path) -> Path:
    for color, tile in (("red", RED), ("blue", BLUE), ("green", GREEN)):
        flat.draw(tmp_path / f"{color}.png", tile)
    return tmp_path


@pytest.fixture
def batch(pipeline, folder):
    """Run over a manifest; status and what was said."""

    def call(manifest: Path, out: Path, *arguments: object) -> tuple[int, str]:
        status, _, err = pipeline("batch", manifest, "-o", out, "--pack", "flat", "--workers", 1, *arguments)
        return status, err

    return call


def test_a_parquet_manifest_gives_what_its_lines_would(folder, batch):
    pyarrow = pytest.importorskip("pyarrow", reason="tables need pyarrow (pip install 'spot-it[ray]')")
    from pyarrow import parquet

    rows = {"before": ["red.png"] * 3, "after": ["blue.png", "red.png", "missing.png"]}
    parquet.write_table(pyarrow.table(rows), folder / "pairs.parquet")
    assert batch(folder / "pairs.parquet", folder / "results.parquet")[0] == 0
    table = parquet.read_table(folder / "results.parquet").to_pylist()
    assert [(row["id"], row["changed"], row["kind"]) for row in table] == [
        ("1", True, "color"),
        ("2", False, None),
        ("3", None, None),
    ]
    assert "missing.png" in table[2]["error"] and json.loads(table[0]["line"])["caption"] == table[0]["caption"]
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []

    status, err = batch(folder / "pairs.parquet", folder / "results.parquet")
    assert status == 2 and "already exists; add --resume" in err
    flat.draw(folder / "missing.png", GREEN)
    status, err = batch(folder / "pairs.parquet", folder / "results.parquet", "--resume")
    assert status == 0 and "1 results do not fit" in err
    again = parquet.read_table(folder / "results.parquet").to_pylist()
    assert again[:2] == table[:2] and again[2]["changed"]

    parquet.write_table(pyarrow.table({"before": ["red.png"]}), folder / "short.parquet")
    status, err = batch(folder / "short.parquet", folder / "short.jsonl")
    assert status == 2 and "has no column 'after'" in err
    (folder / "torn.parquet").write_bytes((folder / "pairs.parquet").read_bytes()[:80])
    status, err = batch(folder / "torn.parquet", folder / "torn.jsonl")
    assert status == 2 and "torn.parquet" in err and not (folder / "torn.jsonl").exists()


def test_pictures_may_stand_at_addresses(folder, batch):
    pytest.importorskip("fsspec", reason="addresses need fsspec (pip install 'spot-it[ray]')")
    place = f"local://{folder}"
    lines = [
        {"id": "a", "before": f"{place}/red.png", "after": "blue.png"},
        {"id": "b", "before": "red.png", "after": f"{place}/none.png"},
        {"id": "c", "before": "red.png", "after": "nowhere://none.png"},
    ]
    (folder / "pairs.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert batch(folder / "pairs.jsonl", folder / "out.jsonl")[0] == 0
    first, second, third = map(json.loads, (folder / "out.jsonl").read_text().splitlines())
    assert first["changed"] and first["before"] == f"{place}/red.png"
    assert "none.png" in second["error"] and "nowhere://none.png cannot be fetched" in third["error"]
    assert "done again" not in batch(folder / "pairs.jsonl", folder / "out.jsonl", "--resume")[1]
    flat.draw(folder / "red.png", GREEN)
    assert "done again" in batch(folder / "pairs.jsonl", folder / "out.jsonl", "--resume")[1]
