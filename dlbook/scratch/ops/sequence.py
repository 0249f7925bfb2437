"""What the recurrent operations share: checks, and the products that need no loop over time.

Letters: T steps, B batch, D input features, H hidden units, and G the rows of
the weights: H for each gate.
"""

from __future__ import annotations

import numpy as np

from dlbook.scratch.ops.operands import same_dtype
from dlbook.scratch.tensor import GradientRule, Tensor


def checked(op: str, gates: int, input, states: tuple, weights: tuple) -> tuple[Tensor, ...]:
    """Return input, states and weights as tensors of one dtype whose shapes fit.

    Parameters
    ----------
    op : str
        Name of the operation, for the errors.
    gates : int
        How many times H the weights have rows.
    input : Tensor
        Shape ``(T, B, D)``.
    states : tuple of Tensor
        Each of shape ``(B, H)``.
    weights : tuple of Tensor
        ``weight_ih`` (G, D), ``weight_hh`` (G, H), and either no bias (None) or two
        of shape ``(G,)``.

    Raises
    ------
    ValueError
        Naming the shape expected and the one that came.
    """
    biases = tuple(bias for bias in weights[2:] if bias is not None)
    if len(biases) == 1:
        raise ValueError(f"{op}: give both biases or none, got one")
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


def input_products(input: np.ndarray, weight: np.ndarray, *biases: np.ndarray) -> np.ndarray:
    """Return ``input @ weight.T`` plus the biases for all steps at once, as ``(T, B, G)``.

    Only the products with the hidden state must wait for the step before; this
    one is large, and runs at the machine's full speed.
    """
    out = flat(input) @ weight.T
    for bias in biases:
        out += bias
    return out.reshape(*input.shape[:2], len(weight))


def weight_rules(
    tensors: tuple[Tensor, ...],
    before: np.ndarray,
    slopes_x: GradientRule,
    slopes_h: GradientRule,
) -> list[tuple[Tensor, GradientRule]]:
    """Return the rules of input, weights and biases, each one product over all steps.

    Parameters
    ----------
    tensors : tuple of Tensor
        Input, ``weight_ih``, ``weight_hh``, and the biases if there are any.
    before : numpy.ndarray
        Hidden state before each step, shape ``(T, B, H)``.
    slopes_x, slopes_h : callable
        From the gradient of the result to that of the products with the input,
        and with the hidden state (biases included), of shape ``(T, B, G)``.
    """
    input, weight_ih, weight_hh, *biases = tensors
    rules = [
        (input, lambda grad: (flat(slopes_x(grad)) @ weight_ih.data).reshape(input.shape)),
        (weight_ih, lambda grad: flat(slopes_x(grad)).T @ flat(input.data)),
        (weight_hh, lambda grad: flat(slopes_h(grad)).T @ flat(before)),
    ]
    sums = (lambda grad: slopes_x(grad).sum((0, 1)), lambda grad: slopes_h(grad).sum((0, 1)))
    return rules + list(zip(biases, sums, strict=False))


def flat(x: np.ndarray) -> np.ndarray:
    """Join steps and batch: ``(T, B, ...)`` becomes ``(T * B, ...)``."""
    return x.reshape(x.shape[0] * x.shape[1], *x.shape[2:])
