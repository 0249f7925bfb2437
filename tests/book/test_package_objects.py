from __future__ import annotations

import pytest
from package_objects import UnknownObjectError, covers, find_object

from dlbook import scratch
from dlbook.scratch.ops import activations


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("dlbook.scratch", scratch),
        ("dlbook.scratch.ops.activations", activations),
        ("dlbook.scratch.relu", scratch.relu),
        ("dlbook.scratch.Tensor.backward", scratch.Tensor.backward),
    ],
)
def test_modules_functions_and_methods_are_found(name, expected):
    assert find_object(name) is expected


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("dlbook.scratch.rellu", "dlbook.scratch has no 'rellu'; did you mean 'relu'"),
        ("dlbook.scratch.Tensor.backwards", "Tensor has no 'backwards'.*'backward'"),
        ("dlbook.nowhere.relu", "dlbook has no 'nowhere'"),
        ("nosuchpackage.x", "no package 'nosuchpackage'"),
    ],
)
def test_an_unknown_name_says_what_is_near(name, message):
    with pytest.raises(UnknownObjectError, match=message):
        find_object(name)


def test_a_module_covers_what_it_defines_and_nothing_else():
    assert covers(activations, scratch.relu)
    assert not covers(activations, scratch.Tensor)


def test_an_object_covers_itself_and_nothing_else():
    assert covers(scratch.relu, activations.relu)
    assert not covers(scratch.relu, scratch.gelu)
