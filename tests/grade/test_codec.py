from __future__ import annotations

import contextlib
import json
import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy

from dlbook.exercise.data import DEEPEST, DTYPES, MOST_PARTS, Other, TensorData, identical
from dlbook.grade.codec import decode, encode
from dlbook.grade.framing import MalformedError


def there_and_back(value):
    coded, blobs = encode(value)
    return decode(json.loads(json.dumps(coded)), b"".join(blobs))


def decoded(coded, body: bytes = b""):
    return decode(coded, body)


@pytest.mark.parametrize(
    "value",
    [
        *(
            None,
            True,
            0,
            -(2**63),
            2**900,
            1.5,
            math.inf,
            math.nan,
            "",
            "ü\udc80",
            2 - 3j,
            ...,
        ),
        *([], (), {}, [1, (2.0, {"a": [None]})], {1: "x", (1, 2): 3, None: ()}, {1}),
        *(b"bytes\0", Other("Dual", "<Dual>"), TensorData(np.ones(2), True)),
        *(np.array(["a", "bc"]), np.array("a")),
        *(np.float32(2.5), np.int64(-3), np.bool_(True), np.array(3.0), np.zeros((0, 4))),
    ],
    ids=repr,
)
def test_values_survive(value):
    again = there_and_back(value)
    assert type(again) is type(value)
    assert identical(again, value)


@given(st_numpy.arrays(st.sampled_from(DTYPES), st_numpy.array_shapes(min_dims=0, min_side=0)))
def test_arrays_survive(array):
    again = there_and_back(array)
    assert again.dtype == array.dtype
    assert again.shape == array.shape
    assert again.tobytes() == array.tobytes()
    assert again.flags.writeable


def test_arrays_in_another_order_of_bytes_or_axes_survive():
    array = np.arange(6.0).reshape(2, 3)
    for other in (array.T, array[:, ::2], array.astype(">f8"), array[::-1]):
        assert np.array_equal(there_and_back(other), other)


def test_several_arrays_keep_their_entries():
    a, b = np.arange(3), np.arange(4.0)
    again = there_and_back({"a": a, "b": [b, a]})
    assert np.array_equal(again["a"], a)
    assert np.array_equal(again["b"][0], b)


@pytest.mark.parametrize("value", [object(), np.array([object()]), len, frozenset()])
def test_what_is_not_data_is_refused(value):
    with pytest.raises(TypeError, match="cannot encode"):
        encode(value)


@pytest.mark.parametrize(
    "coded",
    [
        *(
            {},
            {"a": 1},
            [],
            [1],
            [["list"]],
            2**1001,
            ["pickle", "x"],
            ["dict", 1],
            ["dict", [1]],
        ),
        *(["dict", [["list"], 1]], ["set", ["list"]], ["array"], ["array", "float64", [1]]),
        *(["array", "object", [1]], ["array", "O", [0]], ["array", "<U4", [0]]),
        *(["array", "float64", 3], ["array", "float64", [-1]], ["array", "float64", [True]]),
        *(["array", "float64", [2**31]], ["array", "float64", [2**30] * 5]),
        *(["array", "uint8", [0] * 65], ["array", "float64", [0], 1], ["scalar", "float64"]),
        *(["scalar"], ["complex", 1, 2], ["complex", 1.0], ["ellipsis", 1], ["tensor", 1, 2]),
        *(["tensor", ["texts", [0]], True], ["other", 1, ""], ["bytes", "?"], ["bytes", 1]),
        *(["texts", [2], "a"], ["texts", [1], 3], ["__class__"], ["decode", 1]),
        *(["array", ["float64"], [0]], ["array", {}, [0]], ["look_up", 1], ["list", {}]),
    ],
    ids=repr,
)
def test_what_stands_for_nothing_is_refused(coded):
    with pytest.raises(MalformedError):
        decoded(coded)


def test_an_array_without_its_entries_is_refused():
    assert decoded(["array", "int8", [3]], b"123").tolist() == [49, 50, 51]
    with pytest.raises(MalformedError, match="fewer"):
        decoded(["array", "int8", [4]], b"123")
    with pytest.raises(MalformedError, match="fewer"):
        decoded(["list", ["array", "int8", [2]], ["array", "int8", [2]]], b"123")


def test_a_bool_is_0_or_1():
    array = decoded(["array", "bool", [3]], bytes([0, 1, 7]))
    assert array.view("uint8").tolist() == [0, 1, 1]


def test_depth_and_parts_are_bounded():
    deep = 1
    for _ in range(DEEPEST + 20):
        deep = ["list", deep]
    with pytest.raises(MalformedError, match="deep"):
        decoded(deep)
    with pytest.raises(MalformedError, match="many"):
        decoded(["list", *[0] * (3 * MOST_PARTS + 1)])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=12,
)
TAGS = [
    "list",
    "tuple",
    "set",
    "dict",
    "array",
    "scalar",
    "complex",
    "tensor",
    "texts",
    "bytes",
    "other",
]
CODED = st.recursive(
    JSON | st.sampled_from(DTYPES),
    lambda inner: st.builds(
        lambda tag, rest: [tag, *rest], st.sampled_from(TAGS), st.lists(inner)
    ),
    max_leaves=15,
)


@settings(max_examples=150)
@given(CODED, st.binary(max_size=40))
def test_whatever_comes_is_a_value_or_an_error(coded, body):
    with contextlib.suppress(MalformedError):
        decode(coded, body)


def test_frames_with_changed_bytes_are_values_or_errors():
    coded, blobs = encode({"is": "value", "value": [np.arange(6.0).reshape(2, 3), (1, 2.5)]})
    text, body, draw = json.dumps(coded), b"".join(blobs), random.Random(0)
    refused = 0
    for _ in range(2000):
        letters = list(text)
        for _ in range(draw.randint(1, 3)):
            letters[draw.randrange(len(letters))] = draw.choice('[]{},:"0123456789-eatn')
        try:
            decoded(json.loads("".join(letters)), body)
        except (MalformedError, ValueError):
            refused += 1
    assert 1000 < refused < 2000
