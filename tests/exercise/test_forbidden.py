"""A forbidden name is found however it is written, and nothing else is."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from dlbook.exercise.execution import run_source
from dlbook.exercise.forbidden import forbidden_use

NUMBERS = itertools.count()
NOTEBOOK = """\
import functools
import numpy as np
import numpy as xp
from numpy import einsum as contract

alias = shadowed = np.linalg.norm


def plain(X):
    return np.einsum("ij->i", X)


@functools.cache
def wrapped(X):
    return plain(X)


class Layer:
    def __init__(self, X):
        self.X = X

    @staticmethod
    def forward(X):
        return wrapped(X)


"""


def run(text: str) -> dict:
    """Run a notebook's text as a module of its own, so that its source is found."""
    number = next(NUMBERS)
    return run_source(text, f"notebook{number}", f"<cell {number}>")


def answer(body: str, arguments: str = "X"):
    """Return a function with this body, written in a notebook."""
    lines = "".join(f"    {line}\n" for line in body.split("; "))
    return run(f"{NOTEBOOK}def f({arguments}):\n{lines}")["f"]


LAYER = run(NOTEBOOK)["Layer"]
EINSUM = 'return np.einsum("ij->i", X)'
ALL = ("numpy.einsum", "numpy.linalg", ".sum", "sorted", "for", "while", "torch")


@pytest.mark.parametrize(
    ("function", "entry", "line"),
    [
        *[
            (answer(body), entry, line or body)
            for body, entry, line in [
                (EINSUM, "numpy.einsum", ""),
                ('return xp.einsum("ij->i", X)', "numpy.einsum", ""),
                ('return contract("ij->i", X)', "numpy.einsum", ""),
                (
                    "from numpy import einsum; return einsum",
                    "numpy.einsum",
                    "from numpy import einsum",
                ),
                ("return alias(X)", "numpy.linalg", ""),
                ("return plain(X)", "numpy.einsum", EINSUM),
                ("return f(X) if X else plain(X)", "numpy.einsum", EINSUM),
                ("return wrapped(X)", "numpy.einsum", EINSUM),
                ("return X.sum()", ".sum", ""),
                ("return X[0].copy().sum()", ".sum", ""),
                ("return sorted(X)", "sorted", ""),
                ("return [x for x in X]", "for", ""),
                ("while X: X = X[1:]", "while", ""),
            ]
        ],
        (LAYER, "numpy.einsum", EINSUM),
        (np.einsum, "numpy.einsum", "numpy.einsum"),
        (np.maximum, "numpy", "numpy.maximum"),
        (sorted, "sorted", "sorted"),
    ],
)
def test_a_forbidden_name_is_found(function, entry, line):
    _, where = forbidden_use(function, (entry,))
    assert where == line
    others = tuple(e for e in ALL if e != entry)
    assert forbidden_use(function, others) is None or entry == "numpy"


@pytest.mark.parametrize(
    "function",
    [
        answer("return operation(X)", "X, operation=np.linalg.norm"),
        answer("own = lambda shadowed: shadowed; return own(shadowed(X))"),
    ],
)
def test_an_own_name_hides_nothing_where_the_notebooks_is_meant(function):
    assert forbidden_use(function, ("numpy.linalg",))[0] == "numpy.linalg.norm"


INNOCENT = answer(
    '"""Do without np.einsum."""; total = "np.einsum"; return np.sum(X), len(total)'
)


@pytest.mark.parametrize("entries", [(), ("torch", "numpy.einsum", ".dot", "for", "sort")])
def test_what_is_not_used_is_not_found(entries):
    assert forbidden_use(INNOCENT, entries) is None


@pytest.mark.parametrize(
    "function",
    [
        answer("return shadowed + 1", "shadowed"),
        answer("shadowed = X; return [shadowed for _ in X]"),
    ],
)
def test_an_own_name_hides_what_the_notebook_calls_so(function):
    assert forbidden_use(function, ("numpy",)) is None


def test_the_whole_text_is_searched():
    source = "import numpy.linalg as la\nimport torch\n\ndef f(X):\n    return la.norm(X)\n"
    assert forbidden_use(INNOCENT, ("numpy.linalg.norm",), source) == (
        "numpy.linalg.norm",
        "return la.norm(X)",
    )
    assert forbidden_use(INNOCENT, ("torch",), source) == ("torch", "import torch")
    assert forbidden_use(INNOCENT, ("numpy.einsum",), source) is None
    name, _ = forbidden_use(INNOCENT, ("numpy",), "import numpy\nx = 1")
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
