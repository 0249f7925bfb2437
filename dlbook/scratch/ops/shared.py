"""Work that several gradient rules of one operation have in common."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def shared(work: Callable[[np.ndarray], object]) -> Callable[[np.ndarray], object]:
    """Return ``work``, done once where it is called with the same gradient again.

    The last result is kept until another gradient comes, or the graph is gone.
    """
    last_grad, last_result = None, None

    def once(grad: np.ndarray):
        nonlocal last_grad, last_result
        if grad is not last_grad:
            last_grad, last_result = grad, work(grad)
        return last_result

    return once
