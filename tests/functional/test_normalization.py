"""Normalization in plain torch: against torch's own and the engine's, forward and backward."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812

from dlbook import scratch
from dlbook.functional import normalization
from tests.scratch.parity import assert_same

LAST = [(5,), (3, 5)]


@pytest.fixture
def x():
    """Return numbers far from mean 0 and variance 1, of unequal axes."""
    torch.manual_seed(0)
    return 2.0 + 3.0 * torch.randn(7, 3, 5, dtype=torch.float64)


def run(function, x, *parameters, **options):
    """Return the output, and the slopes along a fixed direction of it, by input first."""
    leaves = [None if a is None else a.clone().requires_grad_() for a in (x, *parameters)]
    out = function(*leaves, **options)
    direction = torch.linspace(-1, 2, out.numel(), dtype=out.dtype).reshape(out.shape).cos()
    out.backward(direction)
    return [out.detach(), *(a.grad for a in leaves if a is not None)]


def assert_alike(ours, theirs) -> None:
    for name, a, b in zip(("output", "input", "weight", "bias"), ours, theirs, strict=False):
        assert_same(name, a.numpy(), b.numpy(), 1e-11)


def drawn(*shape):
    return torch.randn(shape, dtype=torch.float64)


@pytest.mark.parametrize("shape", LAST)
@pytest.mark.parametrize("affine", [True, False])
def test_layer_norm_is_torchs(x, shape, affine):
    w, b = (drawn(*shape), drawn(*shape)) if affine else (None, None)
    assert_alike(
        run(lambda x, w, b: normalization.layer_norm(x, shape, w, b), x, w, b),
        run(lambda x, w, b: F.layer_norm(x, shape, w, b), x, w, b),
    )


@pytest.mark.parametrize("shape", LAST)
@pytest.mark.parametrize("eps", [None, 0.1])
def test_rms_norm_is_torchs(x, shape, eps):
    w = drawn(*shape)
    assert_alike(
        run(lambda x, w: normalization.rms_norm(x, shape, w, eps), x, w),
        run(lambda x, w: F.rms_norm(x, shape, w, eps), x, w),
    )
    bare = normalization.rms_norm(x, shape)
    assert_same("without a weight", bare.numpy(), F.rms_norm(x, shape).numpy(), 1e-12)


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("axes", [2, 3, 4])
def test_batch_norm_is_torchs(x, training, axes):
    x = {2: x[:, :, 0], 3: x, 4: x.unsqueeze(3)}[axes]
    w, b = drawn(3), drawn(3)
    results = []
    for function in (normalization.batch_norm, F.batch_norm):
        mean, var = (
            torch.tensor([1.0, 2.0, 3.0]).double(),
            torch.tensor([1.0, 0.5, 2.0]).double(),
        )
        slopes = run(
            lambda x, w, b, f=function, m=mean, v=var: f(x, m, v, w, b, training, 0.3, 0.01),
            x,
            w,
            b,
        )
        results.append([*slopes, mean, var])
    ours, theirs = results
    assert_alike(ours, theirs)
    for name, a, b in zip(("running mean", "running var"), ours[4:], theirs[4:], strict=True):
        assert_same(name, a.numpy(), b.numpy(), 1e-12)
    assert (ours[4][0] != 1.0) == training  # they moved in training, and only then


@pytest.mark.parametrize("name", ["layer_norm", "rms_norm"])
def test_the_engine_gives_the_same(x, name):
    out, slope = run(lambda x: getattr(normalization, name)(x, (5,)), x)
    tensor = scratch.Tensor(x.numpy(), requires_grad=True)
    result = getattr(scratch, name)(tensor, 5)
    direction = np.cos(np.linspace(-1, 2, x.numel())).reshape(x.shape)
    (result * direction).sum().backward()
    assert_same("output", out.numpy(), result.data, 1e-12)
    assert_same("input", slope.numpy(), tensor.grad, 1e-11)


def test_each_makes_its_own_entries_standard(x):
    batch = normalization.batch_norm(x, training=True)
    layer = normalization.layer_norm(x, (5,))
    rms = normalization.rms_norm(x, (5,))
    assert batch.mean((0, 2)).abs().max() < 1e-12 < 0.1 < batch.mean(2).abs().max()
    assert layer.mean(2).abs().max() < 1e-12 < 0.1 < layer.mean(0).abs().max()
    assert rms.mean(2).abs().max() > 0.1
    assert_same("mean square", rms.square().mean(2).numpy(), np.ones((7, 3)), 1e-12)


def test_the_checks_see_a_wrong_norm(x):
    """Negative control: the sample deviation in place of the population's, and no mean."""
    true = F.layer_norm(x, (5,)).numpy()
    sample = (x - x.mean(2, keepdim=True)) / x.std(2, keepdim=True)
    for wrong in (sample, normalization.rms_norm(x, (5,))):
        with pytest.raises(AssertionError):
            assert_same("output", wrong.numpy(), true, 1e-11)


def test_weights_learn_but_running_values_do_not(x):
    mean, var = torch.zeros(3).double(), torch.ones(3).double()
    normalization.batch_norm(x.requires_grad_(), mean, var, training=True)
    assert not mean.requires_grad
    assert not var.requires_grad


def test_one_running_value_may_be_left_out(x):
    mean = torch.zeros(3).double()
    normalization.batch_norm(x, mean, None, training=True)
    assert mean.abs().min() > 0
    var = torch.ones(3).double()
    normalization.batch_norm(x, None, var, training=True)
    assert var.min() > 1


def test_momentum_and_eps_are_torchs_by_default(x):
    ours, theirs = (torch.zeros(3).double() for _ in range(2))
    small = 1e-3 * x
    a = normalization.batch_norm(small, ours, None, training=True)
    b = F.batch_norm(small, theirs, torch.ones(3).double(), training=True)
    assert_same("output", a.numpy(), b.numpy(), 1e-12)
    assert_same("running mean", ours.numpy(), theirs.numpy(), 1e-12)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: normalization.batch_norm(torch.ones(1, 4), training=True), "one entry"),
        (
            lambda: normalization.batch_norm(torch.ones(3, 4)),
            "running_var are needed",
        ),
        (lambda: normalization.layer_norm(torch.ones(3, 4), (3,)), "layer_norm: the last axes"),
        (lambda: normalization.rms_norm(torch.ones(3, 4), (3, 5)), "rms_norm: the last axes"),
        (lambda: normalization.rms_norm(torch.ones(3, 4), ()), "rms_norm: the last axes"),
    ],
)
def test_bad_input_is_explained(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_two_entries_are_enough():
    out = normalization.batch_norm(torch.tensor([[1.0], [3.0]]), training=True, eps=0.0)
    assert out.flatten().tolist() == [-1.0, 1.0]
