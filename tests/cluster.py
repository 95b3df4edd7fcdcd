"""A Ray cluster of two nodes on this machine, each of processes of its own, as ``ray start`` makes them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path


class Cluster:
    """Its address, and the ways to hurt it; what belongs to it is known by a mark in its environment."""

    def __init__(self, folder: Path, cores: int = 1) -> None:
        self.mark = f"SPOT_IT_TEST_CLUSTER={folder}"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"127.0.0.1:{port}"
        self.environment = {
            **os.environ,
            "SPOT_IT_TEST_CLUSTER": str(folder),
            "RAY_USAGE_STATS_ENABLED": "0",
            "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0",
        }
        self.temporary = folder
        self.cores = cores
        self.nodes: list[subprocess.Popen] = []
        self._start("--head", f"--port={port}", "--include-dashboard=false", f"--temp-dir={folder}")
        self._until(lambda: _answers(port))
        self.second()

    def second(self) -> None:
        """Start another node."""
        self._start(f"--address={self.address}")

    def _start(self, *options: str) -> None:
        command = [Path(sys.executable).with_name("ray"), "start", "--block", "--node-ip-address=127.0.0.1", *options]
        sizes = [f"--num-cpus={self.cores}", "--object-store-memory=100000000"]
        with (self.temporary / f"node{len(self.nodes)}.log").open("wb") as log:
            self.nodes.append(
                subprocess.Popen(
                    [*map(str, command), *sizes, f"--labels=node={len(self.nodes)}"],
                    env={**self.environment, "SPOT_IT_TEST_NODE": f"n{len(self.nodes)}"},
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            )

    def processes(self, mark: str, name: str = "") -> list[int]:
        """Those of this cluster with a mark in their environment and a name in their title."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                environment = (process / "environ").read_bytes().decode(errors="replace").split("\0")
                title = (process / "cmdline").read_bytes().decode(errors="replace")
            except OSError:
                continue
            if self.mark in environment and mark in environment and name in title:
                found.append(int(process.name))
        return found

    def kill_actor(self, name: str = "MapWorker") -> bool:
        """Kill an actor that answers pairs, or another one with a name in its title; whether there was one."""
        actors = self.processes(self.mark, name)
        if actors:
            os.kill(actors[0], signal.SIGKILL)
        return bool(actors)

    def kill_node(self, number: int) -> None:
        """Kill every process of a node."""
        for process in self.processes(f"SPOT_IT_TEST_NODE=n{number}"):
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.nodes[number].wait()

    def close(self) -> None:
        """End all nodes."""
        for number in range(len(self.nodes)):
            self.kill_node(number)

    def _until(self, holds: Callable[[], bool], seconds: float = 120) -> None:
        deadline = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > deadline or self.nodes[0].poll() is not None:
                raise TimeoutError((self.temporary / "node0.log").read_text())
            time.sleep(0.2)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
