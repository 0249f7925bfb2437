"""A layer compared with torch's, weights loaded from torch: outputs and all gradients."""

from __future__ import annotations

import numpy as np
import torch

from dlbook.scratch import Tensor

# float64 leaves rounding only; float32 has 7 digits, of which sums lose two.
TOLERANCE = {
    np.dtype(np.float64): 1e-11,
    np.dtype(np.float32): 2e-5,
    np.dtype(np.int64): 0,
}


def assert_same(mine, reference, what: str) -> None:
    """Raise an AssertionError unless shape and dtype are equal and the values nearly so.

    The difference is relative to the largest entry of ``reference``, which must
    not be all zeros.
    """
    mine = mine.data if isinstance(mine, Tensor) else np.asarray(mine)
    reference = reference.detach().numpy() if torch.is_tensor(reference) else reference
    assert mine.shape == reference.shape, f"{what}: shape {mine.shape} != {reference.shape}"
    assert mine.dtype == reference.dtype, f"{what}: dtype {mine.dtype} != {reference.dtype}"
    scale = np.abs(reference).max(initial=0)
    assert scale > 0 or reference.size == 0, f"{what}: the reference is zero, it tests nothing"
    difference = np.abs(mine - reference).max(initial=0)
    assert difference <= TOLERANCE[mine.dtype] * scale, f"{what}: off by {difference / scale}"


def assert_layer_matches(mine, theirs, *inputs: np.ndarray, rng, **kwargs) -> None:
    """Load ``theirs``' weights into ``mine``, and compare outputs and gradients.

    Parameters
    ----------
    mine : Module
        The layer to test; it takes the dtype of the first input.
    theirs : torch.nn.Module
        The layer to trust; likewise.
    *inputs : numpy.ndarray
        Gradients are compared for the floating-point ones.
    rng : numpy.random.Generator
        Weights the outputs, so that every entry has a gradient of its own.
    **kwargs
        Handed to both layers; arrays become torch tensors for torch.
    """
    dtype = inputs[0].dtype
    theirs = theirs.to(torch.from_numpy(np.zeros((), dtype)).dtype)
    mine.astype(dtype).load_state_dict(theirs.state_dict())
    ours = [Tensor(x.copy(), requires_grad=x.dtype.kind == "f") for x in inputs]
    refs = [torch.tensor(x, requires_grad=x.dtype.kind == "f") for x in inputs]
    got = flatten(mine(*ours, **kwargs))
    wanted = flatten(theirs(*refs, **{k: as_torch(v) for k, v in kwargs.items()}))
    assert len(got) == len(wanted), f"{len(got)} outputs, torch gives {len(wanted)}"
    weights = [rng.standard_normal(out.shape).astype(dtype) for out in got]
    sum((out * w).sum() for out, w in zip(got, weights, strict=True)).backward()
    sum(
        (out * torch.from_numpy(w)).sum() for out, w in zip(wanted, weights, strict=True)
    ).backward()
    for i, (out, ref) in enumerate(zip(got, wanted, strict=True)):
        assert_same(out, ref, f"output {i}")
    for i, (x, ref) in enumerate(zip(ours, refs, strict=True)):
        if x.requires_grad:
            assert_same(x.grad, ref.grad, f"gradient of input {i}")
    reference = dict(theirs.named_parameters())
    parameters = dict(mine.named_parameters())
    assert parameters.keys() == reference.keys()
    for name, parameter in parameters.items():
        assert_same(parameter.grad, reference[name].grad, f"gradient of {name}")
    buffers = {name: t for name, t in mine.named_tensors() if not t.requires_grad}
    for name, ref in theirs.named_buffers():
        assert_same(buffers[name], ref, f"buffer {name}")


def assert_loads_into_torch(mine, theirs) -> None:
    """Check that torch takes ``mine``'s state as it is, and then holds the same values."""
    state = mine.state_dict()
    theirs.load_state_dict({name: torch.from_numpy(value) for name, value in state.items()})
    for name, value in theirs.state_dict().items():
        np.testing.assert_array_equal(value.numpy(), state[name])


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
