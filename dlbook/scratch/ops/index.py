"""Picking entries, and its transpose: adding into the places they came from."""

from __future__ import annotations

import numpy as np

from dlbook.scratch.tensor import Tensor, as_tensor, record


def getitem(a, index) -> Tensor:
    """Return ``a[index]``; the gradient goes back to where the entries came from."""
    a = as_tensor(a)
    index = _plain(index)
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


def _plain(index):
    """Return ``index`` with arrays in place of tensors."""
    if isinstance(index, tuple):
        return tuple(_plain(i) for i in index)
    return index.data if isinstance(index, Tensor) else index


def _picks_once(index) -> bool:
    """Whether no entry can be picked twice: only numbers, slices, None and ``...``."""
    parts = index if isinstance(index, tuple) else (index,)
    return all(
        part is None or part is Ellipsis or isinstance(part, int | slice | np.integer)
        for part in parts
    )
