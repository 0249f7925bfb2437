"""Picking entries, and its transpose: adding into the places that they came from."""

from __future__ import annotations

import numpy as np

from dlbook.scratch.ops.operands import as_array_like, same_dtype, validate_axis, widened
from dlbook.scratch.tensor import Tensor, as_tensor, make_result


def getitem(a, index) -> Tensor:
    """Return ``a[index]``; the gradient goes back to where the entries came from."""
    a = as_tensor(a)
    index = _without_tensors(a, index)
    try:
        out = a.data[index]
    except IndexError as error:
        raise IndexError(f"getitem of shape {a.shape}: {error}") from None

    def vjp(grad):
        grad = widened(grad)
        spread = np.zeros(a.shape, grad.dtype, like=grad)
        if _picks_once(index):
            spread[index] = grad
        else:
            np.add.at(spread, index, grad)  # an entry picked twice gets both gradients
        return spread

    return make_result("getitem", out, (a, vjp))


def _without_tensors(a: Tensor, index):
    """Return ``index`` with arrays, on the device of ``a``, in place of tensors and lists."""
    if isinstance(index, tuple):
        return tuple(_without_tensors(a, i) for i in index)
    if isinstance(index, list) and not index:  # of no dtype that could be an index
        return as_array_like(a, np.empty(0, int))
    is_array = isinstance(index, Tensor | np.ndarray | list)
    return as_array_like(a, index) if is_array else index


def _picks_once(index) -> bool:
    """Return whether no entry can be picked twice: only numbers, slices, None and ``...``."""
    parts = index if isinstance(index, tuple) else (index,)
    return all(
        part is None or part is Ellipsis or isinstance(part, int | slice | np.integer)
        for part in parts
    )


def gather(input, axis: int, index) -> Tensor:
    """Pick along ``axis`` by position: ``out[i, j] = input[index[i, j], j]`` for axis 0.

    ``index`` has as many axes as ``input``, none but ``axis`` (torch's ``dim``)
    longer than there. The result has its shape.
    """
    x = as_tensor(input)
    places = _places("gather", x, axis, index)

    def vjp(grad):
        grad = widened(grad)
        out = np.zeros(x.shape, grad.dtype, like=grad)
        np.add.at(out, places, grad)
        return out

    return make_result("gather", x.data[places], (x, vjp))


def scatter_add(input, axis: int, index, src) -> Tensor:
    """Add the entries of ``src`` to those places of ``input`` that ``gather`` would read.

    For axis 0, ``out[index[i, j], j] += src[i, j]``, starting from ``input``;
    ``index`` and ``src`` have the same shape.
    """
    x, src = same_dtype(input, src)
    places = _places("scatter_add", x, axis, index)
    if places[0].ndim != src.ndim or np.broadcast_shapes(*map(np.shape, places)) != src.shape:
        raise ValueError(
            f"scatter_add: index has shape {np.shape(index)} and src {src.shape}; "
            f"they must be equal"
        )
    out = x.data.copy()
    np.add.at(out, places, src.data)
    return make_result(
        "scatter_add", out, (x, lambda grad: grad), (src, lambda grad: grad[places])
    )


def _places(op: str, x: Tensor, axis: int, index) -> tuple[np.ndarray, ...]:
    """Return, for each axis of ``x``, the positions that ``index`` stands for."""
    index = as_array_like(x, index)
    axis = validate_axis(op, axis, x.shape)
    if index.dtype.kind not in "iu":
        raise TypeError(f"{op}: index must hold integers, got {index.dtype}")
    longer = [
        n > m for i, (n, m) in enumerate(zip(index.shape, x.shape, strict=False)) if i != axis
    ]
    if index.ndim != x.ndim or any(longer):
        raise ValueError(
            f"{op}: index of shape {index.shape} does not fit input of shape {x.shape}: as "
            f"many axes, and none but axis {axis} longer"
        )
    validate_positions(op, index, x.shape[axis])
    places = list(np.ix_(*(np.arange(n, like=x.data) for n in index.shape)))
    places[axis] = index
    return tuple(places)


def embedding(input, weight) -> Tensor:
    """Return the rows of ``weight`` (V, D) that ``input``, integers of any shape, names."""
    weight = as_tensor(weight)
    rows = as_array_like(weight, input)
    if rows.dtype.kind not in "iu":
        raise TypeError(f"embedding: input must hold row numbers, integers, got {rows.dtype}")
    if weight.ndim != 2:
        raise ValueError(f"embedding: expected a weight of shape (V, D), got {weight.shape}")
    validate_positions("embedding", rows, len(weight))
    return make_result(
        "embedding",
        weight.data[rows],
        (weight, lambda grad: _add_rows(rows, grad, weight.shape)),
    )


def _add_rows(rows: np.ndarray, grad: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Return zeros of ``shape`` to which each row of ``grad`` was added at its number.

    Sorting brings equal numbers side by side, and each run is summed at once:
    five times as fast as ``np.add.at``, which adds entry by entry.
    """
    grad, rows = widened(grad), rows.reshape(-1)
    out = np.zeros(shape, grad.dtype, like=grad)
    if rows.size == 0:
        return out
    order = np.argsort(rows, kind="stable")
    sorted_rows = rows[order]
    starts = np.flatnonzero(np.diff(sorted_rows, prepend=sorted_rows[:1] - 1))
    runs = grad.reshape(-1, *shape[1:])[order]
    out[sorted_rows[starts]] = np.add.reduceat(runs, starts, axis=0)
    return out


def validate_positions(op: str, index: np.ndarray, length: int) -> None:
    """Raise an IndexError if a position is not in ``0 .. length - 1``."""
    if index.size and not 0 <= index.min() <= index.max() < length:
        raise IndexError(
            f"{op}: positions must lie in 0 .. {length - 1}, got {index.min()} .. {index.max()}"
        )
