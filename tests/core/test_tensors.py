"""Tensors on disk: equal contents are equal files, and what is no number is found."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from pipeline.core.tensors import as_bytes, read_tensors, require_finite

CODE = """
import sys, numpy as np
from pipeline.core.tensors import as_bytes
sys.stdout.buffer.write(as_bytes({"b": np.ones(3, np.float16), "a": np.arange(4)}, "form 1", {"x": [1, 2]}))
"""


def test_equal_contents_are_equal_files_in_every_process(tmp_path):
    files = {subprocess.run([sys.executable, "-c", CODE], capture_output=True, check=True).stdout for _ in range(6)}
    assert len(files) == 1
    (tmp_path / "file").write_bytes(files.pop())
    arrays, about = read_tensors(tmp_path / "file")
    assert about == {"x": [1, 2]} and arrays["a"].tolist() == [0, 1, 2, 3] and arrays["b"].dtype == np.float16


@pytest.mark.parametrize(
    "content",
    [b"", b"garbage", b"\xff" * 64, as_bytes({"a": np.ones(3)}, "form", None)[:-5], b"\x02\0\0\0\0\0\0\0{}"],
    ids=["empty", "garbage", "endless header", "cut short", "without metadata"],
)
def test_another_file_is_a_value_error(tmp_path, content):
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(ValueError):
        read_tensors(tmp_path / "file")


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_is_found(value):
    require_finite({"a": np.ones(2, np.float16), "n": np.arange(3)})
    with pytest.raises(ValueError, match="b holds"):
        require_finite({"a": np.ones(2), "b": np.array([1.0, value])})
