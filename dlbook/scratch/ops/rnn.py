"""The plain recurrent network over a whole sequence, as one operation."""

from __future__ import annotations

import numpy as np

from dlbook.scratch.ops.sequence import checked, input_products, weight_rules
from dlbook.scratch.ops.shared import shared
from dlbook.scratch.tensor import Tensor, record

# Each activation, and its slope as a function of its result.
_ACTIVATIONS = {
    "tanh": (np.tanh, lambda h: 1 - h * h),
    "relu": (lambda z: np.maximum(z, 0), lambda h: h > 0),
}


def rnn(
    input, h0, weight_ih, weight_hh, bias_ih=None, bias_hh=None, nonlinearity: str = "tanh"
) -> Tensor:
    """h_t = φ(W_ih x_t + b_ih + W_hh h_(t-1) + b_hh) for each step t.

    Source: Elman 1990.

    Parameters
    ----------
    input : Tensor
        Shape ``(T, B, D)``.
    h0 : Tensor
        Hidden state before the first step, shape ``(B, H)``.
    weight_ih, weight_hh : Tensor
        Shapes ``(H, D)`` and ``(H, H)``.
    bias_ih, bias_hh : Tensor, optional
        Shape ``(H,)``; both or none. Two are one too many, and torch has them.
    nonlinearity : str
        φ: ``"tanh"`` or ``"relu"``.

    Returns
    -------
    Tensor
        Hidden state after each step, shape ``(T, B, H)``.

    Raises
    ------
    ValueError
        Where a shape does not fit.
    """
    if nonlinearity not in _ACTIVATIONS:
        raise ValueError(
            f"rnn: nonlinearity must be one of {list(_ACTIVATIONS)}, got {nonlinearity!r}"
        )
    activation, slope = _ACTIVATIONS[nonlinearity]
    weights = (weight_ih, weight_hh, bias_ih, bias_hh)
    input, h0, *weights = checked("rnn", 1, input, (h0,), weights)
    weight_ih, weight_hh, *biases = weights
    sums = input_products(input.data, weight_ih.data, *(bias.data for bias in biases))
    hidden = np.concatenate([h0.data[None], sums])
    for t in range(len(sums)):
        hidden[t + 1] = activation(sums[t] + hidden[t] @ weight_hh.data.T)

    @shared
    def through_time(grad):
        slopes = slope(hidden[1:]).astype(grad.dtype)  # to be multiplied by the gradient of h
        carried = np.zeros_like(grad[0])
        for t in reversed(range(len(grad))):
            slopes[t] *= grad[t] + carried
            carried = slopes[t] @ weight_hh.data
        return slopes, carried

    def slopes(grad):
        return through_time(grad)[0]

    rules = weight_rules((input, *weights), hidden[:-1], slopes, slopes)
    return record("rnn", hidden[1:], *rules, (h0, lambda grad: through_time(grad)[1]))
