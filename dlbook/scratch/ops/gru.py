"""The gated recurrent unit over a whole sequence, as one operation."""

from __future__ import annotations

import numpy as np

from dlbook.scratch.ops.sequence import checked, input_products, weight_rules
from dlbook.scratch.ops.shared import shared
from dlbook.scratch.tensor import Tensor, record


def gru(input, h0, weight_ih, weight_hh, bias_ih=None, bias_hh=None) -> Tensor:
    """Move the hidden state part of the way to a candidate, for each of T steps.

    r = σ(W_ir x_t + W_hr h_(t-1)) says how much of the past the candidate sees,
    n = tanh(W_in x_t + r ⊙ (W_hn h_(t-1))) is the candidate, and
    z = σ(W_iz x_t + W_hz h_(t-1)) says how much stays:
    h_t = (1 - z) ⊙ n + z ⊙ h_(t-1). Every product with a weight has its bias.

    Source: Cho et al. 2014.

    Parameters
    ----------
    input : Tensor
        Shape ``(T, B, D)``.
    h0 : Tensor
        Hidden state before the first step, shape ``(B, H)``.
    weight_ih, weight_hh : Tensor
        Shapes ``(3H, D)`` and ``(3H, H)``: the rows of r, z, n in turn.
    bias_ih, bias_hh : Tensor, optional
        Shape ``(3H,)``; both or none.

    Returns
    -------
    Tensor
        Hidden state after each step, shape ``(T, B, H)``.

    Raises
    ------
    ValueError
        Where a shape does not fit.

    Notes
    -----
    Differs from the paper: r multiplies the product with the hidden state, as in
    torch, and not the hidden state before the product.
    """
    weights = (weight_ih, weight_hh, bias_ih, bias_hh)
    input, h0, *weights = checked("gru", 3, input, (h0,), weights)
    weight_ih, weight_hh, *biases = weights
    bias_hh = biases[1].data if biases else 0
    gates = input_products(input.data, weight_ih.data, *(bias.data for bias in biases[:1]))
    hidden = np.empty((len(gates) + 1, *h0.shape), gates.dtype, like=gates)
    hidden[0] = h0.data
    recalled = _forward(gates, hidden, weight_hh.data, bias_hh)

    @shared
    def through_time(grad):
        return _backward(grad, gates, hidden, recalled, weight_hh.data)

    return record(
        "gru",
        hidden[1:],
        *weight_rules(
            (input, *weights),
            hidden[:-1],
            lambda grad: through_time(grad)[0],
            lambda grad: through_time(grad)[1],
        ),
        (h0, lambda grad: through_time(grad)[2]),
    )


def _forward(
    gates: np.ndarray, hidden: np.ndarray, weight_hh: np.ndarray, bias_hh
) -> np.ndarray:
    """Fill in the hidden states, turn the sums in ``gates`` into r, z, n.

    Returns
    -------
    numpy.ndarray
        W_hn h + b_hn of each step, which the gradient of r needs.
    """
    H = hidden.shape[-1]
    r, z, n = _three(gates)
    recalled = np.empty_like(hidden[1:])
    weight = weight_hh.T.copy()  # used in every step: worth a copy
    for t in range(len(gates)):
        products = hidden[t] @ weight + bias_hh
        recalled[t] = products[:, 2 * H :]
        # σ(x) = (1 + tanh(x / 2)) / 2
        gates[t, :, : 2 * H] = (
            1 + np.tanh((gates[t, :, : 2 * H] + products[:, : 2 * H]) / 2)
        ) / 2
        n[t] = np.tanh(n[t] + r[t] * recalled[t])
        hidden[t + 1] = n[t] + z[t] * (hidden[t] - n[t])
    return recalled


def _backward(
    grad: np.ndarray,
    gates: np.ndarray,
    hidden: np.ndarray,
    recalled: np.ndarray,
    weight_hh: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the gradients of the products with input and hidden state, and of ``h0``."""
    r, z, n = _three(gates)
    slopes_x, slopes_h = np.empty_like(gates), np.empty_like(gates)
    slope_r, slope_z, slope_n = _three(slopes_x)
    of_h = np.zeros_like(grad[0])
    for t in reversed(range(len(gates))):
        of_h = of_h + grad[t]
        slope_n[t] = of_h * (1 - z[t]) * (1 - n[t] * n[t])
        slope_z[t] = of_h * (hidden[t] - n[t]) * z[t] * (1 - z[t])
        slope_r[t] = slope_n[t] * recalled[t] * r[t] * (1 - r[t])
        slopes_h[t] = slopes_x[t]
        _three(slopes_h)[2][t] *= r[t]  # r stands between the product and n
        of_h = of_h * z[t] + slopes_h[t] @ weight_hh
    return slopes_x, slopes_h, of_h


def _three(x: np.ndarray) -> np.ndarray:
    """Return views of the three thirds of the last axis."""
    return np.moveaxis(x.reshape(*x.shape[:-1], 3, x.shape[-1] // 3), -2, 0)
