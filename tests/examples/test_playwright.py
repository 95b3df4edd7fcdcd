"""The helper for Playwright says in words what changed where a screenshot is not as expected."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from base64 import b64decode
from dataclasses import replace
from pathlib import Path

import pytest
import screen_page as page
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]

SPEC = """
import { readFileSync } from "node:fs";
import { test, expect, whatChanged } from "./spot-it";

test("page", () => expect(readFileSync(process.env.AFTER!)).toMatchSnapshot("page.png"));
test("same", () => expect(readFileSync(process.env.AFTER!)).toMatchSnapshot("same.png"));
test("no picture", () => expect(whatChanged("none.png", "none.png")).toContain("none.png: there is no such file"));
"""

CONFIG = """
export default { testDir: ".", snapshotPathTemplate: "{testDir}/{arg}{ext}", workers: 1,
                 reporter: [["json", { outputFile: "results.json" }]] };
"""


@pytest.fixture
def folder(tmp_path) -> Path:
    """A folder of tests that finds Playwright."""
    installed = Path(os.environ.get("SPOT_IT_PLAYWRIGHT", ROOT)) / "node_modules"
    if shutil.which("node") is None or not (installed / "@playwright" / "test").is_dir():
        pytest.skip("no node, or no Playwright: set SPOT_IT_PLAYWRIGHT to where `npm install @playwright/test` was run")
    (tmp_path / "node_modules").symlink_to(installed)
    shutil.copy(ROOT / "examples" / "playwright" / "spot-it.ts", tmp_path)
    (tmp_path / "page.spec.ts").write_text(SPEC)
    (tmp_path / "playwright.config.ts").write_text(CONFIG)
    return tmp_path


def test_the_error_begins_with_the_sentence_and_the_report_has_it(folder):
    button = page.BUTTON[0]
    green = tuple(replace(button, fill="#209020") if thing is button else thing for thing in page.PAGE)
    for name, things in (("page", page.PAGE), ("same", green), ("after", green)):
        Image.fromarray(page.drawn(things)).save(folder / f"{name}.png")
    told = {
        "AFTER": str(folder / "after.png"),
        "SPOT_IT": f'"{sys.executable}" -m pipeline',
        "SPOT_IT_OPTIONS": "--pack screen --set differ.screen.reader=none",
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
    }
    command = ["node", "node_modules/@playwright/test/cli.js", "test"]
    done = subprocess.run(command, cwd=folder, env={**os.environ, **told}, capture_output=True, text=True, timeout=180)
    assert done.returncode == 1, done.stderr
    specs = json.loads((folder / "results.json").read_text())["suites"][0]["specs"]
    results = {spec["title"]: spec["tests"][0]["results"][0] for spec in specs}
    assert {title: result["status"] for title, result in results.items()} == {
        "page": "failed", "same": "passed", "no picture": "passed",
    }  # fmt: skip
    (sentence,) = [
        b64decode(one["body"]).decode() for one in results["page"]["attachments"] if one["name"] == "page: what changed"
    ]
    assert "button" in sentence and "green" in sentence
    assert results["page"]["errors"][0]["message"].startswith(sentence)
    assert results["same"]["attachments"] == []
