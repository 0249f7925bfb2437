from __future__ import annotations

import ast
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlbook.exercise.files import decode
from dlbook.exercise.notebook import Document, to_python
from dlbook.grade.archive import Budget
from dlbook.grade.services import CODE_BYTES, read_document
from tests.grade.generated import notebook

JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["cells", "cell_type", "source", "worksheets", "nbformat"]), inner
        )
    ),
    max_leaves=12,
)


def cells_of(notebook: dict) -> tuple[str, ...]:
    return read_document("a.ipynb", json.dumps(notebook).encode(), Budget()).cells


def test_a_notebook_is_its_code_cells():
    document = read_document("a.ipynb", notebook(["x = 1", "y = 2"]).encode(), Budget())
    assert document.cells == ("x = 1", "y = 2")


def test_sources_may_be_lists_and_a_damaged_cell_costs_itself():
    code = [{"cell_type": "code", "source": ["a = 1\n", "b = 2"]}, 3, {"cell_type": "code"}]
    assert cells_of({"cells": code, "nbformat": 4}) == ("a = 1\nb = 2", "")


def test_notebooks_of_version_3_are_read():
    sheet = {"cells": [{"cell_type": "code", "input": "a = 1", "language": "python",
                        "outputs": []}]}  # fmt: skip
    old = {"worksheets": [sheet], "nbformat": 3, "nbformat_minor": 0, "metadata": {}}
    assert cells_of(old) == ("a = 1",)


def test_outputs_do_not_count_but_code_does():
    output = {"output_type": "stream", "name": "stdout", "text": ["x" * CODE_BYTES] * 2}
    code = {"cell_type": "code", "source": "a = 1", "outputs": [output]}
    assert cells_of({"cells": [code], "nbformat": 4}) == ("a = 1",)
    budget = Budget()
    assert read_document("a.py", b"#" * (CODE_BYTES + 1), budget) is None
    assert "longer than 8 MB" in budget.notes[0]


def test_a_python_file_is_one_cell_and_a_notebook_under_its_name_is_one():
    assert read_document("a.PY", b"x = 1\r\n", Budget()) == Document(
        "a.PY", "a", False, ("x = 1\n",)
    )
    data = notebook(["x = 1"]).encode()
    assert read_document("a.py", data, Budget()).cells == ("x = 1",)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"1", b"{}", b'{"cells": 3}', b"[" * 10**5])
def test_what_is_no_notebook_is_noted(data):
    budget = Budget()
    assert read_document("a.ipynb", data, budget) is None
    assert "a.ipynb is damaged" in budget.notes[0]


@given(JSON)
@settings(max_examples=150, deadline=None)
def test_any_json_is_a_notebook_or_is_noted(value):
    budget = Budget()
    document = read_document("a.ipynb", json.dumps(value).encode(), budget)
    assert (document is None) == bool(budget.notes)
    assert document is None or all(isinstance(cell, str) for cell in document.cells)


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_a_python_file(data):
    assert len(read_document("a.py", data, Budget()).cells) == 1


# --- encodings ----------------------------------------------------------------------------


def test_line_ends_are_plain():
    assert decode(b"a\r\nb\rc") == ("a\nb\nc", True)


@pytest.mark.parametrize(
    "data", [b"x = '\xe9'", b"# coding: rot13\n\xff", b"# coding: none-such\n\xff"]
)
def test_the_rest_is_read_as_latin_1_and_noted(data):
    assert decode(data) == (data.decode("latin-1"), False)
    budget = Budget()
    assert read_document("a.py", data, budget).cells == (data.decode("latin-1"),)
    assert "not UTF-8" in budget.notes[0]


# --- magics -------------------------------------------------------------------------------


def names_set(code: str) -> dict:
    """Run a cell as Python, and return the names that it set."""
    names = {}
    exec(compile(to_python(code), "cell", "exec"), names)
    return {k: v for k, v in names.items() if k in "ab"}


@pytest.mark.parametrize(
    "line",
    [
        "%matplotlib inline", "!pip install x", "?len", "len?", "np.sum??", "%timeit f()",
        "!pip install \\\n  numpy \\\n  scipy", "%load_ext \\\n autoreload", "files = !ls",
        "%cd ..", "%%time", "get_ipython().run_line_magic('x', 'y')",
    ],
)  # fmt: skip
def test_magics_and_shell_commands_do_nothing(line):
    assert names_set(
        f"a = 1\n{line}\nif a:\n    b = 2" if "%%" not in line else "a, b = 1, 2"
    ) == {
        "a": 1,
        "b": 2,
    }


def test_a_shell_command_of_several_lines_may_be_all_of_a_block():
    assert names_set("a = 1\nif a:\n    !pip install \\\n      numpy\nb = 2") == {
        "a": 1,
        "b": 2,
    }


@pytest.mark.parametrize(
    "text",
    ["x = (7\n% 3)", "s = '''\n%matplotlib\n!ls\n'''", "", "a = 7 \\\n% 3", "d = {'a': 1}\n"],
)
def test_python_stays_as_it_is(text):
    assert to_python(text) == text


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("%%time\na = 1", {"a": 1}),
        ("\n%%capture out\na = 1\n!ls", {"a": 1}),
        ("%time a = 1 + 1", {"a": 2}),
        ("a = %time 3", {"a": 3}),
        ("%pylab inline\na = float(sqrt(4.0))\nb = max(1, 2)", {"a": 2.0, "b": 2}),
        (">>> a = 1\n>>> b = 2", {"a": 1, "b": 2}),
        ("    a = 1\n    b = 2", {"a": 1, "b": 2}),
    ],
)
def test_magics_with_a_meaning_keep_it(cell, names):
    assert names_set(cell) == names


def test_a_shell_cell_is_left_out_and_what_is_broken_stays_broken():
    assert ast.parse(to_python("%%bash\nls -l | wc")).body == []
    assert to_python("def f(:\n    1") == "def f(:\n    1"
