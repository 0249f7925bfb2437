"""The first difference is found and named, and equal values have none."""

from __future__ import annotations

import numpy as np
import pytest

from dlbook.exercise.compare import compare
from dlbook.exercise.data import Other, TensorData

ONES = np.ones((2, 3))
NAN = np.array([1.0, np.nan])
INF = np.array([np.inf, 1.0])


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        (1.0, np.array(1.0)),
        (1, 1.0),
        (True, np.bool_(True)),
        (ONES, ONES * (1 + 1e-8)),
        (ONES.astype(np.float32), ONES),
        (ONES.astype(np.float32), ONES.astype(np.float32) * np.float32(1 + 1e-6)),
        (ONES.astype(np.float16), ONES.astype(np.float16) * np.float16(1.002)),
        (ONES * 1j, ONES * 1j),
        (np.array([1, 2]), np.array([1, 2], dtype=np.uint8)),
        (np.array(["a"]), np.array(["a"])),
        (NAN, NAN),
        (INF, INF),
        ((1.0, ONES), [1.0, ONES]),
        ({"a": ONES}, {"a": ONES}),
        (TensorData(ONES), TensorData(ONES)),
        ({1, 2}, {2, 1}),
        (2**900, 2.0**900),
        ("text", "text"),
        (None, None),
        (np.zeros((0, 3)), np.zeros((0, 3))),
    ],
)
def test_equal_values_have_no_difference(expected, got):
    assert compare(expected, got) is None


@pytest.mark.parametrize(
    ("expected", "got", "name"),
    [
        (1.0, "1", "type"),
        (ONES, ONES.tolist(), "type"),
        (ONES, TensorData(ONES), "type"),
        (ONES, Other("generator"), "type"),
        (1.0, ONES, "type"),
        (1.0, None, "type"),
        (True, 1, "type"),
        ((1, 2), (1, 2, 3), "length"),
        ({"a": 1}, {"b": 1}, "keys"),
        (ONES, ONES.T, "shape"),
        (np.ones((2, 1)), np.ones(2), "shape"),
        (ONES, ONES.astype(np.float32), "dtype"),
        (ONES, ONES.astype(int), "dtype"),
        (ONES > 0, ONES, "dtype"),
        (np.array([1, 2]), np.array([1.0, 2.0]), "dtype"),
        (ONES, ONES * np.nan, "nan"),
        (1.0, float("nan"), "nan"),
        (ONES, ONES * 1.001, "value"),
        (ONES, ONES * 0, "value"),
        (ONES.astype(np.float32), ONES * 1.001, "value"),
        (ONES.astype(np.float16), ONES * 0, "value"),
        (NAN, np.ones(2), "value"),
        (INF, np.array([1e300, 1.0]), "value"),
        (INF, -INF, "value"),
        (np.array([1, 2]), np.array([1, 3]), "value"),
        ("text", "texts", "value"),
        ({1}, {2}, "value"),
        (1.0, 2**900, "value"),
    ],
)
def test_a_difference_is_named(expected, got, name):
    assert compare(expected, got).name == name


def test_the_place_of_the_first_difference():
    got = ONES.copy()
    got[1, 2], got[1, 0] = 2.0, 3.0
    difference = compare((1, {"W": [ONES]}), (1, {"W": [got]}))
    assert difference.part == "[1]['W'][0]"
    assert (difference.index, difference.wrong) == ((1, 0), 2)


def test_the_place_of_the_first_nan():
    got = np.array([5.0, np.nan, np.nan])
    assert compare(np.ones(3), got).index == (1,)


def test_tolerances_can_be_given():
    assert compare(ONES, ONES + 0.01, rtol=0.1) is None
    assert compare(ONES, ONES + 0.01, rtol=0, atol=0.1) is None
    assert compare(ONES, ONES + 0.01, rtol=0, atol=0.001).name == "value"


@pytest.mark.parametrize(
    ("dtype", "rtol", "atol"),
    [(np.float64, 1e-6, 1e-9), (np.float32, 1e-4, 1e-6), (np.float16, 1e-2, 1e-3)],
)
def test_the_usual_tolerances(dtype, rtol, atol):
    large, zero = np.full(3, 1024, dtype), np.zeros(3, dtype)
    for off, name in ((0.97, None), (1.03, "value")):
        near = compare(large, large.astype(float) * (1 + off * (rtol + atol / 1024)))
        assert (near and near.name) == name
        near = compare(zero, zero + off * np.full(3, atol))
        assert (near and near.name) == name


def test_complex_numbers_have_the_tolerance_of_their_parts():
    ones = np.ones(3, dtype=np.complex64)
    assert compare(ones, ones * np.complex64(1 + 5e-5)) is None


def test_differences_beyond_all_numbers_are_differences():
    large = np.array([1.7e308])
    assert compare(large, -large).name == "value"
