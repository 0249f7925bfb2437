"""Comparisons of our operations and layers with torch's: shape, dtype, forward, backward."""

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


def assert_layer_matches(mine, theirs, *inputs: np.ndarray, rng, **kwargs) -> None:
    """Load ``theirs``' weights into ``mine``, and compare outputs and gradients.

    Both take the dtype of the first input; gradients are compared for the
    floating-point ones, for all parameters, and the buffers for their values.
    """
    dtype = inputs[0].dtype
    tolerance = TOLERANCES[dtype.type]
    theirs = theirs.to(torch.from_numpy(np.zeros((), dtype)).dtype)
    mine.astype(dtype).load_state_dict(theirs.state_dict())
    assert list(mine.state_dict()) == list(theirs.state_dict())
    ours = [Tensor(x.copy(), requires_grad=x.dtype.kind == "f") for x in inputs]
    refs = [torch.tensor(x, requires_grad=x.dtype.kind == "f") for x in inputs]
    got = flatten(mine(*ours, **kwargs))
    wanted = flatten(theirs(*refs, **{k: as_torch(v) for k, v in kwargs.items()}))
    weights = [rng.standard_normal(out.shape).astype(dtype) for out in got]
    sum((out * w).sum() for out, w in zip(got, weights, strict=True)).backward()
    sum(
        (out * torch.tensor(w)).sum() for out, w in zip(wanted, weights, strict=True)
    ).backward()
    pairs = [
        (f"output {i}", a.data, b) for i, (a, b) in enumerate(zip(got, wanted, strict=True))
    ]
    pairs += [
        (f"gradient of input {i}", x.grad, ref.grad)
        for i, (x, ref) in enumerate(zip(ours, refs, strict=True))
        if x.requires_grad
    ]
    parameters = dict(mine.named_parameters())
    for name, reference in theirs.named_parameters():
        pairs.append((f"gradient of {name}", parameters[name].grad, reference.grad))
    buffers = dict(mine.named_tensors())
    pairs += [(name, buffers[name].data, ref) for name, ref in theirs.named_buffers()]
    for what, a, b in pairs:
        assert a is not None, f"{what}: none"
        assert_same(what, a, b.detach().numpy(), tolerance)


def flatten(outputs) -> list:
    """Return the tensors in nested tuples as a list."""
    if isinstance(outputs, tuple | list):
        return [tensor for output in outputs for tensor in flatten(output)]
    return [outputs]


def as_torch(value):
    """Return arrays as torch tensors, all else as it is."""
    return torch.from_numpy(value) if isinstance(value, np.ndarray) else value


class StatesApart:
    """A recurrent layer that takes its states as plain arguments.

    Their gradients are then compared with those of the other inputs.
    """

    def __init__(self, layer):
        self._layer = layer

    def __call__(self, x, *states):
        return self._layer(x, states if len(states) == 2 else states[0])

    def __getattr__(self, name):
        return getattr(self._layer, name)

    def astype(self, dtype):
        self._layer.astype(dtype)
        return self

    def to(self, dtype):
        self._layer.to(dtype)
        return self
