"""A layer compared with torch's, weights loaded from torch: outputs and all gradients."""

from __future__ import annotations

import numpy as np
import torch

from dlbook.scratch import Tensor
from tests.scratch.parity import TOLERANCES, assert_same


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
