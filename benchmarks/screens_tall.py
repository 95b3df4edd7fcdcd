"""A page captured whole, 1280 by 10,000 pixels, and the same page with a notice far up.

    python -m benchmarks.screens_tall

Drawn here: headings, paragraphs and painted boxes of made-up words.  Prints whether the notice was told as one addition
that moved the rest, the processor's time for it, and the memory at the peak.
"""

from __future__ import annotations

import resource
from time import process_time

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from benchmarks.common import Row, parser, print_rows, write
from pipeline.cli.options import captioner_of
from pipeline.flow.captioner import Captioner
from pipeline.synth.screen.words import Words

WIDTH, HEIGHT = 1280, 10_000

NOTICE, WHERE = 64, 420
"""Height of the notice and where it stands."""


def main() -> None:
    """Print and write the rows."""
    made = parser(__doc__, "screens_tall")
    made.set_defaults(pack="screen")
    arguments = made.parse_args()
    captioner = captioner_of(arguments)
    rows = measured(captioner)
    print_rows(rows)
    write(arguments.output, rows, pack=arguments.pack)


def measured(captioner: Captioner) -> list[Row]:
    """Rows: right or not, seconds of the second of two answers, and gibibytes at the peak."""
    before = page()
    after = noticed(before)
    for _ in range(2):
        start = process_time()
        changes = captioner.describe(before, after).changes
        seconds = process_time() - start
    right = len(changes) == 1 and changes[0].kind == "add" and abs(changes[0].shifted - NOTICE) <= 1
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    name = f"{WIDTH} x {HEIGHT}"
    return [
        Row(name, "one addition that moved the rest", 100.0 * right, 1, 100),
        Row(name, "seconds of a processor", round(seconds, 2), 1),
        Row(name, "peak memory in GiB", round(peak, 2), 1),
    ]


def page(seed: int = 5) -> np.ndarray:
    """A long page as ``uint8`` RGB."""
    words = Words(np.random.default_rng(seed))
    image = Image.new("RGB", (WIDTH, HEIGHT), "white")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, WIDTH, 56), fill="#205080")
    pen.text((24, 16), words.label(), fill="white", font=ImageFont.load_default(20))
    top = 90
    while top < HEIGHT - 300:
        pen.text((160, top), words.title(), fill="#202020", font=ImageFont.load_default(24))
        top += 44
        if words.chance(0.3):
            pen.rectangle((160, top, 560, top + 90), fill="#eef2f6", outline="#c0c8d0")
            pen.text((180, top + 20), words.sentence(4, 8), fill="#304050", font=ImageFont.load_default(15))
            top += 116
        for _ in range(words.between(2, 6)):
            pen.text((160, top), words.sentence(10, 16), fill="#303030", font=ImageFont.load_default(15))
            top += 24
        top += 30
    return np.array(image)


def noticed(before: np.ndarray) -> np.ndarray:
    """The page with a notice, below which everything stands lower; its lower end is out of the picture."""
    notice = Image.new("RGB", (WIDTH, NOTICE), "white")
    pen = ImageDraw.Draw(notice)
    pen.rectangle((160, 8, 1120, NOTICE - 8), fill="#fff3cd", outline="#ffe69c")
    pen.text((180, 22), "Maintenance on Sunday from six to eight", fill="#664d03", font=ImageFont.load_default(16))
    row = next(y for y in range(WHERE, HEIGHT) if (before[y - 3 : y + 3] == 255).all())
    return np.concatenate([before[:row], np.array(notice), before[row:]])[:HEIGHT]


if __name__ == "__main__":
    main()
