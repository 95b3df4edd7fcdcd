"""``pipeline serve --engine ray`` on two nodes, one replica of which dies."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

pytest.importorskip("ray.serve", reason="the engine ray needs Ray (pip install 'spot-it[ray]')", exc_type=ImportError)
pytest.importorskip("fastapi", reason="the extra serve is not installed")
pytest.importorskip("httpx", reason="httpx is not installed")

import httpx
from cluster import Cluster

pytestmark = pytest.mark.cluster


def test_replicas_answer_and_one_that_dies_is_replaced(flat_world, pair):
    place = Path(tempfile.mkdtemp(prefix="ray"))  # a short path: sockets stand in it
    nodes = Cluster(place)
    running = None
    try:
        command = [sys.executable, "-m", "pipeline", "serve", "--pack", "flat", "--engine", "ray", "--port", "0"]
        environment = {**nodes.environment, "RAY_ADDRESS": nodes.address}
        running = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
        address = _address(running)
        assert _asked(address, pair)["changed"]
        refused = _post(address, {"before": b"no picture", "after": b"none either"})
        assert refused.status_code == 400
        assert "is not a picture" in refused.json()["error"]
        assert nodes.kill_actor("ServeReplica")
        for _ in range(6):
            assert "blue" in _asked(address, pair)["caption"]
        running.send_signal(signal.SIGINT)
        assert running.wait(120) in (0, 130, -signal.SIGINT)
        assert not nodes.processes(nodes.mark, "ServeReplica")
    finally:
        if running is not None:
            running.kill()
            running.communicate()
        nodes.close()
        shutil.rmtree(place, ignore_errors=True)


def _address(running: subprocess.Popen) -> str:
    said = []
    for line in running.stderr:
        said.append(line)
        found = re.search(r"http://[^/]+", line)
        if found:
            return found[0]
    raise AssertionError("".join(said))


def _asked(address: str, pair: tuple[Path, Path]) -> dict:
    answer = _post(address, {side: path.read_bytes() for side, path in zip(("before", "after"), pair, strict=True)})
    assert answer.status_code == 200, answer.text
    return answer.json()


def _post(address: str, contents: dict[str, bytes]) -> httpx.Response:
    return httpx.post(f"{address}/api/describe", files=contents, timeout=120)
