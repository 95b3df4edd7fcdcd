"""A browser, and a page to look at with it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
_CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


@pytest.fixture(scope="session")
def browser():
    """Chromium without a screen."""
    driver = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed: apt-get install chromium")
    with driver.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=_QUIET + _CAMERA)
        yield running
        running.close()


@pytest.fixture
def open_page(browser):
    """Open an address in a window of some width and colour scheme; what the page logs must be nothing."""
    contexts, logged = [], []

    def opened(address: str, width: int = 1280, scheme: str = "light"):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: logged.append(message.text))
        page.on("pageerror", lambda failure: logged.append(str(failure)))
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [line for line in logged if "status of 4" not in line] == []


@pytest.fixture(scope="module")
def address(flat_world, browser):
    """Of the page, served by a process of its own."""
    pytest.importorskip("uvicorn", reason="the extra serve is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "pipeline", "serve", "--port", str(port), "--pack", "flat"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    place = f"http://127.0.0.1:{port}/"
    for _ in range(150):
        try:
            urllib.request.urlopen(f"{place}health", timeout=2).close()
            break
        except OSError:
            time.sleep(0.2)
    yield place
    process.terminate()
    process.wait(20)


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, which judges whether everybody can use a page."""
    path = Path(os.environ.get("SPOT_IT_AXE", "axe.min.js"))
    if not path.is_file():
        pytest.skip("no axe-core: npm pack axe-core, and set SPOT_IT_AXE to its axe.min.js")
    return path.read_text()
