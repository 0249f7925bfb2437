"""Transposed convolution over all combinations of its options, and wrong calls."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch.nn.functional as F  # noqa: N812

from dlbook.scratch import Tensor, conv2d, conv_transpose1d, conv_transpose2d
from tests.scratch.parity import assert_parity

# stride, padding, output_padding, groups, dilation
OPTIONS = [
    options
    for options in itertools.product([1, 2, 3], [0, 1], [0, 1, 2], [1, 2], [1, 3])
    if options[2] < max(options[0], options[4])
]
NAMES = "stride {} padding {} output_padding {} groups {} dilation {}"


def test_known_answer():
    x = Tensor([[[1.0, 2.0]]], requires_grad=True)
    w = Tensor([[[1.0, 10.0, 100.0]]], requires_grad=True)
    out = conv_transpose1d(x, w, Tensor([0.5]), stride=2)
    np.testing.assert_array_equal(out.data, [[[1.5, 10.5, 102.5, 20.5, 200.5]]])
    out.backward([[[1, 0, 0, 0, 1]]])
    np.testing.assert_array_equal(x.grad, [[[1, 100]]])
    np.testing.assert_array_equal(w.grad, [[[1, 0, 2]]])


@pytest.mark.parametrize("options", OPTIONS, ids=lambda o: NAMES.format(*o))
def test_every_combination_equals_torch(options, rng):
    groups = options[3]
    assert_parity(
        lambda *xs: conv_transpose2d(*xs, *options),
        lambda *xs: F.conv_transpose2d(*xs, *options),
        (3, 4, 5, 6),
        (4, 3, 3, 2),
        (3 * groups,),
        rng=rng,
    )
    assert_parity(
        lambda *xs: conv_transpose1d(*xs, None, *options),
        lambda *xs: F.conv_transpose1d(*xs, None, *options),
        (2, 4, 5),
        (4, 3, 3),
        rng=rng,
    )


@pytest.mark.parametrize("shape", [(0, 2, 3, 4), (1, 2, 1, 1)])
@pytest.mark.parametrize("kernel", [1, 2])
def test_empty_and_size_one(shape, kernel, rng):
    weight = (2, 3, kernel, kernel)
    assert_parity(conv_transpose2d, F.conv_transpose2d, shape, weight, rng=rng)


def test_it_is_the_transpose_of_convolution(rng):
    x, w = rng.standard_normal((2, 3, 7, 6)), rng.standard_normal((4, 3, 3, 2))
    y = rng.standard_normal(conv2d(x, w, stride=2, padding=1).shape)
    left = (conv2d(x, w, stride=2, padding=1).data * y).sum()
    back = conv_transpose2d(y, w, stride=2, padding=1, output_padding=0)
    np.testing.assert_allclose(
        left, (x[..., : back.shape[2], : back.shape[3]] * back.data).sum()
    )


@pytest.mark.parametrize(
    ("x", "w", "b", "options", "message"),
    [
        ((3, 5, 6), (3, 4, 2, 2), None, {}, r"expected an input \(B, C, 2 lengths\)"),
        ((2, 3, 5, 6), (3, 4, 2), None, {}, r"got \(2, 3, 5, 6\) and \(3, 4, 2\)"),
        ((2, 3, 5, 6), (4, 3, 2, 2), None, {}, r"a weight \(C, O / groups, 2 kernel lengths\)"),
        ((2, 3, 5, 6), (3, 4, 2, 2), None, {"groups": 2}, "3 channels do not divide into 2"),
        ((2, 3, 5, 6), (3, 4, 2, 2), None, {"groups": 0}, "do not divide into 0 groups"),
        (
            (2, 4, 5, 6),
            (4, 3, 2, 2),
            (3,),
            {"groups": 2},
            r"a bias of shape \(6,\), got \(3,\)",
        ),
        (
            (2, 3, 1, 1),
            (3, 4, 2, 2),
            None,
            {"padding": 1},
            r"would have size \(0, 0\): padding",
        ),
        (
            (2, 3, 5, 6),
            (3, 4, 2, 2),
            None,
            {"output_padding": 1},
            "must be smaller than the st",
        ),
        ((2, 3, 5, 6), (3, 4, 2, 2), None, {"stride": 0}, "stride must be"),
        ((2, 3, 5, 6), (3, 4, 2, 2), None, {"padding": -1}, "padding must be"),
        ((2, 3, 5, 6), (3, 4, 2, 2), None, {"output_padding": -1}, "output_padding must be"),
        ((2, 3, 5, 6), (3, 4, 2, 2), None, {"dilation": 0}, "dilation must be"),
    ],
)
def test_wrong_calls_are_named(x, w, b, options, message):
    bias = None if b is None else np.ones(b)
    with pytest.raises(ValueError, match=f"conv_transpose2d: .*{message}"):
        conv_transpose2d(np.ones(x), np.ones(w), bias, **options)
