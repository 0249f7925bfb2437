"""Where windows lie, and that folding is the transpose of unfolding."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812
from hypothesis import assume, given
from hypothesis import strategies as st

from dlbook.scratch.ops.windows import (
    Windows,
    batch_first,
    batch_last,
    checked_counts,
    per_axis,
)

SIMPLE = Windows((2,), (1,), (0,), (1,))
PAIRS = st.tuples(st.integers(1, 3), st.integers(1, 3))


def test_hand_worked():
    x = np.array([[[1.0], [2.0], [3.0]]])  # one channel, a batch of one
    columns = SIMPLE.unfold(x, (2,))
    np.testing.assert_array_equal(columns[0, :, :, 0], [[1, 2], [2, 3]])
    np.testing.assert_array_equal(SIMPLE.fold(columns, (3,))[0, :, 0], [1, 4, 3])


def test_axes_move_there_and_back(rng):
    x = rng.standard_normal((2, 3, 4, 5))
    assert batch_last(x).shape == (3, 4, 5, 2)
    np.testing.assert_array_equal(batch_first(batch_last(x)), x)


def test_counts():
    assert SIMPLE.counts((5,)) == (4,)
    assert Windows((3, 2), (2, 1), (1, 0), (1, 3)).counts((7, 6)) == (4, 3)


def test_without_padding_nothing_is_copied():
    x = np.ones((1, 3, 1))
    assert SIMPLE.padded(x) is x


def test_padding_may_be_any_value():
    padded = Windows((2,), (1,), (1,), (1,)).padded(np.ones((1, 2, 1)), 7)
    np.testing.assert_array_equal(padded[0, :, 0], [7, 1, 1, 7])


@given(PAIRS, PAIRS, st.tuples(st.integers(0, 2), st.integers(0, 2)), PAIRS, st.data())
def test_unfolding_equals_torch_and_folding_is_its_transpose(
    kernel, stride, padding, dilation, data
):
    windows = Windows(kernel, stride, padding, dilation)
    size = data.draw(st.tuples(st.integers(1, 8), st.integers(1, 8)))
    counts = windows.counts(size)
    assume(min(counts) >= 1)
    rng = np.random.default_rng(0)
    x = rng.standard_normal((3, *size, 2))
    columns = windows.unfold(x, counts)
    image = torch.tensor(batch_first(x))
    theirs = F.unfold(image, kernel, dilation, padding, stride).numpy()
    np.testing.assert_array_equal(batch_first(columns).reshape(theirs.shape), theirs)
    other = rng.standard_normal(columns.shape)
    left, right = (columns * other).sum(), (x * windows.fold(other, size)).sum()
    np.testing.assert_allclose(left, right, rtol=1e-10, atol=1e-10)


def test_one_number_stands_for_every_axis():
    assert per_axis("op", "stride", 2, 3) == (2, 2, 2)
    assert per_axis("op", "stride", np.int64(2), 1) == (2,)
    assert per_axis("op", "stride", [1, 2], 2) == (1, 2)
    assert per_axis("op", "padding", 0, 1, least=0) == (0,)


@pytest.mark.parametrize("value", [0, (1, 2, 3), (1,), (1, 0)])
def test_wrong_numbers_are_named(value):
    with pytest.raises(
        ValueError, match=r"op: stride must be a number or 2 of them, at least 1"
    ):
        per_axis("op", "stride", value, 2)


def test_windows_that_do_not_fit_are_named():
    assert checked_counts("op", SIMPLE, (2,)) == (1,)
    with pytest.raises(ValueError, match=r"op: no window of \(2,\) .* fits into \(1,\) with"):
        checked_counts("op", SIMPLE, (1,))
