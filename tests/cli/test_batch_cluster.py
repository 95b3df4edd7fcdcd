"""``pipeline batch --engine ray`` on two nodes, of which one dies, and an actor before it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import flat_world as flat
import pytest

pytest.importorskip("ray", reason="the engine ray needs Ray (pip install 'spot-it[ray]')")

from cluster import Cluster

pytestmark = pytest.mark.cluster

PAIRS = 200
KILLER = PAIRS // 2
"""The number of the pair whose picture kills whoever reads it."""


@pytest.fixture
def manifest(flat_world, tmp_path) -> Path:
    for color in ("red", "blue", "green"):
        flat.draw(tmp_path / f"{color}.png", flat.Tile(color, (20, 40, 50, 70)))
    killer = flat.draw(tmp_path / "killer.png")
    _blacken(killer)
    lines = [
        {"id": f"p{n}", "before": "red.png", "after": "killer.png" if n == KILLER else ("blue.png", "red.png")[n % 2]}
        for n in range(PAIRS)
    ]
    (tmp_path / "pairs.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return tmp_path / "pairs.jsonl"


def test_every_pair_has_one_line_whatever_dies(manifest, tmp_path):
    place = Path(tempfile.mkdtemp(prefix="ray"))  # a short path: sockets stand in it
    nodes = Cluster(place)
    out = tmp_path / "results.jsonl"
    try:
        command = [sys.executable, "-m", "pipeline", "batch", manifest, "-o", out, "--pack", "flat", "--engine", "ray"]
        environment = {**nodes.environment, "RAY_ADDRESS": nodes.address}
        running = subprocess.Popen(list(map(str, command)), env=environment)
        _wait_for(running, out, PAIRS // 10)
        assert nodes.kill_actor()
        _wait_for(running, out, PAIRS // 4)
        nodes.kill_node(1)
        assert running.wait(600) == 0
    finally:
        nodes.close()
        shutil.rmtree(place, ignore_errors=True)
    results = [json.loads(line) for line in out.read_text().splitlines()]
    assert [one["id"] for one in results] == [f"p{n}" for n in range(PAIRS)]
    assert [n for n, one in enumerate(results) if "error" in one] == [KILLER]
    assert all(one["changed"] == (n % 2 == 0) for n, one in enumerate(results) if n != KILLER)


def _blacken(path: Path) -> None:
    from PIL import Image

    image = Image.open(path).convert("RGB")
    image.putpixel((0, 0), (0, 0, 0))
    image.save(path)


def _wait_for(running: subprocess.Popen, out: Path, lines: int) -> None:
    while running.poll() is None and (not out.exists() or out.read_text().count("\n") < lines):
        time.sleep(0.2)
    assert running.poll() is None, "it was finished before anything could be killed"
