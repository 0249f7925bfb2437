"""Numbers, arrays and tensors are brought to one dtype."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from dlbook.scratch import Tensor
from dlbook.scratch.ops.operands import as_floating, check_broadcast, same_dtype

F32, F64, I64, U8, B = (
    Tensor(np.ones(2, dtype)) for dtype in (np.float32, np.float64, np.int64, np.uint8, bool)
)


@pytest.mark.parametrize(
    ("values", "dtype"),
    [
        ((F32, F32), np.float32),
        ((F32, 2), np.float32),
        ((F32, np.float64(2)), np.float32),
        ((F32, I64), np.float32),
        ((F32, B, 0.5), np.float32),
        ((F64, U8), np.float64),
        ((I64, 2), np.int64),
        ((I64, 2.5), np.float32),
        ((I64, np.float64(2.5)), np.float32),
        ((U8, 2), np.uint8),
        ((U8, I64), np.int64),
        ((B, B), np.bool_),
        ((B, 2), np.int64),
        ((2, 3), np.int64),
        ((2, 0.5), np.float32),
        ((True, False), np.bool_),
    ],
)
def test_dtypes(values, dtype):
    for order in itertools.permutations(values):
        tensors = same_dtype(*order)
        assert all(isinstance(t, Tensor) for t in tensors)
        assert {t.dtype for t in tensors} == {np.dtype(dtype)}
        for tensor, value in zip(tensors, order, strict=True):
            np.testing.assert_array_equal(tensor.data, getattr(value, "data", value))


def test_floating_point_tensors_stay_themselves():
    x, y = same_dtype(F32, F64)
    assert x is F32
    assert y is F64
    assert same_dtype(F32, 2)[0] is F32


def test_arrays_and_lists_become_tensors():
    x, y = same_dtype(np.ones(2), [1.0, 2.0])
    assert (x.dtype, y.dtype) == (np.float64, np.float32)


def test_a_number_that_does_not_fit_is_refused():
    with pytest.raises(OverflowError):
        same_dtype(U8, 300)


def test_integers_become_float32_where_fractions_come_out():
    assert as_floating(I64).dtype == np.float32
    assert as_floating(3).dtype == np.float32
    assert as_floating(F64) is F64


def test_shapes_that_broadcast_pass():
    check_broadcast("op", Tensor(np.ones((3, 1))), Tensor(np.ones(4)), Tensor(1.0))


def test_shapes_that_do_not_are_named():
    with pytest.raises(ValueError, match=r"op: shapes \(3,\) and \(1, 4\) and \(\) do not"):
        check_broadcast("op", Tensor(np.ones(3)), Tensor(np.ones((1, 4))), Tensor(1.0))
