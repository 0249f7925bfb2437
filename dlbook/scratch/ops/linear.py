"""The affine map of a fully connected layer, as one operation."""

from __future__ import annotations

import math

from dlbook.scratch.ops.operands import same_dtype
from dlbook.scratch.tensor import Tensor, record


def linear(input, weight, bias=None) -> Tensor:
    """``input @ weight.T + bias`` over the last axis of ``input``.

    Parameters
    ----------
    input : Tensor
        Shape ``(..., D)``: any number of leading axes, all treated as batch.
    weight : Tensor
        Shape ``(H, D)``: one row per output, as torch stores it.
    bias : Tensor, optional
        Shape ``(H,)``.

    Returns
    -------
    Tensor
        Shape ``(..., H)``.

    Raises
    ------
    ValueError
        Where the shapes do not fit, naming them.

    Notes
    -----
    The leading axes are flattened, so that the forward pass and each gradient
    are one large matrix product. NumPy would run a product of stacked matrices
    as many small ones, on one core.
    """
    input, weight, *biases = same_dtype(input, weight, *(() if bias is None else (bias,)))
    _check(input, weight, *biases)
    H, D = weight.shape
    count = math.prod(input.shape[:-1])
    rows = input.data.reshape(count, D)
    out = rows @ weight.data.T
    for bias in biases:  # one or none
        out += bias.data

    def flat(grad):
        return grad.reshape(count, H)

    rules = [
        (input, lambda grad: (flat(grad) @ weight.data).reshape(input.shape)),
        (weight, lambda grad: flat(grad).T @ rows),
    ]
    rules += [(bias, lambda grad: flat(grad).sum(axis=0)) for bias in biases]
    return record("linear", out.reshape(*input.shape[:-1], H), *rules)


def _check(input: Tensor, weight: Tensor, bias: Tensor | None = None) -> None:
    if input.ndim == 0 or weight.ndim != 2 or input.shape[-1] != weight.shape[1]:
        raise ValueError(
            f"linear: expected an input (..., D) and a weight (H, D), "
            f"got {input.shape} and {weight.shape}"
        )
    if bias is not None and bias.shape != weight.shape[:1]:
        raise ValueError(
            f"linear: expected a bias of shape {weight.shape[:1]}, one entry per row of the "
            f"weight {weight.shape}, got {bias.shape}"
        )
