"""One comparison of our operations with torch's: shape, dtype, forward, backward."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch

from dlbook.scratch import Tensor

# Relative to the largest entry that torch gives: zeros never pass, and a
# thousandth too much never does.
TOLERANCES = {np.float32: 2e-5, np.float64: 1e-11}


def draw(rng: np.random.Generator, spec, dtype=np.float64) -> np.ndarray:
    """Return a random array by ``spec``: a shape, an array itself, or a function of ``rng``."""
    if isinstance(spec, tuple):
        return rng.standard_normal(spec).astype(dtype)
    array = spec(rng) if callable(spec) else spec
    return array.astype(dtype) if array.dtype.kind == "f" else array


def positive(*shape: int) -> Callable[[np.random.Generator], np.ndarray]:
    """Return a spec for :func:`draw`: numbers between 0.5 and 2."""
    return lambda rng: rng.uniform(0.5, 2.0, shape)


def integers(high: int, *shape: int) -> Callable[[np.random.Generator], np.ndarray]:
    """Return a spec for :func:`draw`: integers from 0 to ``high`` - 1."""
    return lambda rng: rng.integers(0, high, shape)


def assert_parity(ours, theirs, *specs, rng, tolerances=TOLERANCES) -> None:
    """Assert that ``ours`` of tensors equals ``theirs`` of torch tensors.

    Both get the same random inputs and the same random gradient of the output,
    once in each dtype. Compared are the output's shape, dtype and entries, and
    those of the gradient of every floating-point input.
    """
    for dtype, tolerance in tolerances.items():
        arrays = [draw(rng, spec, dtype) for spec in specs]
        mine = [Tensor(x.copy(), requires_grad=x.dtype.kind == "f") for x in arrays]
        yours = [torch.tensor(x, requires_grad=x.dtype.kind == "f") for x in arrays]
        out, expected = ours(*mine), theirs(*yours)
        assert_same("output", out.data, expected.detach().numpy(), tolerance)
        if not expected.requires_grad:
            assert not out.requires_grad
            continue
        seed = rng.standard_normal(out.shape).astype(dtype)
        out.backward(seed)
        expected.backward(torch.tensor(seed).to(expected.dtype))
        for i, (x, y) in enumerate(zip(mine, yours, strict=True)):
            if y.grad is not None:
                assert x.grad is not None, f"gradient of input {i}: torch has one, we do not"
                assert_same(f"gradient of input {i}", x.grad, y.grad.numpy(), tolerance)


def assert_same(what: str, ours: np.ndarray, theirs: np.ndarray, tolerance: float) -> None:
    """Assert equal shape and dtype, and entries equal up to ``tolerance`` of the largest."""
    assert ours.shape == theirs.shape, f"{what}: shape {ours.shape}, torch has {theirs.shape}"
    assert ours.dtype == theirs.dtype, f"{what}: {ours.dtype}, torch has {theirs.dtype}"
    largest = np.abs(theirs, where=np.isfinite(theirs), out=np.zeros(theirs.shape))
    np.testing.assert_allclose(
        ours,
        theirs,
        rtol=tolerance,
        atol=tolerance * largest.max(initial=0),
        err_msg=what,
    )
