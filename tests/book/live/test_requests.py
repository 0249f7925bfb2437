from __future__ import annotations

import json
import sys
import warnings

import numpy as np
import pytest
from dlbook_page import answer


def ask(**request):
    """Return the answer to a request, and what was printed meanwhile."""
    printed = []
    result = answer(json.dumps(request), printed.append)
    return json.loads(result), "".join(printed)


def test_a_run_prints_and_has_a_value():
    assert ask(kind="run", code="print('hello')\n1 + 1") == ({"value": "2"}, "hello\n")


def test_errors_and_what_is_written_to_stderr_go_to_the_reader():
    result, printed = ask(kind="run", code="import sys\nsys.stderr.write('careful')\n1 / 0")
    assert "careful" in printed
    assert result["error"].endswith("ZeroDivisionError: division by zero")


@pytest.mark.parametrize("code", ["raise SystemExit(3)", "raise KeyboardInterrupt"])
def test_code_cannot_end_python(code):
    assert code.split()[1].partition("(")[0] in ask(kind="run", code=code)[0]["error"]


def test_endless_printing_ends():
    result, printed = ask(kind="run", code="while True: print('x' * 99)")
    assert result["error"].startswith("Stopped: the code printed more than")
    assert len(printed) == 100_000


def test_input_is_refused():
    result, _ = ask(kind="run", code="input('name?')")
    assert "write the value into the code" in result["error"]
    assert input.__module__ == "builtins"


def test_a_check_answers_with_a_report():
    result, _ = ask(kind="check", exercise="backpropagation/linear-backward", code="x = 1")
    assert result["report"]["passed"] is False


def test_an_unknown_exercise_is_an_error():
    assert "no exercise" in ask(kind="check", exercise="a/b", code="")[0]["error"]


def test_settings_are_put_back():
    before = np.geterr(), np.get_printoptions(), sys.stdout, list(warnings.filters)
    code = (
        "import numpy as np, warnings\nnp.seterr(all='raise')\n"
        "np.set_printoptions(precision=1)\nwarnings.simplefilter('error')"
    )
    ask(kind="run", code=code)
    assert (np.geterr(), np.get_printoptions(), sys.stdout, warnings.filters) == before
