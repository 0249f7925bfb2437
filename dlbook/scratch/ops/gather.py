"""Picking by an array of positions along one axis, and adding by one."""

from __future__ import annotations

import numpy as np

from dlbook.scratch.ops.axes import checked_axes
from dlbook.scratch.ops.operands import array_beside, same_dtype
from dlbook.scratch.tensor import Tensor, as_tensor, record


def gather(input, axis: int, index) -> Tensor:
    """Pick along ``axis`` by position: ``out[i, j] = input[index[i, j], j]`` for axis 0.

    Parameters
    ----------
    input : Tensor
        Any shape of at least one axis.
    axis : int
        The axis that ``index`` counts along (torch's ``dim``).
    index : array_like of int
        As many axes as ``input``, none but ``axis`` longer than there.

    Returns
    -------
    Tensor
        Of the shape of ``index``.
    """
    x = as_tensor(input)
    places = _places("gather", x, axis, index)

    def rule(grad):
        out = np.zeros(x.shape, grad.dtype, like=grad)
        np.add.at(out, places, grad)
        return out

    return record("gather", x.data[places], (x, rule))


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
    return record("scatter_add", out, (x, lambda grad: grad), (src, lambda grad: grad[places]))


def _places(op: str, x: Tensor, axis: int, index) -> tuple[np.ndarray, ...]:
    """Return, for each axis of ``x``, the positions that ``index`` stands for."""
    index = array_beside(x, index)
    (axis,) = checked_axes(op, axis, x.shape)
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
    if index.size and not 0 <= index.min() <= index.max() < x.shape[axis]:
        raise IndexError(
            f"{op}: positions must lie in 0 .. {x.shape[axis] - 1}, got "
            f"{index.min()} .. {index.max()}"
        )
    places = list(np.ix_(*(np.arange(n, like=x.data) for n in index.shape)))
    places[axis] = index
    return tuple(places)
