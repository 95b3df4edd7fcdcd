"""Tools as processes that are asked about one pair at a time, all in the same way: a line of JSON in, one out."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.common import ROOT
from pipeline.worlds.finder import cache_folder

PACKAGES = ("pixelmatch@7.1.0", "pngjs@7.0.0", "odiff-bin@4.5.0", "looks-same@10.0.1")
OF_NODE = ("pixelmatch", "odiff", "looks-same")
OF_PYTHON = ("ours", "ours-told", "ssim", "mog2", "resnet101", "vit")
TOOLS = (*OF_PYTHON, *OF_NODE)

_SCRIPT = Path(__file__).with_name("peer_tools.mjs")


@dataclass(frozen=True)
class Answer:
    """Whether a tool says that something has changed, how much, and what the answer took; None where unknown."""

    changed: bool
    score: float
    seconds: float
    processor: float | None


class Tool:
    """A running tool."""

    def __init__(self, name: str, command: Sequence[str], environment: dict[str, str]) -> None:
        self.name = name
        self._process = subprocess.Popen(
            command, env=environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._said()  # it is ready

    def ask(self, before: Path, after: Path) -> Answer:
        """About one pair."""
        said = self._say({"before": str(before), "after": str(after)})
        return Answer(said["changed"], said["score"], said["seconds"], said.get("processor"))

    def memory(self) -> float:
        """Bytes that the process has taken at most."""
        return float(self._say({"memory": True})["memory"])

    def close(self) -> None:
        """End it."""
        assert self._process.stdin
        self._process.stdin.close()
        try:
            self._process.wait(120)
        except subprocess.TimeoutExpired:  # a busy machine; the answers are there
            self._process.kill()

    def _say(self, what: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()
        return self._said()

    def _said(self) -> dict[str, Any]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} has ended without an answer")
        said: dict[str, Any] = json.loads(line)
        return said


@contextmanager
def started(names: Sequence[str], threads: int, weights: Path | None) -> Iterator[list[Tool]]:
    """The tools that can be run here; the others are named."""
    environment = {**os.environ, **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), str(threads))}
    if weights is not None:
        environment["SPOT_IT_WEIGHTS"] = str(weights.resolve())
    with ExitStack() as stack:
        tools = []
        for name in names:
            command = _command(name, threads)
            if command is None:
                continue
            tool = Tool(name, command, environment)
            stack.callback(tool.close)
            tools.append(tool)
        yield tools


def _command(name: str, threads: int) -> list[str] | None:
    if name in OF_PYTHON:
        needed = {"ssim": "skimage", "mog2": "cv2", "resnet101": "torchvision", "vit": "torchvision"}.get(name)
        if needed and subprocess.run([sys.executable, "-c", f"import {needed}"], capture_output=True).returncode:
            print(f"{name} is left out: there is no {needed}", file=sys.stderr)
            return None
        return [sys.executable, "-m", "benchmarks.peer_tools", name, str(threads)]
    folder = _installed()
    if folder is None:
        print(f"{name} is left out: npm could not install it", file=sys.stderr)
        return None
    return ["node", str(folder / _SCRIPT.name), name]


def _installed() -> Path | None:
    """The folder in which npm has installed the tools, outside of the repository, with our script in it."""
    folder = cache_folder() / "peers"
    if shutil.which("npm") is None or shutil.which("node") is None:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    stamp = folder / "installed"
    if not stamp.exists() or stamp.read_text() != " ".join(PACKAGES):
        command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), *PACKAGES]
        if subprocess.run(command, stdout=subprocess.DEVNULL).returncode:
            return None
        stamp.write_text(" ".join(PACKAGES))
    shutil.copy(_SCRIPT, folder)  # imports are looked for beside the file
    return folder
