"""A forbidden name is found however it is written, and nothing else is."""

from __future__ import annotations

import functools

import numpy as np
import numpy as xp
import pytest
from numpy import einsum as contract

from dlbook.exercise.forbidden import forbidden_use

alias = np.linalg.norm


def plain(X):
    return np.einsum("ij->i", X)


def renamed(X):
    return xp.einsum("ij->i", X)


def imported(X):
    return contract("ij->i", X)


def inside(X):
    from numpy import einsum

    return einsum("ij->i", X)


def norm(X):
    return alias(X)


def helper(X):
    return plain(X)


def recursive(X):
    return recursive(X) if X else helper(X)


def method(X):
    return X.sum()


def chained(X):
    return X[0].copy().sum()


def builtin(X):
    return sorted(X)


def loop(X):
    return [x for x in X]


def loop_while(X):
    while X:
        X = X[1:]


@functools.cache
def wrapped(X):
    return plain(X)


class Layer:
    def __init__(self, X):
        self.X = X

    @staticmethod
    def forward(X):
        return helper(X)


def innocent(X):
    """Do without np.einsum."""
    total = "np.einsum"
    return np.sum(X) + len(total)


shadowed = np.linalg.norm


def own_argument(shadowed):
    return shadowed + 1


def own_variable(X):
    shadowed = X
    return [shadowed for _ in X]


ALL = ("numpy.einsum", "numpy.linalg", ".sum", "sorted", "for", "while", "torch")


@pytest.mark.parametrize(
    ("answer", "entry", "line"),
    [
        (plain, "numpy.einsum", 'return np.einsum("ij->i", X)'),
        (renamed, "numpy.einsum", 'return xp.einsum("ij->i", X)'),
        (imported, "numpy.einsum", 'return contract("ij->i", X)'),
        (inside, "numpy.einsum", "from numpy import einsum"),
        (norm, "numpy.linalg", "return alias(X)"),
        (helper, "numpy.einsum", 'return np.einsum("ij->i", X)'),
        (recursive, "numpy.einsum", 'return np.einsum("ij->i", X)'),
        (wrapped, "numpy.einsum", 'return np.einsum("ij->i", X)'),
        (Layer, "numpy.einsum", 'return np.einsum("ij->i", X)'),
        (method, ".sum", "return X.sum()"),
        (chained, ".sum", "return X[0].copy().sum()"),
        (builtin, "sorted", "return sorted(X)"),
        (loop, "for", "return [x for x in X]"),
        (loop_while, "while", "while X:"),
        (np.einsum, "numpy.einsum", "numpy.einsum"),
        (np.maximum, "numpy", "numpy.maximum"),
        (sorted, "sorted", "sorted"),
    ],
)
def test_a_forbidden_name_is_found(answer, entry, line):
    _, where = forbidden_use(answer, (entry,))
    assert where == line
    others = tuple(e for e in ALL if e != entry)
    assert forbidden_use(answer, others) is None or entry == "numpy"


@pytest.mark.parametrize("entries", [(), ("torch", "numpy.einsum", ".dot", "for", "sort")])
def test_what_is_not_used_is_not_found(entries):
    assert forbidden_use(innocent, entries) is None


def own_elsewhere(X):
    hidden = lambda shadowed: shadowed  # noqa: E731
    return hidden(shadowed(X))


def by_default(X, operation=np.linalg.norm):
    return operation(X)


@pytest.mark.parametrize("answer", [own_elsewhere, by_default])
def test_an_own_name_hides_nothing_where_the_notebooks_is_meant(answer):
    assert forbidden_use(answer, ("numpy.linalg",))[0] == "numpy.linalg.norm"


@pytest.mark.parametrize("answer", [own_argument, own_variable])
def test_an_own_name_hides_what_the_notebook_calls_so(answer):
    assert forbidden_use(answer, ("numpy",)) is None


def test_the_whole_text_is_searched():
    source = "import numpy.linalg as la\nimport torch\n\ndef f(X):\n    return la.norm(X)\n"
    assert forbidden_use(innocent, ("numpy.linalg.norm",), source) == (
        "numpy.linalg.norm",
        "return la.norm(X)",
    )
    assert forbidden_use(innocent, ("torch",), source) == ("torch", "import torch")
    assert forbidden_use(innocent, ("numpy.einsum",), source) is None
    name, _ = forbidden_use(innocent, ("numpy",), "import numpy\nx = 1")
    assert name == "numpy"


def test_a_star_import_names_what_it_brings():
    source = "from numpy import *\ndef f(X): return vectorize(abs)(X) + ones(3)\n"
    assert forbidden_use(None, ("numpy.vectorize",), source)[0] == "numpy.vectorize"
    assert forbidden_use(None, ("numpy.einsum",), source) is None


def test_code_that_cannot_be_read_is_searched_by_its_names():
    names = {"np": np}
    exec("def f(X):\n    return sorted(np.ones(X))", names)
    assert forbidden_use(names["f"], ("sorted",)) == ("sorted", "sorted")
    assert forbidden_use(names["f"], ("torch",)) is None


def test_a_function_cut_out_of_its_line_does_no_harm():
    pair = (lambda X: sorted(X),
            lambda X: np.sum(X))  # fmt: skip
    assert forbidden_use(pair[1], ("torch",)) is None


def test_an_object_with_a_call_is_named_by_its_class():
    class Callable:
        def __call__(self, X):
            return X

    assert forbidden_use(Callable(), ("numpy",)) is None
