"""Child processes for tests that interrupt them."""

from __future__ import annotations

import signal
import subprocess
from typing import Any


def interruptible(command: list[str], **options: Any) -> subprocess.Popen:
    """Start a command that Ctrl-C reaches, also where the tests themselves run in the background, which ignores it."""
    return subprocess.Popen(command, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL), **options)
