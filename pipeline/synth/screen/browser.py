"""Headless Chromium: pages in, pictures and truth out."""

from __future__ import annotations

import io
import os
import shutil
from types import TracebackType

import numpy as np
from PIL import Image

from pipeline.core import messages
from pipeline.core.errors import SpotItError
from pipeline.synth.screen.pages import Page
from pipeline.synth.screen.truth import SCRIPT, Element, elements_of

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
            raise SpotItError(
                "Chromium does not start: install it, or name its program in SPOT_IT_CHROMIUM"
            ) from failure
        return self

    def __exit__(self, kind: type | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self._browser.close()
        self._play.stop()

    def open(self, page: Page) -> View:
        """Show a page."""
        context = self._browser.new_context(
            viewport={"width": page.width, "height": page.height}, device_scale_factor=page.scale, offline=True
        )
        return View(context, page)


class View:
    """One page shown; closed by leaving the ``with`` block."""

    def __init__(self, context, page: Page) -> None:
        self.context, self.page = context, page
        self.tab = context.new_page()
        self.tab.set_content(page.html, wait_until="load", timeout=20_000)
        if page.full:
            height = min(TALLEST, int(self.tab.evaluate("document.documentElement.scrollHeight")))
            self.tab.set_viewport_size({"width": page.width, "height": max(page.height, height)})

    def __enter__(self) -> View:
        return self

    def __exit__(self, kind: type | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.context.close()

    def run(self, script: str, argument: object = None) -> object:
        """Evaluate a function in the page."""
        return self.tab.evaluate(script, argument)

    def shoot(self) -> tuple[np.ndarray, list[Element]]:
        """The picture, and what is on it."""
        raw = self.tab.evaluate(SCRIPT)
        image = np.asarray(
            Image.open(io.BytesIO(self.tab.screenshot(animations="disabled", caret="initial"))).convert("RGB")
        )
        return image, elements_of(raw, image, self.page.scale)
