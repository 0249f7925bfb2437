"""Losses: one number that says how wrong the predictions are."""

from __future__ import annotations

import numpy as np

from dlbook.scratch.tensor import Tensor, as_tensor, record


def mse_loss(input, target) -> Tensor:
    """Mean of ``(input - target)**2`` over all entries.

    Parameters
    ----------
    input : Tensor
        Predictions, any shape.
    target : Tensor or array_like
        What was wanted, of the same shape.
    """
    input, target = as_tensor(input), as_tensor(target)
    if input.shape != target.shape:
        raise ValueError(
            f"mse_loss: input has shape {input.shape} and target {target.shape}; they must be "
            f"equal, since broadcasting here hides mistakes"
        )
    error = input - target
    return (error * error).mean()


def cross_entropy(input, target) -> Tensor:
    """Mean of minus the log-probability that ``input`` gives to the right class.

    Parameters
    ----------
    input : Tensor
        Logits (scores before softmax), shape ``(B, C)``.
    target : array_like of int
        Right class of each row, shape ``(B,)``, each in ``0 .. C-1``.

    Raises
    ------
    ValueError
        Where the shapes do not fit, or a class is out of range.

    Notes
    -----
    Softmax and logarithm are one operation, because its gradient is then
    ``(softmax - one_hot) / B``: exact, and without a division by a probability
    that may be zero.
    """
    input = as_tensor(input)
    target = _classes(input, target)
    rows = np.arange(len(target))
    shifted = input.data - input.data.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))

    def rule(grad):
        p = np.exp(log_p)
        p[rows, target] -= 1
        return p * (grad / len(target))

    return record("cross_entropy", -log_p[rows, target].mean(), (input, rule))


def _classes(input: Tensor, target) -> np.ndarray:
    """Return ``target`` as an array of class numbers that fits ``input``, or say why not."""
    target = np.asarray(target.data if isinstance(target, Tensor) else target)
    if input.ndim != 2 or target.shape != input.shape[:1]:
        raise ValueError(
            f"cross_entropy: expected logits of shape (B, C) and classes of shape (B,), "
            f"got {input.shape} and {target.shape}"
        )
    if target.dtype.kind not in "iu":
        raise ValueError(f"cross_entropy: classes must be integers, got {target.dtype}")
    if len(target) == 0:
        raise ValueError("cross_entropy: the batch is empty, so its mean is not defined")
    if target.min() < 0 or target.max() >= input.shape[1]:
        raise ValueError(
            f"cross_entropy: classes must lie in 0 .. {input.shape[1] - 1}, got "
            f"{target.min()} .. {target.max()}"
        )
    return target
