"""Recurrent networks over a whole sequence, each as one operation: RNN, LSTM, GRU.

Recorded step by step they would be a dozen small operations a step. As one
operation, the products with the input are a single large one for all steps
(:func:`_input_products`), and so is each gradient of a weight
(:func:`_weight_vjps`); only what depends on the step before is a loop.

Letters: T steps, B batch, D input features, H hidden units, and G the rows of
the weights: H for each gate. Every operation takes an input (T, B, D), states
before the first step (B, H), ``weight_ih`` (G, D), ``weight_hh`` (G, H), and both
biases (G,) or neither; they are redundant, but torch has both.
"""

from __future__ import annotations

import numpy as np

from dlbook.scratch.ops.operands import memoize_last, same_dtype, widened
from dlbook.scratch.tensor import VJP, Tensor, make_result

# Each activation, and its derivative as a function of its result.
_NONLINEARITIES = {
    "tanh": (np.tanh, lambda h: 1 - h * h),
    "relu": (lambda z: np.maximum(z, 0), lambda h: ~(h <= 0)),
}


def rnn(
    input, h0, weight_ih, weight_hh, bias_ih=None, bias_hh=None, nonlinearity: str = "tanh"
) -> Tensor:
    """h_t = φ(W_ih x_t + b_ih + W_hh h_(t-1) + b_hh) for each step t (Elman 1990).

    φ is the ``nonlinearity``, ``"tanh"`` or ``"relu"``. Returns the hidden state
    after each step, of shape ``(T, B, H)``.
    """
    if nonlinearity not in _NONLINEARITIES:
        raise ValueError(
            f"rnn: nonlinearity must be one of {list(_NONLINEARITIES)}, got {nonlinearity!r}"
        )
    phi, derivative = _NONLINEARITIES[nonlinearity]
    weights = (weight_ih, weight_hh, bias_ih, bias_hh)
    input, h0, *weights = _validate("rnn", 1, input, (h0,), weights)
    weight_ih, weight_hh, *biases = weights
    z = _input_products(input.data, weight_ih.data, *(bias.data for bias in biases))
    hidden = np.concatenate([h0.data[None], z])
    for t in range(len(z)):
        hidden[t + 1] = phi(z[t] + hidden[t] @ weight_hh.data.T)

    @memoize_last
    def through_time(grad):
        """Return the gradients of z, and of h0."""
        dz = derivative(hidden[1:]).astype(grad.dtype)  # to be multiplied by that of h
        dh = np.zeros_like(grad[0])
        for t in reversed(range(len(grad))):
            dz[t] *= grad[t] + dh
            dh = dz[t] @ weight_hh.data
        return dz, dh

    def dz(grad):
        return through_time(grad)[0]

    vjps = _weight_vjps((input, *weights), hidden[:-1], dz, dz)
    return make_result("rnn", hidden[1:], *vjps, (h0, lambda grad: +through_time(grad)[1]))


def lstm(input, h0, c0, weight_ih, weight_hh, bias_ih=None, bias_hh=None) -> Tensor:
    """Carry a cell state c and a hidden state h through T steps.

    With all four of [i, f, g, o] = W_ih x_t + b_ih + W_hh h_(t-1) + b_hh, then
    i, f, o passed through the sigmoid and g through tanh:
    c_t = f ⊙ c_(t-1) + i ⊙ g and h_t = o ⊙ tanh(c_t).

    Source: Hochreiter and Schmidhuber 1997, with the forget gate f of Gers,
    Schmidhuber and Cummins 2000. Differs from the papers: the gates do not see
    the cell state, as in torch.

    The rows of the weights are those of i, f, g, o in turn. Returns hidden states
    and cell states after each step, as one tensor of shape ``(2, T, B, H)``.
    """
    weights = (weight_ih, weight_hh, bias_ih, bias_hh)
    input, h0, c0, *weights = _validate("lstm", 4, input, (h0, c0), weights)
    weight_ih, weight_hh, *biases = weights
    gates = _input_products(input.data, weight_ih.data, *(bias.data for bias in biases))
    states = np.empty((2, len(gates) + 1, *h0.shape), gates.dtype, like=gates)
    states[0, 0], states[1, 0] = h0.data, c0.data
    _lstm_forward(gates, *states, weight_hh.data)

    @memoize_last
    def through_time(grad):
        return _lstm_backward(grad, gates, states[1], weight_hh.data)

    def dz(grad):
        return through_time(grad)[0]

    return make_result(
        "lstm",
        states[:, 1:],
        *_weight_vjps((input, *weights), states[0, :-1], dz, dz),
        (h0, lambda grad: +through_time(grad)[1]),
        (c0, lambda grad: +through_time(grad)[2]),
    )


def _lstm_forward(
    gates: np.ndarray, hidden: np.ndarray, cell: np.ndarray, weight_hh: np.ndarray
) -> None:
    """Fill in the states after each step, and turn the sums in ``gates`` into i, f, g, o."""
    i, f, g, o = _split_gates(gates, 4)
    # σ(z) = (1 + tanh(z / 2)) / 2, so that one tanh serves all gates in one pass.
    scale = np.full_like(gates, 0.5, shape=gates.shape[-1])
    _split_gates(scale, 4)[2][:] = 1  # g is a tanh as it stands
    shift = 1 - scale
    weight = weight_hh.T.copy()  # used in every step: worth a copy
    weight *= scale
    gates *= scale
    for t in range(len(gates)):
        z = gates[t]
        z += hidden[t] @ weight
        np.tanh(z, out=z)
        z *= scale
        z += shift
        cell[t + 1] = f[t] * cell[t] + i[t] * g[t]
        hidden[t + 1] = o[t] * np.tanh(cell[t + 1])


def _lstm_backward(
    grad: np.ndarray, gates: np.ndarray, cell: np.ndarray, weight_hh: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the gradients of the gates' sums, and of the first hidden and cell state."""
    i, f, g, o = _split_gates(gates, 4)
    dz = np.empty_like(gates)
    di, df, dg, do = _split_gates(dz, 4)
    dh, dc = np.zeros_like(grad[:, 0])
    for t in reversed(range(len(gates))):
        tanh_c = np.tanh(cell[t + 1])
        dh = dh + grad[0, t]
        dc = dc + grad[1, t] + dh * o[t] * (1 - tanh_c * tanh_c)
        dz[t] = gates[t] * (1 - gates[t])  # the sigmoid's derivative
        dg[t] = 1 - g[t] * g[t]  # that of tanh
        di[t] *= dc * g[t]
        df[t] *= dc * cell[t]
        dg[t] *= dc * i[t]
        do[t] *= dh * tanh_c
        dh, dc = dz[t] @ weight_hh, dc * f[t]
    return dz, dh, dc


def gru(input, h0, weight_ih, weight_hh, bias_ih=None, bias_hh=None) -> Tensor:
    """Move the hidden state part of the way to a candidate, for each of T steps.

    r = σ(W_ir x_t + W_hr h_(t-1)) says how much of the past the candidate sees,
    n = tanh(W_in x_t + r ⊙ (W_hn h_(t-1))) is the candidate, and
    z = σ(W_iz x_t + W_hz h_(t-1)) says how much stays:
    h_t = (1 - z) ⊙ n + z ⊙ h_(t-1). Every product with a weight has its bias.

    Source: Cho et al. 2014. Differs from the paper: r multiplies the product
    with the hidden state, as in torch, and not the hidden state itself.

    The rows of the weights are those of r, z, n in turn. Returns the hidden state
    after each step, of shape ``(T, B, H)``.
    """
    weights = (weight_ih, weight_hh, bias_ih, bias_hh)
    input, h0, *weights = _validate("gru", 3, input, (h0,), weights)
    weight_ih, weight_hh, *biases = weights
    bias_hh = biases[1].data if biases else 0
    gates = _input_products(input.data, weight_ih.data, *(bias.data for bias in biases[:1]))
    hidden = np.empty((len(gates) + 1, *h0.shape), gates.dtype, like=gates)
    hidden[0] = h0.data
    recalled = _gru_forward(gates, hidden, weight_hh.data, bias_hh)

    @memoize_last
    def through_time(grad):
        return _gru_backward(grad, gates, hidden, recalled, weight_hh.data)

    return make_result(
        "gru",
        hidden[1:],
        *_weight_vjps(
            (input, *weights),
            hidden[:-1],
            lambda grad: through_time(grad)[0],
            lambda grad: through_time(grad)[1],
        ),
        (h0, lambda grad: +through_time(grad)[2]),
    )


def _gru_forward(
    gates: np.ndarray, hidden: np.ndarray, weight_hh: np.ndarray, bias_hh
) -> np.ndarray:
    """Fill in the hidden states, and turn the sums in ``gates`` into r, z, n.

    Returns W_hn h + b_hn of each step, which the gradient of r needs.
    """
    H = hidden.shape[-1]
    r, z, n = _split_gates(gates, 3)
    recalled = np.empty_like(hidden[1:])
    weight = weight_hh.T.copy()  # used in every step: worth a copy
    for t in range(len(gates)):
        products = hidden[t] @ weight + bias_hh
        recalled[t] = products[:, 2 * H :]
        r_and_z = gates[t, :, : 2 * H]
        # σ(x) = (1 + tanh(x / 2)) / 2
        r_and_z[:] = (1 + np.tanh((r_and_z + products[:, : 2 * H]) / 2)) / 2
        n[t] = np.tanh(n[t] + r[t] * recalled[t])
        hidden[t + 1] = n[t] + z[t] * (hidden[t] - n[t])
    return recalled


def _gru_backward(
    grad: np.ndarray,
    gates: np.ndarray,
    hidden: np.ndarray,
    recalled: np.ndarray,
    weight_hh: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the gradients of the products with input and hidden state, and of ``h0``."""
    r, z, n = _split_gates(gates, 3)
    d_input, d_hidden = np.empty_like(gates), np.empty_like(gates)
    dr, dz, dn = _split_gates(d_input, 3)
    dh = np.zeros_like(grad[0])
    for t in reversed(range(len(gates))):
        dh = dh + grad[t]
        dn[t] = dh * (1 - z[t]) * (1 - n[t] * n[t])
        dz[t] = dh * (hidden[t] - n[t]) * z[t] * (1 - z[t])
        dr[t] = dn[t] * recalled[t] * r[t] * (1 - r[t])
        d_hidden[t] = d_input[t]
        _split_gates(d_hidden, 3)[2][t] *= r[t]  # r stands between the product and n
        dh = dh * z[t] + d_hidden[t] @ weight_hh
    return d_input, d_hidden, dh


def _split_gates(x: np.ndarray, gates: int) -> np.ndarray:
    """Return views of equal parts of the last axis, one for each gate."""
    return np.moveaxis(x.reshape(*x.shape[:-1], gates, x.shape[-1] // gates), -2, 0)


def _input_products(input: np.ndarray, weight: np.ndarray, *biases: np.ndarray) -> np.ndarray:
    """Return ``input @ weight.T`` plus the biases for all steps at once, as (T, B, G)."""
    out = _join_steps(input) @ weight.T
    for bias in biases:
        out += bias
    return out.reshape(*input.shape[:2], len(weight))


def _weight_vjps(
    tensors: tuple[Tensor, ...], before: np.ndarray, d_input: VJP, d_hidden: VJP
) -> list[tuple[Tensor, VJP]]:
    """Return the vjps of input, weights and biases, each one product over all steps.

    ``before`` is the hidden state before each step, (T, B, H). ``d_input`` and
    ``d_hidden`` lead from the gradient of the result to those of the products
    with the input and with the hidden state (biases included), (T, B, G).
    """
    input, weight_ih, weight_hh, *biases = tensors
    vjps = [
        (
            input,
            lambda grad: (_join_steps(d_input(grad)) @ weight_ih.data).reshape(input.shape),
        ),
        (weight_ih, lambda grad: _join_steps(d_input(grad)).T @ _join_steps(input.data)),
        (weight_hh, lambda grad: _join_steps(d_hidden(grad)).T @ _join_steps(before)),
    ]
    sums = (
        lambda grad: widened(d_input(grad)).sum((0, 1)),
        lambda grad: widened(d_hidden(grad)).sum((0, 1)),
    )
    return vjps + list(zip(biases, sums, strict=False))


def _join_steps(x: np.ndarray) -> np.ndarray:
    """Join steps and batch: ``(T, B, ...)`` becomes ``(T * B, ...)``."""
    return x.reshape(x.shape[0] * x.shape[1], *x.shape[2:])


def _validate(op: str, gates: int, input, states: tuple, weights: tuple) -> tuple[Tensor, ...]:
    """Return input, states and weights as tensors of one dtype whose shapes fit."""
    biases = tuple(bias for bias in weights[2:] if bias is not None)
    if len(biases) == 1:
        raise ValueError(f"{op}: give both biases or neither, got one")
    tensors = same_dtype(input, *states, *weights[:2], *biases)
    input, weight_hh = tensors[0], tensors[2 + len(states)]
    if input.ndim != 3 or len(input) == 0:
        raise ValueError(
            f"{op}: expected an input of shape (T, B, D) with at least one step, "
            f"got {input.shape}"
        )
    (_, B, D), H = input.shape, weight_hh.shape[-1]
    names = ("h0", "c0")[: len(states)], ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    expected = [(B, H)] * len(states) + [(gates * H, D), (gates * H, H)]
    expected += [(gates * H,)] * len(biases)
    for name, tensor, shape in zip(sum(names, ()), tensors[1:], expected, strict=False):
        if tensor.shape != shape:
            raise ValueError(
                f"{op}: an input of shape {input.shape} and {H} hidden units need a {name} of "
                f"shape {shape}, got {tensor.shape}"
            )
    return tensors
