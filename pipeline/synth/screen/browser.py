"""Headless Chromium: pages in, pictures and truth out."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from pipeline.core import messages
from pipeline.synth.screen.pages import Page
from pipeline.synth.screen.truth import SCRIPT, Element, elements_of

if TYPE_CHECKING:
    from playwright.sync_api import Page as Tab

TALLEST = 3200
"""CSS pixels of a page captured whole."""

FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

SMOOTHING = (
    "--font-render-hinting=none",
    "--font-render-hinting=slight",
    "--font-render-hinting=full",
    "--disable-lcd-text",
    "--enable-lcd-text",
)
"""How browsers draw letters; another one at each start."""


class PageFailed(Exception):
    """A page of others that the browser cannot show or does not answer."""


class Browser:
    """A browser for the time of a ``with`` block.

    Parameters
    ----------
    turn
        Which way of smoothing letters this start has.

    Raises
    ------
    SpotItError
        If Playwright or Chromium is not installed.
    """

    def __init__(self, turn: int = 0) -> None:
        self.turn = turn

    def __enter__(self) -> Browser:
        try:
            from playwright.sync_api import sync_playwright
        except ImportError:
            raise messages.package_missing("playwright") from None
        path = os.environ.get("SPOT_IT_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
        flags = [*FLAGS, SMOOTHING[self.turn % len(SMOOTHING)]]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            flags.append("--no-sandbox")  # which Chromium refuses to start without, as root
        self._play = sync_playwright().start()
        try:
            self._browser = self._play.chromium.launch(
                executable_path=path, args=flags, ignore_default_args=["--hide-scrollbars"]
            )
        except Exception as failure:  # Playwright raises one type for everything
            self._play.stop()
            raise messages.error(messages.NO_CHROMIUM) from failure
        self._tabs: dict[float, Tab] = {}
        return self

    def __exit__(self, kind: type | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self._browser.close()
        self._play.stop()

    def open(self, page: Page) -> View:
        """Show a page in the tab of its device's scale."""
        if page.scale not in self._tabs:
            context = self._browser.new_context(device_scale_factor=page.scale, offline=True)
            self._tabs[page.scale] = context.new_page()
        return View(self._tabs[page.scale], page)


class View:
    """One page shown, until the next one is."""

    def __init__(self, tab: Tab, page: Page) -> None:
        self.tab, self.page = tab, page
        with _failing():
            tab.set_viewport_size({"width": page.width, "height": page.height})
            tab.goto("about:blank")
            if page.path is None:
                tab.set_content(page.html, wait_until="load", timeout=20_000)
            else:
                tab.goto(page.path.as_uri(), wait_until="load", timeout=20_000)
                tab.wait_for_timeout(250)  # scripts of others build their pages late
            if page.full:
                height = min(TALLEST, int(tab.evaluate("document.documentElement.scrollHeight")))
                tab.set_viewport_size({"width": page.width, "height": max(page.height, height)})

    def run(self, script: str, argument: object = None) -> Any:
        """Evaluate a function in the page."""
        with _failing():
            return self.tab.evaluate(script, argument)

    def shoot(self) -> tuple[np.ndarray, list[Element]]:
        """The picture, and what is on it."""
        with _failing():
            raw = self.tab.evaluate(SCRIPT)
            shot = self.tab.screenshot(animations="disabled", caret="initial")
        image = np.asarray(Image.open(io.BytesIO(shot)).convert("RGB"))
        return image, elements_of(raw, image, self.page.scale)


@contextmanager
def _failing() -> Iterator[None]:
    """What the browser says as :class:`PageFailed`."""
    from playwright.sync_api import Error

    try:
        yield
    except Error as failure:
        raise PageFailed(str(failure).split("\n")[0]) from failure
