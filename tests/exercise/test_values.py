"""Values are named, shown and compared to the last bit."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from dlbook.exercise.values import (
    LONGEST,
    MOST_PARTS,
    array_of,
    family,
    identical,
    kind_of,
    show,
    show_named,
    snapshot,
)
from dlbook.scratch import Tensor


class Slots:
    __slots__ = ("x",)


def loop():
    """Return an object that leads back to itself."""
    node = SimpleNamespace(value=1)
    node.parent = [node]
    return node


def test_tensors_are_read_as_arrays():
    torch = pytest.importorskip("torch")
    for tensor in (Tensor([1.0, 2.0]), torch.tensor([1.0, 2.0], requires_grad=True)):
        np.testing.assert_array_equal(array_of(tensor), [1, 2])
        assert family(tensor) == "tensor"


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (3, "number"),
        (np.float32(3), "number"),
        (np.array(3.0), "number"),
        (True, "bool"),
        (np.bool_(True), "bool"),
        (np.str_("a"), "str"),
        ("a", "str"),
        (np.ones(2), "array"),
        (Tensor([1.0]), "tensor"),
        ([1], "tuple or list"),
        ((1,), "tuple or list"),
        (None, "None"),
        ({}, "dict"),
        (loop(), "SimpleNamespace"),
    ],
)
def test_the_family_of_a_value(value, name):
    assert family(value) == name


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (np.ones((2, 3)), "array of shape (2, 3), float64"),
        ([1, 2.0], "list of 2 (number; number)"),
        ((1,) * 5, "tuple of 5 (number; number; number; number; ...)"),
        (None, "None"),
    ],
)
def test_the_kind_of_a_value(value, text):
    assert kind_of(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1 / 3, "0.33333333"),
        (np.float64(2), "2"),
        (7, "7"),
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
        ([[(np.ones(1),)]], "[0][0][0] = [1.]   # array of shape (1,), float64"),
        (np.exp, "exp"),
        (len, "len"),
        (None, "None"),
    ],
)
def test_a_value_is_shown(value, text):
    assert show(value) == text


@pytest.mark.parametrize("value", [True, np.True_, np.array(True)])
def test_a_truth_value_is_shown_as_such(value):
    assert show(value) == "True"


def test_long_values_are_cut():
    assert show("a" * 5000).endswith(" ...")
    assert len(show("a" * 5000)) == LONGEST + 4
    assert len(show(np.zeros((300, 300)))) < 200


def test_what_is_left_out_of_a_list_of_arrays_is_said():
    shown = show([np.ones(1)] * MOST_PARTS)
    assert len(shown.splitlines()) == MOST_PARTS
    shown = show([np.ones(1)] * (MOST_PARTS + 1))
    assert shown.splitlines()[MOST_PARTS:] == [f"... ({MOST_PARTS + 1} parts in all)"]


def test_what_cannot_show_itself_is_named():
    class Shy:
        def __repr__(self):
            raise ValueError

    assert show(Shy()) == "<Shy>"


def test_a_matrix_stands_below_its_name():
    shown = show_named("X", np.eye(2))
    assert shown == "X =   # array of shape (2, 2), float64\n[[1., 0.],\n [0., 1.]]"


def test_a_snapshot_is_independent_where_it_can_be():
    array = np.zeros(2)
    kept = snapshot([array])
    array += 1
    assert kept[0].sum() == 0
    generator = (i for i in range(3))
    assert snapshot(generator) is generator


@pytest.mark.parametrize(
    "value",
    [
        1,
        float("nan"),
        np.array([1.0, np.nan, -0.0]),
        np.array([np.ones(2), None], dtype=object),
        [np.ones(2), {"a": (1, "b")}],
        Tensor([1.0]),
        loop(),
        Slots(),
        {1, 2},
    ],
)
def test_a_copy_is_identical(value):
    assert identical(value, snapshot(value))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (1, 2),
        (np.array([0.0]), np.array([-0.0])),
        (np.array([1.0]), np.array([1.0], dtype=np.float32)),
        (np.ones(2), np.ones((1, 2))),
        (
            np.array([np.ones(2), None], dtype=object),
            np.array([np.zeros(2), None], dtype=object),
        ),
        ([1, 2], [1]),
        ({"a": 1}, {"b": 1}),
        ({"a": 1}, {"a": 2}),
        (Tensor([1.0]), Tensor([2.0])),
        (SimpleNamespace(x=1), SimpleNamespace(x=2)),
        ({1}, {2}),
    ],
)
def test_a_difference_in_one_bit_is_seen(a, b):
    assert not identical(a, b)


def test_functions_and_generators_have_no_value():
    assert identical(len, max)
    one, other = np.random.default_rng(0), np.random.default_rng(0)
    other.random()
    assert identical(one, other)
