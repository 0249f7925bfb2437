"""Gradient clipping."""

import numpy as np
import pytest
import torch

from dlbook.scratch import Tensor
from dlbook.scratch.optim import clip_grad_norm_, clip_grad_value_


def with_gradients(dtype, scale=1.0):
    """Return parameters here and in torch with equal gradients; one has none."""
    rng = np.random.default_rng(0)
    mine, theirs = [], []
    for shape in ((3, 5), (7,), ()):
        grad = np.asarray(scale * rng.standard_normal(shape), dtype)
        mine.append(Tensor(np.zeros(shape, dtype), requires_grad=True))
        theirs.append(torch.tensor(np.zeros(shape, dtype), requires_grad=True))
        mine[-1].grad, theirs[-1].grad = grad, torch.tensor(grad)
    bare = Tensor([1.0], requires_grad=True)
    return [*mine, bare], theirs


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("max_norm", [0.5, 3.0, 6.0, 100.0])
def test_norm_is_torchs(dtype, max_norm):
    mine, theirs = with_gradients(dtype)
    norm = clip_grad_norm_(mine, max_norm)
    expected = torch.nn.utils.clip_grad_norm_(theirs, max_norm).item()
    rtol = 1e-12 if dtype == np.float64 else 1e-6
    assert norm == pytest.approx(expected, rel=rtol)
    for p, ref in zip(mine, theirs, strict=False):
        np.testing.assert_allclose(p.grad, ref.grad, rtol=rtol)
        assert p.grad.dtype == dtype


def test_gradients_a_little_shorter_than_the_bound_stay():
    mine, _ = with_gradients(np.float64)
    before = [p.grad.copy() for p in mine[:3]]
    norm = clip_grad_norm_(mine, 1e9)
    clip_grad_norm_(mine, 1.2 * norm)
    for p, grad in zip(mine, before, strict=False):
        np.testing.assert_array_equal(p.grad, grad)


def test_norm_after_clipping_is_the_bound_and_the_direction_stays():
    mine, _ = with_gradients(np.float64, scale=10)
    before = np.concatenate([p.grad.ravel() for p in mine[:3]])
    clip_grad_norm_(mine, 2.0)
    after = np.concatenate([p.grad.ravel() for p in mine[:3]])
    assert np.linalg.norm(after) == pytest.approx(2.0, rel=1e-6)
    assert after @ before == pytest.approx(2.0 * np.linalg.norm(before), rel=1e-6)


def test_squares_do_not_overflow():
    p = Tensor([0.0, 0.0], requires_grad=True)
    p.grad = np.array([3e30, 4e30], np.float32)
    assert clip_grad_norm_([p], 5.0) == pytest.approx(5e30)
    np.testing.assert_allclose(p.grad, [3, 4], rtol=1e-6)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_norm_that_is_not_finite_is_an_error(bad):
    p = Tensor([0.0], requires_grad=True)
    p.grad = np.array([bad], np.float32)
    with pytest.raises(FloatingPointError, match=f"norm is {bad}"):
        clip_grad_norm_([p], 1.0)


@pytest.mark.parametrize("clip_value", [0.3, 100.0])
def test_value_is_torchs(clip_value):
    mine, theirs = with_gradients(np.float64)
    clip_grad_value_(mine, clip_value)
    torch.nn.utils.clip_grad_value_(theirs, clip_value)
    for p, ref in zip(mine, theirs, strict=False):
        np.testing.assert_array_equal(p.grad, ref.grad)
    assert np.abs(mine[0].grad).max() <= clip_value


@pytest.mark.parametrize("clip", [clip_grad_norm_, clip_grad_value_])
def test_a_negative_bound_is_refused(clip):
    with pytest.raises(ValueError, match="must be at least 0, got -1"):
        clip([], -1)
