"""Compare a gradient with differences of the function itself."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dlbook.scratch.tensor import Tensor


def gradcheck(
    fn: Callable[..., Tensor],
    *inputs: np.ndarray,
    rng: np.random.Generator,
    directions: int = 4,
    eps: float = 1e-6,
    rtol: float = 1e-5,
) -> None:
    """Check the gradient of ``fn`` along random directions, in float64.

    For a random direction v the slope ``(f(x + eps v) - f(x - eps v)) / (2 eps)`` must equal
    the gradient's product with v, up to ``rtol`` of the larger of both. Two evaluations test
    all entries at once, where one entry at a time would take two for each. The result of ``fn``
    may have any shape; a random weighting makes a number of it, so that every entry counts.

    If ``eps`` is too long, the function bends in between; if it is too short, rounding drowns
    the difference. 1e-6 suits float64. The AssertionError names the input and both slopes.
    """
    arrays = [np.asarray(x, np.float64) for x in inputs]
    weights = rng.standard_normal(fn(*map(Tensor, arrays)).shape)
    tensors = [Tensor(x, requires_grad=True) for x in arrays]
    fn(*tensors).backward(weights)
    for i, x in enumerate(arrays):
        grad = np.zeros(x.shape) if tensors[i].grad is None else tensors[i].grad
        for _ in range(directions):
            v = rng.standard_normal(x.shape)
            slope = _slope(fn, arrays, i, v, weights, eps)
            predicted = float((grad * v).sum())
            scale = max(abs(slope), abs(predicted), 1e-3)
            if not abs(slope - predicted) <= rtol * scale:
                raise AssertionError(
                    f"gradient of input {i} (shape {x.shape}): along a random direction the "
                    f"function rises by {slope:.8g}, and the gradient says {predicted:.8g}"
                )


def _slope(fn, arrays, i, v, weights, eps) -> float:
    """Central difference of ``sum(weights * fn)`` along ``v`` at input ``i``."""

    def value(step: float) -> float:
        moved = [x + step * v if j == i else x for j, x in enumerate(arrays)]
        return float((weights * fn(*map(Tensor, moved)).data).sum())

    return (value(eps) - value(-eps)) / (2 * eps)
