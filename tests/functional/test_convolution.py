"""Convolution and pooling in plain torch: against torch's own and the rung below."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812
from torch.testing import assert_close

from dlbook import functional, scratch
from tests.scratch.parity import assert_same

CASES = [
    {},
    {"stride": 2},
    {"padding": 2},
    {"dilation": 2},
    {"stride": 3, "padding": 1, "dilation": 2},
]


def draw(*shape: int) -> torch.Tensor:
    generator = torch.Generator().manual_seed(sum(shape))
    return torch.randn(shape, generator=generator, dtype=torch.float64)


def results(function, tensors, **options) -> list[np.ndarray]:
    """Return the output, and the slope by each tensor along a fixed direction."""
    leaves = [t.clone().requires_grad_() for t in tensors]
    out = function(*leaves, **options)
    slopes = torch.autograd.grad(out, leaves, draw(*out.shape))
    return [t.detach().numpy() for t in (out, *slopes)]


def assert_alike(ours, theirs, tensors, **options) -> None:
    pairs = zip(
        results(ours, tensors, **options), results(theirs, tensors, **options), strict=True
    )
    for number, (a, b) in enumerate(pairs):
        assert_same(f"result {number}", a, b, 1e-12)


@pytest.fixture
def tensors():
    """Return an input, filters and biases whose axes all differ."""
    return draw(2, 3, 11, 9), draw(5, 3, 4, 2), draw(5)


@pytest.mark.parametrize("options", CASES)
def test_equals_torch(tensors, options):
    assert_alike(functional.conv2d, F.conv2d, tensors, **options)
    assert_alike(functional.conv2d, F.conv2d, tensors[:2], **options)


@pytest.mark.parametrize("options", CASES)
def test_equals_the_rung_below(tensors, options):
    leaves = [scratch.Tensor(t.numpy(), requires_grad=True) for t in tensors]
    out = scratch.conv2d(*leaves, **options)
    out.backward(draw(*out.shape).numpy())
    here = results(functional.conv2d, tensors, **options)
    for what, a, b in zip("zxwb", [out.data, *(t.grad for t in leaves)], here, strict=True):
        assert_same(what, a, b, 1e-12)


def test_the_comparison_fails_on_a_filter_turned_round(tensors):
    def turned(x, w, b):
        return F.conv2d(x, w.flip(2, 3), b)

    with pytest.raises(AssertionError):
        assert_alike(functional.conv2d, turned, tensors)


@pytest.mark.parametrize("options", [{}, {"stride": 2}, {"stride": 2, "padding": 1}])
def test_pooling_equals_torch(options):
    tensors = (draw(2, 3, 11, 8),)
    assert_alike(functional.max_pool2d, F.max_pool2d, tensors, kernel_size=3, **options)
    assert_alike(functional.avg_pool2d, F.avg_pool2d, tensors, kernel_size=3, **options)


def test_padding_never_is_the_largest():
    assert_close(
        functional.max_pool2d(torch.full((1, 1, 2, 2), -3.0), 2, padding=1).max(),
        -torch.ones(()) * 3,
    )


def test_a_window_is_a_row_by_hand():
    x = torch.arange(9.0).reshape(1, 1, 3, 3)
    rows = [[0, 1, 3, 4], [1, 2, 4, 5], [3, 4, 6, 7], [4, 5, 7, 8]]
    assert_close(functional.im2col(x, (2, 2)), torch.tensor([rows]).float())
    assert_close(functional.im2col(x, (2, 2), dilation=2), torch.tensor([[[0.0, 2, 6, 8]]]))


def test_windows_are_a_view():
    x = draw(1, 1, 5, 5)
    assert functional.windows(x, (3, 3)).data_ptr() == x.data_ptr()


def test_a_convolution_moves_with_its_input():
    x, w = torch.zeros(1, 2, 16, 16, dtype=torch.float64), draw(3, 2, 3, 3)
    x[:, :, 4:9, 4:9] = draw(1, 2, 5, 5)
    moved = functional.conv2d(x.roll((2, 3), (2, 3)), w, padding=1)
    assert_close(moved, functional.conv2d(x, w, padding=1).roll((2, 3), (2, 3)))


def test_errors_name_the_shapes():
    with pytest.raises(ValueError, match=r"same C, got \(2, 3, 11, 9\) and \(5, 4, 3, 3\)"):
        functional.conv2d(draw(2, 3, 11, 9), draw(5, 4, 3, 3))
    with pytest.raises(ValueError, match=r"no window of \(5, 5\) \(dilation 2\)"):
        functional.conv2d(draw(1, 1, 8, 12), draw(1, 1, 5, 5), dilation=2)
    with pytest.raises(ValueError, match=r"expected \(B, C, H, W\)"):
        functional.windows(draw(3, 8, 8), (2, 2))
