"""What the processor is good at."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_CPUINFO = Path("/proc/cpuinfo")
_INT8 = re.compile(r"^(flags|Features)\s*:.*\b(avx512_?vnni|avx_vnni|asimddp)\b", re.MULTILINE)


@cache
def multiplies_bytes() -> bool:
    """Whether it sums products of bytes in one step, fast and without overflow; where nothing says so, it does not.

    Processors without it add pairs of products in 16 bits, which overflow now and then: answers would be others.
    """
    try:
        return bool(_INT8.search(_CPUINFO.read_text()))
    except OSError:
        return False
