from __future__ import annotations

import inspect

import pytest
from dlbook_page.code import FILE, execute, new_namespace


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("1 + 2", 3),
        ("x = 4\nx * x", 16),
        ("x = 4", None),
        ("1 + 2;", None),
        ("", None),
        ("# nothing", None),
        ("def f():\n    return 5\nf()", 5),
    ],
)
def test_the_value_of_the_last_line_is_returned(code, value):
    assert execute(code, new_namespace()) == value


def test_a_last_line_with_a_semicolon_is_run():
    names = new_namespace()
    execute("seen = []\nseen.append(1);", names)
    assert names["seen"] == [1]


def test_errors_pass_through_with_a_file_of_their_own():
    with pytest.raises(ZeroDivisionError) as caught:
        execute("def f():\n    1 / 0\nf()", new_namespace())
    last = inspect.getinnerframes(caught.tb)[-1]
    assert FILE.fullmatch(last.filename)
    assert last.code_context == ["    1 / 0\n"]


def test_the_source_of_a_function_stays_when_other_code_has_run():
    names = new_namespace()
    execute("def f():\n    return 1\n", names)
    execute("def g():\n    return 2\n", names)
    assert inspect.getsource(names["f"]) == "def f():\n    return 1\n"


def test_dataclasses_and_future_statements_work():
    code = (
        "from __future__ import annotations\nimport dataclasses\n"
        "@dataclasses.dataclass\nclass A:\n    x: int\nA(3).x"
    )
    assert execute(code, new_namespace()) == 3


def test_names_of_one_run_are_not_seen_by_another():
    execute("x = 1", new_namespace())
    with pytest.raises(NameError):
        execute("x", new_namespace())
