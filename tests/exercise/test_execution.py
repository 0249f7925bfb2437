"""A call is within limits, and whatever comes of it is told as data."""

from __future__ import annotations

import signal
import sys
import threading
import time
import warnings

import numpy as np
import pytest

from dlbook.exercise.execution import (
    InProcess,
    OutOfTime,
    Spec,
    call,
    can_interrupt,
    describe,
    run_source,
    time_limit,
)


def test_result_print_and_warnings():
    def add(x, y):
        print("adding")
        warnings.warn("careful", stacklevel=1)
        warnings.warn("careful", stacklevel=1)
        return x + y

    outcome = call(add, (np.ones(2), 1), 5)
    np.testing.assert_array_equal(outcome.result, [2, 2])
    assert (outcome.error, outcome.changed) == (None, {})
    assert (outcome.printed, outcome.warned) == ("adding\n", ("careful",))


def test_arguments_that_are_changed_are_known_and_the_original_stays():
    def spoil(x, names, same):
        x += 1
        names.append(object())

    args = (np.zeros(2), ["a"], 3)
    changed = call(spoil, args, 5).changed
    assert (args[0].sum(), changed[0].sum(), len(args[1])) == (0, 2, 1)
    assert [*changed] == [0, 1]


FAILING = """\
import time
import numpy as np
class WordlessError(Exception):
    def __str__(self):
        raise RuntimeError("no words")
def f():
    """


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("while True: pass", "timeout"),
        ("time.sleep(60)", "timeout"),
        ("return f()", "recursion"),
        ("while True: print('x' * 1000)", "output"),
        ("return np.zeros((1 << 25, 1 << 25))", "memory"),
        ("raise SystemExit", "exception"),
        ("raise WordlessError", "exception"),
        ("return 1 / 0", "exception"),
        ("return eval('1 +')", "syntax"),
    ],
)
def test_each_way_to_fail_has_its_name(body, kind):
    f = run_source(FAILING + body, "failing", "failing")["f"]
    outcome = call(f, (), 60 if kind == "output" else 0.2)
    assert outcome.error.kind == kind
    if "Wordless" in body:
        assert outcome.error.message == ""


def test_an_interrupt_from_the_keyboard_goes_through():
    def interrupt():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        call(interrupt, (), 5)


def test_an_error_is_told_by_types_words_and_fingerprint():
    error = describe(KeyError("x"))
    assert error.types[:3] == ("KeyError", "LookupError", "Exception")
    assert str(error) == "KeyError: 'x'"
    assert describe(ValueError("4")).fingerprint == describe(ValueError("4")).fingerprint
    assert describe(ValueError("4")).fingerprint != describe(ValueError("5")).fingerprint
    assert describe(ValueError("\ud800" * 9000)).fingerprint > 0


READER = """import numpy as np
def helper(x):
    return np.reshape(x, (7, 7))
def f(x):
    return helper(x)
"""


def test_the_line_is_the_readers_own_and_the_innermost():
    f = run_source(READER, "reader", "your code")["f"]
    error = call(f, (np.ones(3),), 5).error
    assert error.where == "line 3: return np.reshape(x, (7, 7))"
    assert call(np.reshape, (np.ones(3), (7, 7)), 5).error.where == ""
    names = {}
    exec(compile("def f():\n    return 1 / 0", "<gone>", "exec"), names)
    assert call(names["f"], (), 5).error.where == "line 2"
    with pytest.raises(SyntaxError) as raised:
        compile("x = 1\ny = = 2\n", "your code", "exec")
    assert describe(raised.value).where == "line 2: y = = 2"


# --- limits -----------------------------------------------------------------------------


def test_a_loop_that_catches_everything_is_stopped():
    caught = []

    def endless():
        with time_limit(0.05):
            while True:
                try:
                    time.sleep(1)
                except BaseException as error:
                    caught.append(error)
                    if len(caught) > 1:
                        raise

    with pytest.raises(OutOfTime):
        endless()
    assert len(caught) == 2


def test_afterwards_all_is_as_before():
    before = [signal.getsignal(n) for n in (signal.SIGALRM, signal.SIGPROF)]
    with time_limit(5):
        during = [signal.getsignal(n) for n in (signal.SIGALRM, signal.SIGPROF)]
    assert [signal.getsignal(n) for n in (signal.SIGALRM, signal.SIGPROF)] == before
    assert signal.getitimer(signal.ITIMER_REAL) == signal.getitimer(signal.ITIMER_PROF)
    during[0](signal.SIGALRM, None)  # one that comes too late does nothing


def test_neither_a_thread_nor_a_page_can_interrupt(monkeypatch):
    assert can_interrupt()
    found = []
    thread = threading.Thread(target=lambda: found.append(can_interrupt()))
    thread.start()
    thread.join()
    assert found == [False]
    monkeypatch.setattr(sys, "platform", "emscripten")
    with time_limit(0):  # does nothing
        assert not can_interrupt()


# --- an answer that is called again and again -------------------------------------------------


def executor(source: str, drive: str = "", starter: str = "", **more) -> InProcess:
    return InProcess(Spec("f", 5.0, starter=starter, drive=drive, **more), source=source)


@pytest.mark.parametrize(
    ("source", "kind", "words"),
    [
        ("def f(: pass", "syntax", ""),
        ("x = 1 / 0", "exception", "division"),
        ("def ff(): pass", "missing", "ff"),
        ("f = 3", "not a function", "number"),
        ("import math\ndef f(): return math.sqrt(2)", "forbidden", "math"),
        ("while True: pass", "timeout", ""),
    ],
)
def test_what_cannot_be_tried_says_why(source, kind, words):
    error = executor(source, forbidden=("math",), load_seconds=0.2).load().error
    assert error.kind == kind
    assert words in error.message


def test_the_forbidden_is_found_before_anything_runs():
    found = executor("raise ValueError\nfor x in []: pass", forbidden=("for",)).load()
    assert found.error.kind == "forbidden"


def test_an_answer_is_driven_with_the_names_of_the_starter():
    starter = "class Box:\n    def __init__(self, x): self.x = x\n"
    drive = "def drive(answer, x):\n    return answer(Box(x)).x"
    answer = executor("class Box: pass\ndef f(box): box.x += 1; return box", drive, starter)
    assert answer.load().error is None
    assert answer.run((4,)).result == 5


def test_results_that_change_later_are_known():
    source = "import numpy as np\nB = np.zeros(2)\ndef f(x): B[:] = x; return B"
    answer = executor(source)
    answer.load()
    outcomes = [answer.run((x,)) for x in (1.0, 1.0, 2.0)]
    assert [o.number for o in outcomes] == [1, 2, 3]
    assert [o.overwritten for o in outcomes] == [(), (), (1, 2)]
    np.testing.assert_array_equal(outcomes[0].result, [1, 1])
    fresh = executor("def f(x): return [x]")
    fresh.load()
    assert [fresh.run((x,)).overwritten for x in (1, 2, 3)] == [()] * 3
