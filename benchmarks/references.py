"""References of pairs of known truth, by a script that writes CLEVR-Change's grammar."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.common import absolute, json_lines

Record = dict[str, Any]


def with_references(folder: Path, script: Path, seed: int) -> list[Record]:
    """The pairs whose kind the script knows, with the captions it writes for them."""
    rows = in_grammar(json_lines(folder / "pairs.jsonl"))
    captions = write_references(rows, script, seed)
    return [{**row, **absolute(row, folder), "captions": captions[row["id"]]} for row in rows]


def in_grammar(records: Iterable[Record]) -> list[Record]:
    """The pairs that CLEVR-Change's grammar has words for: it knows no replacements."""
    return [record for record in records if record["kind"] != "replace"]


def write_references(records: Sequence[Record], script: Path, seed: int) -> dict[str, list[str]]:
    """References of each pair with one change or none, those of one seed."""
    command = [sys.executable, str(script), "--seed", str(seed)]
    asked = "\n".join(json.dumps(_asked(record)) for record in records)
    written = subprocess.run(command, input=asked, capture_output=True, text=True, check=True).stdout
    return {answer["id"]: answer["captions"] for answer in map(json.loads, written.splitlines())}


def _asked(record: Record) -> Record:
    """A pair as the script reads it."""
    change = record.get("change") or {}
    sides = {
        side: {"objects": record[f"objects_{side}"], "relationships": record[f"relationships_{side}"]}
        for side in ("before", "after")
    }
    changed = change.get("index_after" if record["kind"] == "add" else "index_before")
    told = {"id": record["id"], "change_type": record["kind"], "changed": changed}
    return told | {"changed_after": change.get("index_after")} | sides
