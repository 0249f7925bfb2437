"""Convolution over all combinations of its options, and wrong calls."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch.nn.functional as F  # noqa: N812

from dlbook.scratch import Tensor, conv1d, conv2d, max_pool2d, mse_loss, relu
from tests.scratch.parity import assert_parity

OPTIONS = list(itertools.product([1, 2, 3], [0, 1, 2], [1, 2], [1, 2]))
NAMES = "stride {} padding {} dilation {} groups {}"


def test_known_answer():
    x = Tensor([[[1.0, 2.0, 3.0, 4.0]]], requires_grad=True)
    w = Tensor([[[1.0, -1.0]]], requires_grad=True)
    b = Tensor([10.0], requires_grad=True)
    out = conv1d(x, w, b)
    np.testing.assert_array_equal(out.data, [[[9, 9, 9]]])  # not flipped: x[i] - x[i + 1]
    out.backward([[[1, 2, 3]]])
    np.testing.assert_array_equal(x.grad, [[[1, 1, 1, -3]]])
    np.testing.assert_array_equal(w.grad, [[[14, 20]]])
    np.testing.assert_array_equal(b.grad, [6])


@pytest.mark.parametrize("options", OPTIONS, ids=lambda o: NAMES.format(*o))
def test_every_combination_equals_torch(options, rng):
    groups = options[-1]
    assert_parity(
        lambda *xs: conv2d(*xs, *options),
        lambda *xs: F.conv2d(*xs, *options),
        (3, 2 * groups, 8, 7),
        (4, 2, 3, 2),
        (4,),
        rng=rng,
    )
    assert_parity(
        lambda *xs: conv1d(*xs, None, *options),
        lambda *xs: F.conv1d(*xs, None, *options),
        (2, 3 * groups, 9),
        (2, 3, 4),
        rng=rng,
    )


@pytest.mark.parametrize(
    ("x", "w", "groups"),
    [
        ((2, 4, 5, 6), (4, 1, 3, 3), 4),  # depthwise
        ((2, 4, 5, 6), (8, 1, 3, 3), 4),
        ((2, 4, 5, 6), (3, 4, 1, 1), 1),  # pointwise
        ((2, 4, 5, 6), (3, 4, 5, 6), 1),  # as large as the image
        ((1, 1, 1, 1), (1, 1, 1, 1), 1),
        ((0, 4, 5, 6), (3, 4, 2, 2), 1),  # an empty batch
    ],
)
def test_special_shapes(x, w, groups, rng):
    assert_parity(
        lambda *xs: conv2d(*xs, groups=groups),
        lambda *xs: F.conv2d(*xs, groups=groups),
        x,
        w,
        rng=rng,
    )


def test_a_stack_of_layers_equals_torch(rng):
    def network(conv, pool, act):
        def forward(x, w1, b1, w2, b2):
            hidden = pool(act(conv(x, w1, b1, 1, 1)), 2)
            return pool(act(conv(hidden, w2, b2, 2, 1)), 2).reshape(x.shape[0], -1)

        return forward

    assert_parity(
        network(conv2d, max_pool2d, relu),
        network(F.conv2d, F.max_pool2d, F.relu),
        (3, 2, 12, 10),
        (4, 2, 3, 3),
        (4,),
        (5, 4, 3, 3),
        (5,),
        rng=rng,
    )


def test_a_mean_of_a_thousand(rng):
    x = 1000 + rng.standard_normal((2, 3, 5, 6))
    assert_parity(conv2d, F.conv2d, x, (4, 3, 3, 3), rng=rng)


def test_it_learns_a_filter(rng):
    images = rng.standard_normal((8, 1, 8, 8)).astype(np.float32)
    sobel = np.array([[[[1, 0, -1], [2, 0, -2], [1, 0, -1]]]], np.float32)
    target = conv2d(images, sobel)
    w = Tensor(np.zeros((1, 1, 3, 3), np.float32), requires_grad=True)
    for _ in range(100):
        mse_loss(conv2d(images, w), target).backward()
        w.data -= 0.3 * w.grad
        w.grad = None
    np.testing.assert_allclose(w.data, sobel, atol=1e-3)


def test_the_result_is_handed_on_without_a_copy(rng):
    x = Tensor(rng.standard_normal((2, 3, 5, 6)))
    out = conv2d(x, rng.standard_normal((4, 3, 1, 1)))
    assert np.moveaxis(out.data, 0, -1).flags.c_contiguous
    pooled = max_pool2d(out, 2).data
    assert np.moveaxis(pooled, 0, -1).flags.c_contiguous


def test_integers_take_the_dtype_of_the_weight():
    image = np.ones((1, 1, 3, 3), np.uint8)
    assert conv2d(image, Tensor(np.ones((1, 1, 2, 2), np.float32))).dtype == np.float32


@pytest.mark.parametrize(
    ("x", "w", "b", "options", "message"),
    [
        ((3, 5, 6), (4, 3, 2, 2), None, {}, r"expected an input \(B, C, H, W\) and a weight"),
        ((2, 3, 5, 6), (4, 3, 2), None, {}, r"got \(2, 3, 5, 6\) and \(4, 3, 2\)"),
        (
            (2, 3, 5, 6),
            (4, 2, 2, 2),
            None,
            {},
            "has 3 channels, and weight .* groups=1 takes 2",
        ),
        ((2, 4, 5, 6), (3, 2, 2, 2), None, {"groups": 2}, "3 output channels must divide"),
        ((2, 4, 5, 6), (4, 4, 2, 2), None, {"groups": 0}, "groups=0 takes 0"),
        ((2, 3, 5, 6), (4, 3, 2, 2), (3,), {}, r"expected a bias of shape \(4,\), got \(3,\)"),
        ((2, 3, 5, 6), (4, 3, 6, 2), None, {}, r"no window of \(6, 2\) .* fits into \(5, 6\)"),
        ((2, 3, 5, 6), (4, 3, 2, 2), None, {"stride": 0}, "stride must be a number or 2"),
        ((2, 3, 5, 6), (4, 3, 2, 2), None, {"padding": -1}, "padding must be .* at least 0"),
        (
            (2, 3, 5, 6),
            (4, 3, 2, 2),
            None,
            {"dilation": (1,)},
            "dilation must be a number or 2",
        ),
    ],
)
def test_wrong_calls_are_named(x, w, b, options, message):
    bias = None if b is None else np.ones(b)
    with pytest.raises(ValueError, match=f"conv2d: .*{message}"):
        conv2d(np.ones(x), np.ones(w), bias, **options)


def test_one_axis_is_named_by_its_letter():
    with pytest.raises(ValueError, match=r"conv1d: expected an input \(B, C, L\)"):
        conv1d(np.ones((3, 4)), np.ones((2, 3, 2)))
