from __future__ import annotations

import inspect

import pytest

import dlbook.plot as plot

FUNCTIONS = [getattr(plot, name) for name in plot.__all__ if name.startswith("plot_")]


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.__name__)
def test_the_axes_are_given_by_name(function):
    assert inspect.signature(function).parameters["ax"].kind is inspect.Parameter.KEYWORD_ONLY


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.__name__)
def test_no_function_shows_or_makes_a_figure(function):
    source = inspect.getsource(inspect.getmodule(function))
    assert "pyplot" not in source
