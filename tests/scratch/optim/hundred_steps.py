"""An optimizer beside torch's, for a hundred steps on the same problem."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch

from dlbook.scratch import Tensor
from dlbook.scratch.optim import Optimizer

# How far the two may lie apart after a hundred steps, relative to the largest entry.
TOLERANCE = {np.float64: 1e-10, np.float32: 1e-4}


def assert_same_steps(
    mine: Callable[..., Optimizer],
    theirs: Callable[..., torch.optim.Optimizer],
    dtype,
    shapes: tuple[tuple[int, ...], ...] = ((3, 5), (7,), (), (1, 2, 4)),
) -> None:
    """Take a hundred steps with both, and compare all parameters after each.

    The gradients depend on the parameters, so that a difference feeds back. Now
    and then a parameter has no gradient, and half-way the learning rate changes.

    Parameters
    ----------
    mine, theirs : callable
        From a list of parameters to the optimizer.
    dtype : type
        ``numpy.float64`` or ``numpy.float32``.
    shapes : tuple
        Shapes of the parameters.
    """
    rng = np.random.default_rng(0)
    starts = [rng.standard_normal(shape) for shape in shapes]
    ours = [Tensor(np.asarray(x, dtype), requires_grad=True) for x in starts]
    refs = [torch.tensor(np.asarray(x, dtype), requires_grad=True) for x in starts]
    my_optimizer, their_optimizer = mine(ours), theirs(refs)
    for step in range(100):
        if step == 50:
            my_optimizer.lr *= 0.5
            their_optimizer.param_groups[0]["lr"] *= 0.5
        noise = [rng.standard_normal(shape) for shape in shapes]
        for i, (p, ref) in enumerate(zip(ours, refs, strict=True)):
            skip = step % 7 == 3 and i == 1
            p.grad = None if skip else _slope(p.data, noise[i])
            ref.grad = None if skip else torch.tensor(_slope(ref.detach().numpy(), noise[i]))
        my_optimizer.step()
        their_optimizer.step()
        for p, ref in zip(ours, refs, strict=True):
            reference = ref.detach().numpy()
            assert p.dtype == reference.dtype == dtype
            difference = np.abs(p.data - reference).max() / np.abs(reference).max()
            assert difference <= TOLERANCE[dtype], f"step {step}: apart by {difference}"
    for p, start in zip(ours, starts, strict=True):
        assert np.abs(p.data - start).max() > 1e-3, "the optimizer stands still"


def _slope(x: np.ndarray, noise: np.ndarray) -> np.ndarray:
    """Gradient of a bowl with a ripple, and some noise."""
    return (x - 1 + 0.5 * np.sin(3 * x) + noise).astype(x.dtype)
