"""Picking entries, and its transpose: adding into the places they came from."""

from __future__ import annotations

import numpy as np

from dlbook.scratch.ops.operands import array_beside
from dlbook.scratch.tensor import Tensor, as_tensor, record


def getitem(a, index) -> Tensor:
    """Return ``a[index]``; the gradient goes back to where the entries came from."""
    a = as_tensor(a)
    index = _plain(a, index)
    try:
        out = a.data[index]
    except IndexError as error:
        raise IndexError(f"getitem of shape {a.shape}: {error}") from None

    def rule(grad):
        spread = np.zeros(a.shape, grad.dtype, like=grad)
        if _picks_once(index):
            spread[index] = grad
        else:
            np.add.at(spread, index, grad)  # an entry picked twice gets both gradients
        return spread

    return record("getitem", out, (a, rule))


def _plain(a: Tensor, index):
    """Return ``index`` with arrays, of the kind that ``a`` has, in place of tensors."""
    if isinstance(index, tuple):
        return tuple(_plain(a, i) for i in index)
    is_array = isinstance(index, Tensor | np.ndarray | list)
    return array_beside(a, index) if is_array else index


def _picks_once(index) -> bool:
    """Whether no entry can be picked twice: only numbers, slices, None and ``...``."""
    parts = index if isinstance(index, tuple) else (index,)
    return all(
        part is None or part is Ellipsis or isinstance(part, int | slice | np.integer)
        for part in parts
    )
