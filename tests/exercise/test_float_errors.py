"""Operations that make infinity or NaN of finite numbers are found, wherever code runs."""

from __future__ import annotations

import numpy as np
import pytest

from dlbook.exercise import check_source
from dlbook.exercise.execution import InProcess, Spec, run_source

HEAD = "import math\nimport numpy as np\nzero, big = np.zeros(2), np.full(2, 1000.0)\n"


def first(body: str, *more: str, name: str = "f") -> str:
    """Return the first operation gone wrong in ``f(x)``, called on ones."""
    source = HEAD + "\n".join(more) + f"\ndef f(x):\n    {body}\n"
    executor = InProcess(Spec(name, 5.0, float_errors=False), source=source)
    assert executor.load().error is None
    outcome = executor.run((np.ones(2),))
    assert outcome.error is None, outcome.error
    return outcome.float_error


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("return np.exp(big * x)", "`np.exp(big * x)` is infinite"),
        ("return np.where(x > 0, x, x / zero)", "`x / zero` is infinite"),
        ("return np.nan_to_num(zero / zero)", "`zero / zero` is NaN"),
        ("return np.nan_to_num(np.log(-x))", "`np.log(-x)` is NaN"),
        ("with np.errstate(all='ignore'): return x / (x / zero)", "`x / zero` is infinite"),
        ("x = np.asarray(x); x /= zero; return 1 / x", "`x /= zero` is infinite"),
        ("x[0] *= 1e200; x[0] *= x[0]; return 1 / x", "`x[0] *= x[0]` is infinite"),
        ("return 1 / (1 + math.fsum([1e308] * 1) * 10.0)", "`math.fsum([1e308] * 1) * 10.0`"),
        ("return 1 / sum(1e308 * x)", "`sum(1e308 * x)` is infinite"),
        ("return 1 / (1e308 * x).sum()", "`(1e308 * x).sum()` is infinite"),
        ("return [1 / np.exp(v) for v in big]", "`np.exp(v)` is infinite"),
        ("g = lambda v: np.exp(v)\n    return 1 / g(big)", "`np.exp(v)` is infinite"),
    ],
)
def test_the_first_operation_gone_wrong_is_named(body, found):
    assert first(body).startswith(found)


@pytest.mark.parametrize(
    "body",
    [
        "return np.exp(-big)",  # underflow is no fault
        "return np.minimum(x, np.inf)",
        "return np.full_like(x, -np.inf) + x",  # infinity of infinity
        "return x * np.nan",
        "return float('inf')",
        "np.empty(1000); np.empty_like(x); return x",
        "return np.divide(x, zero, out=np.ones(2), where=zero > 0)",
        "return np.logaddexp(0, big)",
        "return 2**x @ x % 3 // 1",
        "return super",
    ],
)
def test_what_is_meant_or_stays_finite_is_no_fault(body):
    assert first(body) == ""


def test_the_functions_that_an_answer_calls_are_looked_into():
    helper = "def g(x, k=2, *, e=np.exp):\n    return 1 / e(k * x)"
    assert first("return g(big)", helper) == "`e(k * x)` is infinite"
    assert first("return g(big, e=np.tanh)", helper) == ""


def test_an_answer_does_and_remembers_the_same():
    count = "count = 0\ndef g():\n    global count\n    count += 1\n    return count"
    source = f"{HEAD}{count}\ndef f(x, *more, **named):\n    return g(), more, named\n"
    executor = InProcess(Spec("f", 5.0, float_errors=False), source=source)
    executor.load()
    results = [executor.run((np.ones(1), 2)).result for _ in range(2)]
    assert results == [(1, (2,), {}), (2, (2,), {})]


def test_each_call_is_judged_by_itself():
    source = f"{HEAD}def f(x):\n    return np.exp(-np.exp(x))\n"
    executor = InProcess(Spec("f", 5.0, float_errors=False), source=source)
    executor.load()
    found = [executor.run((np.array([x]),)).float_error for x in (1e3, 1.0, 1e3)]
    assert [bool(text) for text in found] == [True, False, True]


def test_a_function_without_a_text_runs_as_it_is():
    names = {}
    exec(f"{HEAD}def f(x):\n    return 1 / np.exp(big)\n", names)
    for answer in (names["f"], np.tanh):
        executor = InProcess(Spec("f", 5.0, float_errors=False), answer)
        outcome = executor.run((np.ones(2),))
        assert (outcome.error, outcome.float_error) == (None, "")
    # Another text stands there by now.
    old = run_source(f"{HEAD}def f(x):\n    return 1 / np.exp(big)\n", "a", "<a>")["f"]
    run_source(f"{HEAD}def f(x):\n    return x + 1\n", "a", "<a>")
    executor = InProcess(Spec("f", 5.0, float_errors=False), old)
    assert executor.run((np.ones(2),)).result.tolist() == [0, 0]


STABLE = "np.minimum(z, 0) - np.log1p(np.exp(-np.abs(z)))"
BOTH = "np.where(z > 0, -np.log1p(np.exp(-z)), z - np.log1p(np.exp(z)))"


@pytest.mark.parametrize(("value", "passed"), [(STABLE, True), (BOTH, False)])
def test_an_overflow_on_the_way_is_told_apart(value, passed):
    source = (
        f"import numpy as np\ndef log_sigmoid(z):\n    s = np.exp(-np.abs(z))\n"
        f"    return {value}, np.where(z > 0, s, 1) / (1 + s)\n"
    )
    report = check_source("neurons/logsigmoid", source)
    assert report.passed == passed
    assert passed or "`np.exp(-z)` is infinite" in report.headline
