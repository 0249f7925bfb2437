"""Whatever comes of a call is told."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from dlbook.exercise.calling import call, readers_line
from dlbook.exercise.loading import run_source


def forever():
    while True:
        pass


def deep(n=0):
    return deep(n + 1)


def chatter():
    while True:
        print("x" * 1000)


def huge():
    return np.zeros((1 << 25, 1 << 25))


def leave():
    raise SystemExit


def test_result_print_and_arguments():
    def add(x, y):
        print("adding")
        warnings.warn("careful", stacklevel=1)
        warnings.warn("careful", stacklevel=1)
        return x + y

    outcome = call(add, (np.ones(2), 1), 5)
    np.testing.assert_array_equal(outcome.result, [2, 2])
    assert (outcome.error, outcome.error_name, outcome.line) == (None, "", "")
    assert (outcome.printed, outcome.warned) == ("adding\n", ("careful",))
    assert outcome.changed == ()


def test_arguments_that_are_changed_are_known_and_the_original_stays():
    def spoil(x, names, rng):
        x += 1
        names.append("b")
        rng.random()

    args = (np.zeros(2), ["a"], np.random.default_rng(0))
    outcome = call(spoil, args, 5)
    assert outcome.changed == (0, 1)
    assert args[0].sum() == 0
    assert outcome.args[0].sum() == 2
    assert call(lambda x, y: x + y, (1, 2), 5).changed == ()


@pytest.mark.parametrize(
    ("function", "name"),
    [
        (forever, "timeout"),
        (deep, "recursion"),
        (chatter, "output"),
        (huge, "memory"),
        (leave, "exception"),
        (lambda: 1 / 0, "exception"),
    ],
)
def test_each_way_to_fail_has_its_name(function, name):
    seconds = 0.2 if function is forever else 60
    assert call(function, (), seconds).error_name == name


def test_an_interrupt_from_the_keyboard_goes_through():
    def interrupt():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        call(interrupt, (), 5)


READER = """import numpy as np
def helper(x):
    return np.reshape(x, (7, 7))
def f(x):
    return helper(x)
"""


def test_the_line_is_the_readers_own_and_the_innermost():
    f = run_source(READER, "reader", "your code")["f"]
    assert call(f, (np.ones(3),), 5).line == "line 3: return np.reshape(x, (7, 7))"


def test_an_error_outside_the_readers_code_has_no_line():
    assert call(np.reshape, (np.ones(3), (7, 7)), 5).line == ""


def test_a_line_that_cannot_be_read_is_a_number():
    names = {}
    exec(compile("def f():\n    return 1 / 0", "<gone>", "exec"), names)
    assert call(names["f"], (), 5).line == "line 2"


def test_the_line_of_a_syntax_error():
    with pytest.raises(SyntaxError) as raised:
        compile("x = 1\ny = = 2\n", "your code", "exec")
    assert readers_line(raised.value) == "line 2: y = = 2"
    assert readers_line(SyntaxError("no line")) == ""
