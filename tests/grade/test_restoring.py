from __future__ import annotations

import numpy as np
import pytest

from dlbook.grade.restoring import assign, is_record, parts_of
from dlbook.grade.wire import MalformedError


class Node:
    def __init__(self, **fields):
        vars(self).update(fields)


def test_an_array_is_changed_in_place():
    old = np.zeros(3)
    view = old[:2]
    assign(old, np.arange(3.0), {})
    assert view.tolist() == [0, 1]


def test_what_is_inside_is_changed_in_place():
    inner, array = {"grad": 0.0}, np.zeros(2)
    old = [inner, (array, 1), "x"]
    assign(old, [{"grad": 2.0, "new": 1}, (np.ones(2), 1), "y", 5], {})
    assert old[0] is inner
    assert inner == {"grad": 2.0, "new": 1}
    assert array.tolist() == [1, 1]
    assert old[2:] == ["y", 5]


def test_lists_and_sets_and_dicts_become_shorter():
    numbers, names, table = [1, 2, 3], {1, 2}, {"a": 1, "b": [2]}
    assign(numbers, [7], {})
    assign(names, {3}, {})
    assign(table, {"b": [4]}, {})
    assert (numbers, names, table) == ([7], {3}, {"b": [4]})


def test_an_entry_that_becomes_another_array_is_replaced():
    old = [np.zeros(2)]
    assign(old, [np.zeros(3)], {})
    assert old[0].shape == (3,)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        *((np.zeros(2), np.zeros(3)), (np.zeros(2), np.zeros(2, "float32")), ([1], (1,))),
        *((np.zeros(2), [0.0, 0.0]), (1.0, 2.0), ("a", "b"), (None, None)),
    ],
)
def test_what_cannot_become_the_other_is_refused(old, new):
    with pytest.raises(MalformedError):
        assign(old, new, {})


def test_what_is_fixed_is_not_changed_however_deep():
    table = np.ones(2)
    fixed = parts_of({"TABLE": [{"x": table}]})
    for old, new in ((table, np.zeros(2)), ([(table,)], [(np.zeros(2),)])):
        with pytest.raises(MalformedError):
            assign(old, new, fixed)
    assert table.tolist() == [1, 1]


def test_the_parts_of_a_value_are_found():
    array, inner = np.ones(2), Node(x=[1])
    parts = parts_of({"a": (array, {"b": inner}), "np": np, "f": len, "Node": Node, "s": "x"})
    for part in (array, inner, inner.x):
        assert id(part) in parts
    assert id(np) not in parts
    assert id(Node) not in parts


def test_parts_that_hold_themselves_are_walked_once():
    loop = []
    loop.append(loop)
    assert len(parts_of(loop)) == 1


def test_a_record_has_fields_and_is_no_function():
    assert is_record(Node())
    assert not any(map(is_record, (np, Node, len, 1, np.ones(1), np.random.default_rng(0))))
