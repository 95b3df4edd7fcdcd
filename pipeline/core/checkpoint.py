"""Where an interrupted training goes on: one safetensors file in the run's folder, always replaced whole."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.core import messages
from pipeline.core.files import write_failure, write_file
from pipeline.core.reading import WRONG
from pipeline.core.tensors import as_bytes, read_tensors

FILE = "checkpoint.safetensors"
LOG = "log.jsonl"
"""In the run's folder: what was logged, and under ``done`` the share of the run."""

FORMAT = "spot-it checkpoint 1"


@dataclass(frozen=True, eq=False)
class State:
    """Everything that a run needs to go on: arrays, and values that JSON can hold."""

    arrays: dict[str, np.ndarray]
    values: dict[str, Any] = field(default_factory=dict)


class Checkpoint:
    """The checkpoint and the log of one run.

    Parameters
    ----------
    folder
        The run's; made where it is missing, when the run begins with :meth:`read`.
    resume
        Whether to go on from a checkpoint that is there.  Where there is none, the run starts from the beginning.

    Raises
    ------
    SpotItError
        If the folder holds a checkpoint and ``resume`` is false: nothing is written over.
    """

    def __init__(self, folder: Path, resume: bool = False) -> None:
        self.folder = folder
        if self.path.exists() and not resume:
            raise messages.error(messages.RUN_EXISTS, path=folder)

    @property
    def path(self) -> Path:
        """The file."""
        return self.folder / FILE

    def read(self, run: str) -> State | None:
        """What :meth:`write` has written for the same run; None at the beginning, which also empties the log.

        Raises
        ------
        SpotItError
            If the file is damaged, or belongs to another run: other data, or another plan; or if the folder cannot be
            made.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as failure:
            raise write_failure(failure, self.folder) from None
        if not self.path.exists():
            (self.folder / LOG).unlink(missing_ok=True)
            return None
        try:
            arrays, about = read_tensors(self.path)
            written, values = about["run"], about["values"]
        except WRONG:
            raise messages.error(messages.CHECKPOINT_DAMAGED, path=self.path) from None
        if written != run:
            raise messages.error(messages.OTHER_RUN, path=self.path)
        return State(arrays, values)

    def write(self, run: str, state: State) -> None:
        """Replace the file; an interruption leaves the older one."""
        write_file(self.path, as_bytes(state.arrays, FORMAT, {"run": run, "values": state.values}))

    def log(self, point: Mapping[str, float]) -> None:
        """Add a point to the learning curve."""
        with (self.folder / LOG).open("ab+") as stream:
            stream.seek(-min(1, stream.seek(0, os.SEEK_END)), os.SEEK_END)
            torn = stream.read() not in (b"", b"\n")  # by a run that was killed
            stream.write(b"\n" * torn + json.dumps(point).encode() + b"\n")


def fingerprint(plan: object, *given: np.ndarray | str | None) -> str:
    """What a run is known by: its plan, and what it learns from."""
    digest = hashlib.sha256(repr(plan).encode())
    for one in given:
        if isinstance(one, np.ndarray):
            digest.update(f"{one.dtype}{one.shape}".encode())
            digest.update(np.ascontiguousarray(one).data)
        else:
            digest.update(repr(one).encode())
    return digest.hexdigest()
