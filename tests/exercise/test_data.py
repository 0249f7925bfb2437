"""Whatever an answer returns becomes data, and data are named, shown and compared."""

from __future__ import annotations

import types

import numpy as np
import pytest

from dlbook.exercise import data
from dlbook.exercise.data import (
    DEEPEST,
    LONGEST,
    MOST_PARTS,
    MOST_SHOWN,
    Other,
    TensorData,
    array_of,
    as_data,
    family,
    identical,
    kind_of,
    others_in,
    show,
    show_named,
)
from dlbook.scratch import Tensor

ONES = np.ones(2)


class Rows(list):
    pass


class Equal(np.ndarray):
    def __eq__(self, other):
        return np.ones(self.shape, bool)

    __hash__ = None


class Liar:
    shape, ndim, dtype = (), 0, np.dtype("float64")
    __class__ = np.ndarray

    def __array__(self, *args, **kwargs):
        return np.zeros(3)

    def __repr__(self):
        raise ValueError


SAME = [
    *(1, 2.5, float("nan"), 1 + 2j, True, "text", b"bytes", None, ...),
    *(np.float32(3), np.int64(-1), np.bool_(True), np.array(2.0), np.zeros((0, 3))),
    *(np.array([1.0, np.nan, -0.0]), np.array([[True], [False]]), np.array(["a", "bc"])),
    *(np.arange(6, dtype=np.int8).reshape(2, 3), np.array([1j]), 2**900),
    *([ONES, {"a": (1, "b"), 2: {3}}], (), [[]], {}, {(1, 2): None}),
]


@pytest.mark.parametrize("value", SAME, ids=str)
def test_data_stay_what_they_are(value):
    assert identical(as_data(value), value)
    assert type(as_data(value)) is type(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Rows([1]), [1]),
        (range(3), [0, 1, 2]),
        (np.longdouble([1.5]), np.array([1.5])),
        (np.longdouble(1.5), np.float64(1.5)),
        (np.str_("a"), "a"),
        (ONES.view(Equal), ONES),
        (np.ma.array([1.0, 2.0]), np.array([1.0, 2.0])),
        (np.asfortranarray(np.eye(2)), np.eye(2)),
        (ONES.astype(">f8"), ONES),
        (frozenset({1}), {1}),
        (bytearray(b"a"), b"a"),
        (types.SimpleNamespace, Other("type")),
        (Liar(), Other("Liar")),
        ((i for i in range(3)), Other("generator")),
        (np.array([ONES, None], dtype=object), Other("array of objects")),
        (np.datetime64("2020"), Other("array of datetime64[Y]")),
        ([Liar(), len], [Other("Liar"), Other("builtin_function_or_method")]),
    ],
)
def test_what_is_not_data_becomes_data(value, expected):
    converted = as_data(value)
    assert identical(converted, expected)
    assert type(converted) is type(expected)
    assert bool([*others_in(converted)]) == bool([*others_in(expected)])


def nested(depth: int) -> list:
    value = []
    for _ in range(depth):
        value = [value]
    return value


def itself() -> list:
    value = []
    value.append(value)
    return value


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ([0] * MOST_PARTS, "list of more than 20,000 parts"),
        ([[[]] * 1000] * 1000, "more than 20,000 parts"),
        (nested(DEEPEST + 1), "nested more than 40 deep"),
        (itself(), "nested more than 40 deep"),
        (np.broadcast_to(1.0, (10**6, 10**6)), "ndarray larger than 64 MB"),
        ([np.zeros(1 << 22)] * 3, "list larger than 64 MB"),
        ("x" * (1 << 18), "str of more than 200,000 characters"),
        (1 << 2000, "int of more than 1000 bits"),
    ],
)
def test_too_much_becomes_its_name(value, words):
    assert words in as_data(value).kind


def test_data_are_copies():
    array = np.zeros(2)
    kept = as_data([array])
    array += 1
    assert kept[0].sum() == 0


def test_tensors_are_read_once():
    torch = pytest.importorskip("torch")
    plain = TensorData(np.array([1.0, 2.0]), True)
    for tensor in (
        Tensor(np.array([1.0, 2.0]), requires_grad=True),
        torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True),
    ):
        converted = as_data(tensor)
        assert identical(converted, plain)
        assert converted.requires_grad
        np.testing.assert_array_equal(array_of(converted), [1, 2])
    assert family(as_data(torch.ones(2, dtype=torch.bfloat16))) == "tensor"
    assert as_data(torch.eye(2).to_sparse()) == Other("tensor")


@pytest.mark.parametrize(
    ("value", "name", "text"),
    [
        (3, "number", "number"),
        (np.float32(3), "number", "number"),
        (np.array(3.0), "number", "number"),
        (True, "bool", "bool"),
        (np.bool_(True), "bool", "bool"),
        (np.array("a"), "str", "str"),
        ("a", "str", "str"),
        (np.ones((2, 3)), "array", "array of shape (2, 3), float64"),
        (TensorData(ONES), "tensor", "tensor of shape (2,), float64"),
        ([1, 2.0], "tuple or list", "list of 2 (number; number)"),
        ((1,) * 5, "tuple or list", "tuple of 5 (number; number; number; number; ...)"),
        (None, "None", "None"),
        ({}, "dict", "dict"),
        (Other("Dual"), "Dual", "Dual"),
    ],
)
def test_the_kind_of_a_value(value, name, text):
    assert (family(value), kind_of(value)) == (name, text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1 / 3, "0.33333333"),
        (np.float64(2), "2"),
        (7, "7"),
        (np.True_, "True"),
        (np.array([1, 2]), "[1, 2]"),
        ([1.5, [2.0, "a"]], "[1.5, [2, 'a']]"),
        ((1, 2), "(1, 2)"),
        ({"grad": 0.1}, "{'grad': 0.1}"),
        ((np.ones(2), 3), "[0] = [1., 1.]   # array of shape (2,), float64\n[1] = 3"),
        (
            [(np.ones(2), 1), (np.eye(2), [2, 3])],
            "[0][0] = [1., 1.]   # array of shape (2,), float64\n[0][1] = 1\n"
            "[1][0] =   # array of shape (2, 2), float64\n[[1., 0.],\n [0., 1.]]\n"
            "[1][1] = [2, 3]",
        ),
        (as_data(np.exp), "exp"),
        (as_data(Liar()), "<Liar>"),
        (Other("list of more than 20,000 parts"), "<list of more than 20,000 parts>"),
        (None, "None"),
    ],
)
def test_a_value_is_shown(value, text):
    assert show(value) == text


def test_long_values_are_cut():
    assert len(show("a" * 5000)) == LONGEST + 4
    assert len(show(np.zeros((300, 300)))) < 200
    shown = show([np.ones(1)] * (MOST_SHOWN + 1))
    assert shown.splitlines()[MOST_SHOWN:] == [f"... ({MOST_SHOWN + 1} parts in all)"]


def test_a_matrix_stands_below_its_name():
    shown = show_named("X", np.eye(2))
    assert shown == "X =   # array of shape (2, 2), float64\n[[1., 0.],\n [0., 1.]]"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (1, 2),
        (1, 1.0),
        (np.array([0.0]), np.array([-0.0])),
        (np.array([1.0]), np.array([1.0], dtype=np.float32)),
        (np.ones(2), np.ones((1, 2))),
        ([1, 2], [1]),
        ({"a": 1}, {"b": 1}),
        ({"a": 1}, {"a": 2}),
        (TensorData(ONES), TensorData(2 * ONES)),
        (Other("a"), Other("b")),
        ({1}, {2}),
    ],
)
def test_a_difference_in_one_bit_is_seen(a, b):
    assert not identical(a, b)


def test_a_long_integer_is_a_number():
    assert array_of(2**900) == 2.0**900
    assert data.kind_of(2**900) == "number"
