from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlbook.grade.submissions.budget import Budget
from dlbook.grade.submissions.document import Document, read_document
from tests.grade.generated import notebook

JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["cells", "cell_type", "source", "worksheets", "input", "x"]), inner
        )
    ),
    max_leaves=12,
)


def test_a_notebook_is_its_code_cells():
    data = notebook(["x = 1", "%matplotlib inline\ny = 2"]).encode()
    document = read_document("a.ipynb", data, Budget())
    assert document.cells == ("x = 1", "pass  # %matplotlib inline\ny = 2")


def test_sources_may_be_lists_of_lines():
    cells = [{"cell_type": "code", "source": ["a = 1\n", "b = 2"]}]
    document = read_document("a.ipynb", json.dumps({"cells": cells}).encode(), Budget())
    assert document.cells == ("a = 1\nb = 2",)


def test_notebooks_of_version_3_are_read():
    sheet = {"cells": [{"cell_type": "code", "input": "a = 1"}, {"cell_type": "markdown"}]}
    data = json.dumps({"worksheets": [sheet], "nbformat": 3}).encode()
    assert read_document("a.ipynb", data, Budget()).cells == ("a = 1",)


def test_a_python_file_is_one_cell():
    assert read_document("a.PY", b"x = 1\r\n", Budget()) == Document("a.PY", ("x = 1\n",))


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"1", b"{}", b'{"cells": 3}', b"[" * 10**5])
def test_what_is_no_notebook_is_noted(data):
    budget = Budget()
    assert read_document("a.ipynb", data, budget) is None
    assert "a.ipynb is damaged" in budget.notes[0]


def test_a_file_that_is_no_utf8_is_noted_and_read():
    budget = Budget()
    assert read_document("a.py", b"x = 1  # \xe9", budget).cells == ("x = 1  # é",)
    assert "not UTF-8" in budget.notes[0]


@given(JSON)
@settings(max_examples=200, deadline=None)
def test_any_json_is_a_notebook_or_is_noted(value):
    budget = Budget()
    document = read_document("a.ipynb", json.dumps(value).encode(), budget)
    assert (document is None) == bool(budget.notes)
    assert document is None or all(isinstance(cell, str) for cell in document.cells)


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_a_python_file(data):
    assert len(read_document("a.py", data, Budget()).cells) == 1
