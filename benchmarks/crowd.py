"""Many people at the web page at once: each is answered rightly, or refused with a reason and a time to come again.

    python -m benchmarks.crowd --requests 200

The server is a process of its own, as `pipeline serve` starts it; the visitors come from many loopback addresses.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from benchmarks.common import ROOT, Row, print_rows, write
from benchmarks.soak import rendered_pairs, resident
from pipeline.flow.captioner import Captioner

SCENES, WIDTH = 8, 320
VISITORS = 40
MOST_GROWTH = 400.0
"""Megabytes by which the server may grow beyond what one answer needs."""
PATIENCE = 120.0
REFUSED = (429, 503)


def main() -> None:
    """Print the table and write the JSON."""
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--requests", type=int, default=200)
    made.add_argument("--output", type=Path, default=ROOT / "benchmarks" / "results" / "crowd.json")
    arguments = made.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        pairs = rendered_pairs(Path(folder), SCENES, WIDTH)
        captioner = Captioner.from_pack("blocks", threads=1)
        said = [captioner.describe(*pair).caption for pair in pairs]
        rows = measured(pairs, said, arguments.requests)
    print_rows(rows)
    write(arguments.output, rows)


def measured(pairs: list[tuple[Path, Path]], said: list[str], requests: int) -> list[Row]:
    """All ``requests`` at once, about ``pairs`` in turn, which are ``said`` to differ so."""
    server = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "serve", "--pack", "blocks", "--port", "0"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stderr is not None
        url = re.search(r"http://\S+/", server.stderr.readline())[0]  # type: ignore[index]
        _ask(url, pairs[0], 0)  # everything that is loaded once is loaded
        before = resident(server.pid)
        start = time.monotonic()
        with ThreadPoolExecutor(requests) as crowd:
            asked = [crowd.submit(_ask, url, pairs[number % len(pairs)], number) for number in range(requests)]
            answers = [one.result() for one in asked]
        seconds, grown = time.monotonic() - start, resident(server.pid) - before
        tally: Counter[str] = Counter()
        for number, (status, text) in enumerate(answers):
            right = status == 200 and text == said[number % len(said)]
            tally["right" if right else "refused" if status in REFUSED and text else "wrong"] += 1
        again = _ask(url, pairs[0], 0)
    finally:
        server.terminate()
        server.wait()
    return [
        Row("crowd", "neither right nor refused with a reason", tally["wrong"], requests, 0, True),
        Row("crowd", "answered rightly", tally["right"], requests),
        Row("crowd", "refused, with a time to come again", tally["refused"], requests),
        Row("crowd", "seconds until all had an answer", round(seconds, 1), requests),
        Row("crowd", "megabytes grown", round(grown, 1), requests, MOST_GROWTH, True),
        Row("after it", "wrong answers", int(again != (200, said[0])), 1, 0, True),
    ]


def _ask(url: str, pair: tuple[Path, Path], visitor: int) -> tuple[int, str]:
    """The status, and the sentence or the reason; status 0 where the connection broke."""
    transport = httpx.HTTPTransport(local_address=f"127.0.0.{2 + visitor % VISITORS}")
    contents = {name: (f"{name}.png", path.read_bytes()) for name, path in zip(("before", "after"), pair, strict=True)}
    try:
        with httpx.Client(transport=transport, timeout=PATIENCE) as client:
            answer = client.post(f"{url}api/describe", files=contents)
        told = answer.json()
    except (httpx.HTTPError, ValueError):
        return 0, ""
    if answer.status_code in REFUSED and not answer.headers.get("retry-after", "").isdigit():
        return answer.status_code, ""
    return answer.status_code, told.get("caption") or told.get("error") or ""


if __name__ == "__main__":
    main()
