"""Answers, a few at a time: whoever comes when all places are taken is told when to come again."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from pipeline.core import messages
from pipeline.serve.limits import Limits
from pipeline.serve.problems import AGAIN, Problem

T = TypeVar("T")


class Work:
    """Places for work, used from one event loop."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._threads = ThreadPoolExecutor(limits.at_work, thread_name_prefix="spot-it")
        self._of: Counter[str] = Counter()

    @property
    def at_work(self) -> int:
        """Places taken; one that took too long keeps its place until it ends."""
        return self._of.total()

    async def do(self, visitor: str, work: Callable[[], T]) -> T:
        """The result of ``work``, done in another thread.

        Raises
        ------
        Problem
            If there is no place, this visitor has enough of them, or it takes too long.
        """
        if self._of[visitor] >= self.limits.by_one:
            raise Problem(429, str(messages.error(messages.VISITOR_BUSY)), AGAIN)
        if self.at_work >= self.limits.at_work:
            raise Problem(503, str(messages.error(messages.SERVER_BUSY)), AGAIN)
        self._of[visitor] += 1
        doing = asyncio.get_running_loop().run_in_executor(self._threads, work)
        doing.add_done_callback(lambda done: self._free(visitor, done))
        try:
            return await asyncio.wait_for(asyncio.shield(doing), self.limits.seconds)
        except TimeoutError:
            reason = messages.error(messages.SERVER_SLOW, seconds=self.limits.seconds)
            raise Problem(503, str(reason), 2 * AGAIN) from None

    def _free(self, visitor: str, done: asyncio.Future[T]) -> None:
        self._of[visitor] -= 1
        self._of += Counter()  # drops visitors who have gone
        if not done.cancelled():
            done.exception()  # has been looked at, where the visitor has not waited for it
