"""What becomes of a fixed camera itself: it is covered, blank or out of focus, and sees its background again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from pipeline.core.kinds import SCENE
from pipeline.flow.one_world import WorldCaptioner
from pipeline.watch.blind import Shown, only_scene, shows_nothing
from pipeline.watch.events import Events
from pipeline.watch.follow import News, news_of


class Camera:
    """Tells once what became of a camera, and which of its pictures show nothing of the background.

    Parameters
    ----------
    suited
        Who answers for two pictures.
    confirm
        Pictures in a row that must show it, or show the background again, before it is told.
    state
        What is remembered of an earlier watch, as :attr:`state` gives it.
    """

    def __init__(
        self, suited: Callable[[np.ndarray, np.ndarray], WorldCaptioner], confirm: int, state: list[dict[str, Any]]
    ) -> None:
        self._suited = suited
        self._confirm = confirm
        self._events = Events(confirm)
        self._events.restore(filter(is_of_camera, state))
        self._told = any(one["told"] and one["fact"]["new"] for one in self._events.state)
        self._lost: Shown | None = None
        self._clear = 0  # pictures in a row that show the background again

    @property
    def state(self) -> list[dict[str, Any]]:
        """What is remembered, as values that JSON can hold."""
        return self._events.state

    def look(self, known: Shown, now: Shown) -> tuple[bool, list[News]]:
        """Whether a picture shows nothing of the background that is ``known``, and the news about the camera."""
        if shows_nothing(known[1], now[1]):
            self._lost, self._clear = now, 0
            news = [] if self._told else self._compared(known, now)
            self._told = self._told or bool(news)
            return True, news
        if self._lost is None or not self._told:
            self._forget()
            return False, []
        self._clear += 1
        news = self._compared(self._lost, now)
        if news or self._clear > self._confirm:
            self._forget()
        return False, news

    def _forget(self) -> None:
        self._lost, self._told, self._clear = None, False, 0
        self._events.restore(())

    def _compared(self, before: Shown, now: Shown) -> list[News]:
        captioner = self._suited(before[1], now[1])
        analysis = only_scene(captioner.diff(before[1], now[1]))
        return list(news_of(before[0], now[0], analysis, captioner, self._events))


def is_of_camera(event: dict[str, Any]) -> bool:
    """Whether an event that is remembered is one of the camera."""
    return bool(event["fact"]["kind"] == SCENE)
