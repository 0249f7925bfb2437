"""The examples in docstrings give what they show."""

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
