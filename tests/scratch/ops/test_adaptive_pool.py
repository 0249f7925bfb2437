"""Adaptive pooling for sizes that divide and sizes that do not."""

from __future__ import annotations

import numpy as np
import pytest
import torch.nn.functional as F  # noqa: N812

from dlbook import scratch
from dlbook.scratch import Tensor, adaptive_avg_pool1d, adaptive_max_pool1d
from tests.scratch.parity import assert_parity

KINDS = pytest.mark.parametrize("kind", ["avg", "max"])


def test_known_answers():
    x = Tensor([[[1.0, 2.0, 3.0, 4.0, 5.0]]])
    # Windows 0..2 and 2..5: the middle is in both.
    np.testing.assert_array_equal(adaptive_avg_pool1d(x, 2).data, [[[2, 4]]])
    np.testing.assert_array_equal(adaptive_max_pool1d(x, 2).data, [[[3, 5]]])


@KINDS
@pytest.mark.parametrize("n", [1, 2, 3, 4, 6, 9])
def test_signals(kind, n, rng):
    name = f"adaptive_{kind}_pool1d"
    assert_parity(
        lambda x: getattr(scratch, name)(x, n),
        lambda x: getattr(F, name)(x, n),
        (2, 3, 6),
        rng=rng,
    )


@KINDS
@pytest.mark.parametrize("size", [1, 3, (2, 5), (7, 1), (8, 4)])
@pytest.mark.parametrize("ties", [False, True])
def test_images(kind, size, ties, rng):
    name = f"adaptive_{kind}_pool2d"
    x = rng.integers(0, 2, (2, 3, 7, 4)).astype(float) if ties else (2, 3, 7, 4)
    assert_parity(
        lambda x: getattr(scratch, name)(x, size),
        lambda x: getattr(F, name)(x, size),
        x,
        rng=rng,
    )


@KINDS
@pytest.mark.parametrize("shape", [(0, 2, 3, 4), (1, 1, 1, 1)])
def test_empty_and_size_one(kind, shape, rng):
    name = f"adaptive_{kind}_pool2d"
    assert_parity(
        lambda x: getattr(scratch, name)(x, 1), lambda x: getattr(F, name)(x, 1), shape, rng=rng
    )


@KINDS
@pytest.mark.parametrize(
    ("shape", "size", "message"),
    [
        ((3, 5), 2, r"expected an input \(B, C, 1 lengths\) that is not empty, got \(3, 5\)"),
        ((2, 3, 0), 2, r"that is not empty, got \(2, 3, 0\)"),
        ((2, 3, 5), 0, "output_size must be a number or 1 of them, at least 1, got 0"),
    ],
)
def test_wrong_calls_are_named(kind, shape, size, message):
    name = f"adaptive_{kind}_pool1d"
    with pytest.raises(ValueError, match=f"{name}: .*{message}"):
        getattr(scratch, name)(np.ones(shape), size)
