"""The most and the least over channels."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.core.channels import highest, lowest


@pytest.mark.parametrize("shape", [(5, 7, 3), (40, 2), (0, 4, 3), (6, 5, 4, 1)])
@pytest.mark.parametrize("kind", [np.uint8, np.int16, np.float32, bool])
def test_they_are_what_numpy_says_of_the_last_axis(shape, kind):
    values = np.random.default_rng(3).integers(-100, 100, shape).astype(kind)
    for found, expected in ((highest(values), values.max(-1)), (lowest(values), values.min(-1))):
        assert found.dtype == expected.dtype
        np.testing.assert_array_equal(found, expected)
