"""Pictures of the report, the page and a review, on a phone and a desktop, by day and by night; needs Chromium."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from io import BytesIO
from pathlib import Path

from PIL import Image

from docs.generate.gallery import names, pictures
from docs.generate.markers import DOCS

FOLDER = DOCS / "screens"
PORT = 8917
DEVICES = {"phone": (390, 844), "desktop": (1280, 900)}
WIDEST, QUALITY = 800, 82


def make() -> None:
    """Write ``WHAT-DEVICE-SCHEME.webp`` for each."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        places = {"report": _report(Path(folder)), "review": _review(Path(folder))}
        server = subprocess.Popen([sys.executable, "-m", "pipeline", "serve", "--port", str(PORT), "-q"])
        try:
            places["page"] = _answering()
            browser = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox", "--disable-gpu"])
            for what, address in places.items():
                for device, (width, height) in DEVICES.items():
                    for scheme in ("light", "dark"):
                        size = {"width": width, "height": height}
                        page = browser.new_context(viewport=size, color_scheme=scheme).new_page()
                        page.goto(address)
                        page.wait_for_timeout(500)
                        _keep(page.screenshot(), FOLDER / f"{what}-{device}-{scheme}.webp")
            browser.close()
        finally:
            server.terminate()
            server.wait(20)


def _report(folder: Path) -> str:
    example = DOCS / "example"
    page = folder / "report.html"
    _run("run", example / "before.png", example / "after.png", "--report", page)
    return page.as_uri()


def _review(folder: Path) -> str:
    lines = [dict(zip(("id", "before", "after"), (name, *map(str, pictures(name))), strict=True)) for name in names()]
    manifest = folder / "pairs.jsonl"
    manifest.write_text("".join(json.dumps(line) + "\n" for line in lines[4:18]))
    _run("batch", manifest, "-o", folder / "results.jsonl", "--report", folder / "review", "--workers", 1)
    return (folder / "review" / "index.html").as_uri()


def _run(*arguments: object) -> None:
    subprocess.run(
        [sys.executable, "-m", "pipeline", *map(str, arguments), "-q"], check=True, stdout=subprocess.DEVNULL
    )


def _answering() -> str:
    address = f"http://127.0.0.1:{PORT}/"
    for _ in range(150):
        try:
            urllib.request.urlopen(f"{address}health", timeout=2).close()
            return address
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the page does not answer")


def _chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        raise SystemExit("no Chromium is installed: apt-get install chromium")
    return found


def _keep(shot: bytes, path: Path) -> None:
    picture = Image.open(BytesIO(shot)).convert("RGB")
    picture.thumbnail((WIDEST, 2 * WIDEST))
    picture.save(path, "WEBP", quality=QUALITY, method=6)
