"""Cross-entropy where each entry is a yes or a no of its own."""

from __future__ import annotations

import numpy as np

from dlbook.scratch.ops.activations import sigmoid_of
from dlbook.scratch.ops.operands import as_floating, check_broadcast, same_dtype
from dlbook.scratch.ops.reduction import check_same_shape, constant, reduced
from dlbook.scratch.tensor import Tensor, record


def binary_cross_entropy_with_logits(
    input, target, weight=None, reduction: str = "mean", pos_weight=None
) -> Tensor:
    """Return minus the log-probability of ``target``, where sigmoid(input) is that of 1.

    Parameters
    ----------
    input : Tensor
        Logits, any shape.
    target : array_like
        Numbers from 0 to 1, of the same shape.
    weight : array_like, optional
        How much each entry counts; broadcasts to ``input``.
    reduction : str
        "mean" (over all entries, whatever their weight), "sum" or "none".
    pos_weight : array_like, optional
        How much a target of 1 counts, against 1 for a target of 0; broadcasts
        to ``input``.

    Raises
    ------
    ValueError
        Where shapes do not fit.

    Notes
    -----
    Computed from the logits without the logarithm of a sigmoid, which is -inf
    where the sigmoid is 0.
    """
    op = "binary_cross_entropy_with_logits"
    x = as_floating(input)
    y = constant(op, "target", target, x)
    check_same_shape(op, x, y)
    y = y.data.astype(x.dtype)
    of_yes = y if pos_weight is None else y * _factor(op, "pos_weight", pos_weight, x)
    # -log sigmoid(x) = softplus(-x), and -log(1 - sigmoid(x)) = softplus(-x) + x.
    softplus = np.log1p(np.exp(-np.abs(x.data))) + np.maximum(-x.data, 0)
    losses = (1 - y) * x.data + (1 - y + of_yes) * softplus
    slope = (1 - y) - (1 - y + of_yes) * sigmoid_of(-x.data)
    if weight is not None:
        factor = _factor(op, "weight", weight, x)
        losses, slope = losses * factor, slope * factor
    return reduced(op, record(op, losses, (x, lambda grad: grad * slope)), reduction)


def _factor(op: str, name: str, value, x: Tensor) -> np.ndarray:
    factor = constant(op, name, same_dtype(x, value)[1], x)
    check_broadcast(f"{op}, {name}", x, factor)
    if np.broadcast_shapes(x.shape, factor.shape) != x.shape:
        raise ValueError(
            f"{op}: {name} of shape {factor.shape} does not broadcast to {x.shape}"
        )
    return factor.data.astype(x.dtype)
