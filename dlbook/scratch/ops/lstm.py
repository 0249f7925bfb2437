"""Long short-term memory over a whole sequence, as one operation."""

from __future__ import annotations

import numpy as np

from dlbook.scratch.ops.sequence import checked, input_products, weight_rules
from dlbook.scratch.ops.shared import shared
from dlbook.scratch.tensor import Tensor, record


def lstm(input, h0, c0, weight_ih, weight_hh, bias_ih=None, bias_hh=None) -> Tensor:
    """Carry a cell state c and a hidden state h through T steps.

    With all four of [i, f, g, o] = W_ih x_t + b_ih + W_hh h_(t-1) + b_hh, then
    i, f, o passed through the sigmoid and g through tanh:
    c_t = f ⊙ c_(t-1) + i ⊙ g and h_t = o ⊙ tanh(c_t).

    Source: Hochreiter and Schmidhuber 1997, with the forget gate f of Gers,
    Schmidhuber and Cummins 2000.

    Parameters
    ----------
    input : Tensor
        Shape ``(T, B, D)``.
    h0, c0 : Tensor
        States before the first step, shape ``(B, H)``.
    weight_ih, weight_hh : Tensor
        Shapes ``(4H, D)`` and ``(4H, H)``: the rows of i, f, g, o in turn.
    bias_ih, bias_hh : Tensor, optional
        Shape ``(4H,)``; both or none.

    Returns
    -------
    Tensor
        Shape ``(2, T, B, H)``: hidden states and cell states after each step.

    Raises
    ------
    ValueError
        Where a shape does not fit.

    Notes
    -----
    Differs from the papers: the gates do not see the cell state, as in torch.

    Recorded step by step this would be a dozen small operations a step. As one
    operation the products with the input are one large one, and the gates are
    computed where they lie.
    """
    weights = (weight_ih, weight_hh, bias_ih, bias_hh)
    input, h0, c0, *weights = checked("lstm", 4, input, (h0, c0), weights)
    weight_ih, weight_hh, *biases = weights
    gates = input_products(input.data, weight_ih.data, *(bias.data for bias in biases))
    states = np.empty((2, len(gates) + 1, *h0.shape), gates.dtype, like=gates)
    states[0, 0], states[1, 0] = h0.data, c0.data
    _forward(gates, *states, weight_hh.data)

    @shared
    def through_time(grad):
        return _backward(grad, gates, states[1], weight_hh.data)

    def slopes(grad):
        return through_time(grad)[0]

    return record(
        "lstm",
        states[:, 1:],
        *weight_rules((input, *weights), states[0, :-1], slopes, slopes),
        (h0, lambda grad: through_time(grad)[1]),
        (c0, lambda grad: through_time(grad)[2]),
    )


def _forward(
    gates: np.ndarray, hidden: np.ndarray, cell: np.ndarray, weight_hh: np.ndarray
) -> None:
    """Fill in the states after each step, and turn the sums in ``gates`` into i, f, g, o."""
    i, f, g, o = _four(gates)
    # σ(z) = (1 + tanh(z / 2)) / 2, so that one tanh serves all gates in one pass.
    scale = np.full_like(gates, 0.5, shape=gates.shape[-1])
    _four(scale)[2][:] = 1  # g is a tanh as it stands
    weight = weight_hh.T.copy()  # used in every step: worth a copy
    for t in range(len(gates)):
        z = gates[t]
        z += hidden[t] @ weight
        z *= scale
        np.tanh(z, out=z)
        z *= scale
        z += 1 - scale
        cell[t + 1] = f[t] * cell[t] + i[t] * g[t]
        hidden[t + 1] = o[t] * np.tanh(cell[t + 1])


def _backward(
    grad: np.ndarray, gates: np.ndarray, cell: np.ndarray, weight_hh: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the gradients of the gates' sums, and of the first hidden and cell state."""
    i, f, g, o = _four(gates)
    slopes = np.empty_like(gates)
    slope_i, slope_f, slope_g, slope_o = _four(slopes)
    of_h, of_c = np.zeros_like(grad[:, 0])
    for t in reversed(range(len(gates))):
        squashed = np.tanh(cell[t + 1])
        of_h = of_h + grad[0, t]
        of_c = of_c + grad[1, t] + of_h * o[t] * (1 - squashed * squashed)
        slopes[t] = gates[t] * (1 - gates[t])  # of the sigmoid
        slope_g[t] = 1 - g[t] * g[t]  # of tanh
        slope_i[t] *= of_c * g[t]
        slope_f[t] *= of_c * cell[t]
        slope_g[t] *= of_c * i[t]
        slope_o[t] *= of_h * squashed
        of_h, of_c = slopes[t] @ weight_hh, of_c * f[t]
    return slopes, of_h, of_c


def _four(x: np.ndarray) -> np.ndarray:
    """Return views of the four quarters of the last axis."""
    return np.moveaxis(x.reshape(*x.shape[:-1], 4, x.shape[-1] // 4), -2, 0)
