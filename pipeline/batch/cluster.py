"""Answers pairs on the machines of a Ray cluster, streaming, each actor with a model of its own.

Ray Data hands out the pairs, and does again what was under way on a worker or a machine that died; the results file
takes the first line of a pair, so that there is exactly one.  What a picture does to a worker is held off by
:mod:`pipeline.batch.local`, which each actor runs over a process of its own: a pair that kills it twice, or takes too
long, is an error, and no actor dies of it.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.batch.job import Job
from pipeline.batch.local import TIMEOUT, Crew, answer_with
from pipeline.batch.pairs import Pair
from pipeline.core import messages
from pipeline.core.errors import SpotItError

MOST_AT_ONCE = 16
"""Pairs that an actor is given at once: what a machine's death costs, against what handing out costs."""

Result = dict[str, Any]


def answer_all(pairs: Sequence[Pair], job: Job, workers: int | None, timeout: float = TIMEOUT) -> Iterator[Result]:
    """Result lines of all pairs, as they are finished.

    Works on the cluster that ``RAY_ADDRESS`` names or that this machine is part of, else on one of this machine alone.

    Raises
    ------
    SpotItError
        If Ray is not installed, the cluster cannot be used, or the captioner cannot be built.
    """
    ray = connected()
    count = workers or max(1, int(ray.cluster_resources().get("CPU", 1)) // job.threads)
    left = {pair.id for pair in pairs}
    try:
        for line in _lines(ray, pairs, job, min(count, len(pairs)), timeout):
            result = json.loads(line)
            if result["id"] in left:  # what was done twice is told once
                left.discard(result["id"])
                yield result
    except (SpotItError, GeneratorExit):
        raise
    except Exception as failure:
        raise messages.error(messages.CLUSTER_FAILED, reason=_root(failure)) from None


def _lines(ray: Any, pairs: Sequence[Pair], job: Job, workers: int, timeout: float) -> Iterator[str]:
    from ray.data import ActorPoolStrategy

    at_once = max(1, min(MOST_AT_ONCE, len(pairs) // (4 * workers)))
    held = ray.put(list(pairs))
    numbers = ray.data.range(len(pairs), override_num_blocks=-(-len(pairs) // at_once))
    answered = numbers.map_batches(
        Answerer,
        fn_constructor_args=(held, job, timeout),
        batch_size=None,  # a block is what is handed out
        compute=ActorPoolStrategy(min_size=1, max_size=workers, initial_size=workers),
        num_cpus=job.threads,
    )
    for row in answered.iter_rows():
        yield row["line"]


class Answerer:
    """An actor: it keeps one worker process with one model, and answers the pairs with the numbers that it is given."""

    def __init__(self, pairs: Any, job: Job, timeout: float) -> None:
        import ray

        self.pairs: list[Pair] = ray.get(pairs)
        self.crew = Crew(job, 1, timeout)

    def __call__(self, block: dict[str, Any]) -> dict[str, list[str]]:
        """Result lines, in any order."""
        pairs = [self.pairs[int(number)] for number in block["id"]]
        return {"line": [json.dumps(result) for result in answer_with(self.crew, pairs)]}


def connected() -> Any:
    """Ray, connected to the cluster that ``RAY_ADDRESS`` names or to one of this machine alone, and quiet.

    Raises
    ------
    SpotItError
        If Ray is not installed, or the cluster cannot be used.
    """
    os.environ.setdefault("RAY_DATA_DISABLE_PROGRESS_BARS", "1")
    try:
        import ray
        import ray.data
    except ImportError:
        raise messages.package_missing("ray") from None
    if not ray.is_initialized():
        try:
            ray.init(logging_level=logging.ERROR, log_to_driver=False, configure_logging=True)
        except Exception as failure:
            raise messages.error(messages.CLUSTER_FAILED, reason=failure) from None
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    # A pair is never at fault for the death of an actor, so any number of deaths is survived.
    context.max_errored_blocks = 0
    for name in ("ray", "ray.data"):
        logging.getLogger(name).setLevel(logging.ERROR)
    sys.stderr.flush()
    return ray


def _root(failure: BaseException) -> str:
    """What lies under an error that Ray has wrapped, in a line."""
    cause = getattr(failure, "cause", None) or failure.__cause__ or failure
    return str(cause).strip().rpartition("\n")[2] or type(failure).__name__
