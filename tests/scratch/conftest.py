"""What the tests of the engine share."""

from __future__ import annotations

import zlib

import numpy as np
import pytest
from hypothesis import settings

# The same examples in every run, and no failures on a busy machine.
settings.register_profile("dlbook", deadline=None, derandomize=True)
settings.load_profile("dlbook")


@pytest.fixture
def rng(request) -> np.random.Generator:
    """Return random numbers that differ from test to test, not from run to run."""
    return np.random.default_rng(zlib.crc32(request.node.name.encode()))
