"""Make what the documentation takes from the program: ``python -m docs.generate PART ...``.

Parts: ``reference`` (seconds; follows every change of an option, a key or a parameter), ``walk`` (seconds), ``gallery``
(a minute), ``screens`` (needs Chromium and Playwright).
"""

from __future__ import annotations

import sys
from importlib import import_module

PARTS = ("reference", "walk", "gallery", "screens")


def main(names: list[str]) -> int:
    """Make the parts named."""
    unknown = [name for name in names if name not in PARTS]
    if unknown or not names:
        print(f"say what to make: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    for name in names:
        import_module(f"docs.generate.{name}").make()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
