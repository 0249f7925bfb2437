"""New shapes, the same entries."""

from __future__ import annotations

import numpy as np
import pytest

from dlbook.scratch import Tensor
from tests.scratch.parity import assert_parity


def test_known_answers():
    x = Tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], requires_grad=True)
    np.testing.assert_array_equal(x.reshape(3, 2).data, [[1, 2], [3, 4], [5, 6]])
    np.testing.assert_array_equal(x.T.data, [[1, 4], [2, 5], [3, 6]])
    x.T.backward([[1, 2], [3, 4], [5, 6]])
    np.testing.assert_array_equal(x.grad, [[1, 3, 5], [2, 4, 6]])


def test_views_are_not_copied():
    x = Tensor(np.ones((2, 3)))
    for view in (x.reshape(6), x.T, x.swapaxes(0, 1)):
        assert np.shares_memory(view.data, x.data)


def test_empty_and_size_one(rng):
    assert_parity(lambda a: a.reshape(3, 0), lambda a: a.reshape(3, 0), (0, 5), rng=rng)
    assert_parity(lambda a: a.reshape(1, 1), lambda a: a.reshape(1, 1), (), rng=rng)
    assert_parity(lambda a: a.reshape(()), lambda a: a.reshape(()), (1, 1), rng=rng)
    assert_parity(lambda a: a.transpose(), lambda a: a * 1, (), rng=rng)


@pytest.mark.parametrize("shape", [(4,), (4, -1), (-1, -1)])
def test_entries_must_fill_the_new_shape(shape):
    with pytest.raises(
        ValueError, match=r"reshape: shape \(2, 3\) has 6 entries, which do not"
    ):
        Tensor(np.ones((2, 3))).reshape(*shape)


def test_transpose_wants_every_axis():
    x = Tensor(np.ones((2, 3, 4)))
    with pytest.raises(
        ValueError, match=r"transpose: \(1, 2\) does not name every axis .*swapax"
    ):
        x.transpose(1, 2)
    with pytest.raises(ValueError, match=r"names an axis of shape .* twice"):
        x.transpose(1, 1, 0)
    with pytest.raises(ValueError, match=r"transpose: shape .* has 3 axes"):
        x.transpose(0, 1, 3)


def test_swapaxes_wants_axes_that_are_there():
    x = Tensor(np.ones((2, 3)))
    for axes in [(0, 2), (2, 0)]:
        with pytest.raises(ValueError, match=r"swapaxes: shape \(2, 3\) has 2 axes"):
            x.swapaxes(*axes)
    np.testing.assert_array_equal(x.swapaxes(1, 1).data, x.data)
