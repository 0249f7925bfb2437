"""No engine: the largest speed of NumPy's matrix product, to compare the others with."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

SIZE = 1024
FLOPS = 2 * SIZE**3


def make(name: str) -> Callable[[], float]:
    """Return a function that multiplies two large matrices; ``name`` is not used."""
    a, b = np.random.default_rng(0).standard_normal((2, SIZE, SIZE), dtype=np.float32)
    out = np.empty_like(a)

    def step() -> float:
        np.matmul(a, b, out=out)
        return 0.0

    return step
