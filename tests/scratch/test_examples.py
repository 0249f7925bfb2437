"""The examples in docstrings give what they show."""

from __future__ import annotations

import doctest
import pkgutil
from importlib import import_module

import pytest

import dlbook.scratch

MODULES = [
    info.name
    for info in pkgutil.walk_packages(dlbook.scratch.__path__, "dlbook.scratch.")
    if not info.ispkg
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    assert doctest.testmod(import_module(name)).failed == 0


def test_there_are_examples():
    finder = doctest.DocTestFinder()
    examples = [
        e for name in MODULES for t in finder.find(import_module(name)) for e in t.examples
    ]
    assert len(examples) >= 10
