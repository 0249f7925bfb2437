"""Pooling over all combinations of its options, ties, and wrong calls."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch.nn.functional as F  # noqa: N812

from dlbook.scratch import Tensor, avg_pool1d, avg_pool2d, max_pool1d, max_pool2d
from tests.scratch.parity import assert_parity

OPTIONS = list(itertools.product([2, 3], [1, 2, 3, None], [0, 1], [1, 2]))
NAMES = "kernel {} stride {} padding {} dilation {}"


def test_known_answers():
    x = Tensor([[[[1.0, 5.0, 2.0, 0.0], [3.0, 4.0, 8.0, 7.0]]]], requires_grad=True)
    out = max_pool2d(x, 2)
    np.testing.assert_array_equal(out.data, [[[[5, 8]]]])
    out.backward([[[[10, 20]]]])
    np.testing.assert_array_equal(x.grad, [[[[0, 10, 0, 0], [0, 0, 20, 0]]]])
    np.testing.assert_array_equal(avg_pool2d(x, 2).data, [[[[3.25, 4.25]]]])


@pytest.mark.parametrize("options", OPTIONS, ids=lambda o: NAMES.format(*o))
@pytest.mark.parametrize("ties", [False, True])
def test_max_equals_torch(options, ties, rng):
    x = rng.integers(0, 2, (2, 3, 8, 7)).astype(float) if ties else (2, 3, 8, 7)
    assert_parity(
        lambda x: max_pool2d(x, *options), lambda x: F.max_pool2d(x, *options), x, rng=rng
    )
    x = x[0] if ties else (3, 2, 9)
    assert_parity(
        lambda x: max_pool1d(x, *options), lambda x: F.max_pool1d(x, *options), x, rng=rng
    )


@pytest.mark.parametrize(
    "options", list(itertools.product([2, 3], [1, 2, 3, None], [0, 1], [True, False]))
)
def test_mean_equals_torch(options, rng):
    kernel, stride, padding, counted = options
    assert_parity(
        lambda x: avg_pool2d(x, *options),
        lambda x: F.avg_pool2d(x, kernel, stride, padding, count_include_pad=counted),
        (2, 3, 8, 7),
        rng=rng,
    )
    assert_parity(
        lambda x: avg_pool1d(x, *options),
        lambda x: F.avg_pool1d(x, kernel, stride, padding, count_include_pad=counted),
        (2, 3, 8),
        rng=rng,
    )


def test_the_border_counts_unless_said_otherwise(rng):
    assert_parity(
        lambda x: avg_pool2d(x, 3, padding=1),
        lambda x: F.avg_pool2d(x, 3, padding=1),
        (2, 3, 8, 7),
        rng=rng,
    )
    assert_parity(
        lambda x: avg_pool1d(x, 3, padding=1),
        lambda x: F.avg_pool1d(x, 3, padding=1),
        (2, 3, 8),
        rng=rng,
    )


@pytest.mark.parametrize("shape", [(0, 2, 4, 4), (1, 1, 2, 2)])
@pytest.mark.parametrize("pool", ["max_pool2d", "avg_pool2d"])
def test_empty_and_size_one(shape, pool, rng):
    ours = {"max_pool2d": max_pool2d, "avg_pool2d": avg_pool2d}[pool]
    theirs = getattr(F, pool)
    assert_parity(lambda x: ours(x, 2), lambda x: theirs(x, 2), shape, rng=rng)


def test_the_border_is_never_the_largest(rng):
    x = -1000 - np.abs(rng.standard_normal((1, 2, 5, 5)))
    assert_parity(
        lambda x: max_pool2d(x, 3, 1, 1), lambda x: F.max_pool2d(x, 3, 1, 1), x, rng=rng
    )


def test_not_a_number_is_not_hidden():
    x = Tensor([[[np.nan, 1.0, 2.0, 3.0]]])
    np.testing.assert_array_equal(max_pool1d(x, 2).data, [[[np.nan, 3]]])


def test_integers_become_float32():
    assert max_pool1d(np.array([[[1, 2]]]), 2).dtype == np.float32


@pytest.mark.parametrize("pool", [max_pool2d, avg_pool2d])
@pytest.mark.parametrize(
    ("shape", "options", "message"),
    [
        ((3, 5, 6), (2,), r"expected an input \(B, C, 2 lengths\), got \(3, 5, 6\)"),
        ((2, 3, 5, 6), (7,), r"no window of \(7, 7\) .* fits into \(5, 6\)"),
        (
            (2, 3, 5, 6),
            (2, 1, 2),
            r"padding \(2, 2\) is more than half of kernel_size \(2, 2\)",
        ),
        ((2, 3, 5, 6), (0,), "kernel_size must be"),
        ((2, 3, 5, 6), (2, 0), "stride must be"),
        ((2, 3, 5, 6), (2, 1, -1), "padding must be"),
    ],
)
def test_wrong_calls_are_named(pool, shape, options, message):
    with pytest.raises(ValueError, match=f"{pool.__name__}: .*{message}"):
        pool(np.ones(shape), *options)


def test_a_wrong_dilation_is_named():
    with pytest.raises(ValueError, match="max_pool1d: dilation must be"):
        max_pool1d(np.ones((1, 1, 5)), 2, dilation=0)
