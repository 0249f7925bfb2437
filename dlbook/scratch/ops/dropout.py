"""Dropout, forward and backward."""

from __future__ import annotations

import numpy as np

from dlbook.scratch.ops.operands import as_floating, number
from dlbook.scratch.tensor import Tensor, make_result


def dropout(
    input, p: float = 0.5, training: bool = True, *, rng: np.random.Generator
) -> Tensor:
    """Set each entry to zero with probability ``p``, and scale the others by 1 / (1 - p).

    Source: Srivastava et al. 2014, section 10; known as "inverted dropout" since.

    Differs from the paper's main text: there the weights are scaled by 1 - p at
    test time, here the activations at training time, so that nothing needs to
    be done at test time. The expected value is the same.
    """
    p = number("dropout", "p", p)
    if not 0 <= p <= 1:
        raise ValueError(f"dropout: p must lie between 0 and 1, got {p}")
    x = as_floating(input)
    if not training or p == 0:
        return x
    # Drawn in float32, which takes half the time that float64 takes.
    kept = rng.random(x.shape, dtype=np.float32) >= p
    scale = np.asarray(kept, x.dtype, like=x.data) * (1 / (1 - p) if p < 1 else 0)
    return make_result("dropout", x.data * scale, (x, lambda grad: grad * scale))
