"""Worker processes that make no noise when the process that started them is killed."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading

_QUIET = "ignore:resource_tracker:UserWarning"


def end_with_parent() -> None:
    """To be called in a worker: it ends at once when its parent is gone, also in the middle of a picture."""
    threading.Thread(target=_wait_and_end, daemon=True).start()


def quiet_tracker() -> None:
    """Keep the process that frees the semaphores of a pool from reporting on a parent that was killed.

    It is started with the options for warnings that are listed here at that time.
    """
    if _QUIET not in sys.warnoptions:
        sys.warnoptions.append(_QUIET)


def _wait_and_end() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
