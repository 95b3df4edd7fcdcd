"""Answers visitors on a Ray cluster, by Ray Serve, which keeps replicas alive that have models of their own."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pipeline.batch.cluster import connected
from pipeline.core import messages
from pipeline.core.errors import SpotItError
from pipeline.core.types import Description
from pipeline.flow.captioner import Captioner
from pipeline.serve.answerer import Answerer, Question
from pipeline.serve.problems import AGAIN, Problem

Build = Callable[[], Mapping[str, Captioner]]

TRIES = 2
"""Replicas that a question is put to: a machine's death is none of its fault, two deaths may be."""


class Replica:
    """One of several that answer; what is wrong with a question travels back as a value, as it is no failure of it."""

    def __init__(self, build: Build) -> None:
        self.answerer = Answerer(build())

    def __call__(self, question: Question) -> Description | Exception:
        try:
            return self.answerer(question)
        except (SpotItError, Problem) as failure:
            return failure


class Elsewhere:
    """Puts questions to the replicas."""

    def __init__(self, handle: Any) -> None:
        self.handle = handle

    def __call__(self, question: Question) -> Description:
        """As :meth:`Answerer.__call__`; a question whose replica dies is put to another one, once.

        Raises
        ------
        Problem
            Also if replicas died of it.
        """
        from ray.exceptions import RayError

        for _ in range(TRIES):
            try:
                told = self.handle.remote(question).result()
            except RayError:
                continue
            if isinstance(told, Exception):
                raise told
            return told  # type: ignore[no-any-return]
        raise Problem(503, str(messages.error(messages.SERVER_LOST)), AGAIN)


@contextmanager
def replicas(build: Build) -> Iterator[tuple[Elsewhere, int]]:
    """Replicas on the cluster that ``RAY_ADDRESS`` names or that this machine is part of, and how many there are.

    ``build`` makes the captioners, in each of them; there is one for every core.  They end with the context.

    Raises
    ------
    SpotItError
        If Ray Serve is not installed, or the cluster cannot be used.
    """
    os.environ.setdefault("RAY_SERVE_LOG_TO_STDERR", "0")
    ray = connected()
    try:
        from ray import serve
    except ImportError:
        raise messages.package_missing("ray") from None
    logging.getLogger("ray.serve").setLevel(logging.ERROR)
    many = max(1, int(ray.cluster_resources().get("CPU", 1)))
    name = f"spot-it-{os.getpid()}"
    deployed = serve.deployment(num_replicas=many, ray_actor_options={"num_cpus": 1}, max_ongoing_requests=1)(Replica)
    try:
        serve.start(proxy_location="Disabled")
        handle = serve.run(deployed.bind(build), name=name, route_prefix=None)
    except Exception as failure:
        raise messages.error(messages.CLUSTER_UNUSABLE, reason=str(failure).strip().rpartition("\n")[2]) from None
    try:
        yield Elsewhere(handle), many
    finally:
        serve.delete(name)
