"""Figures that the reader moves: what a page gets of them, and what its Python computes."""

from __future__ import annotations

import json
import sys

import pytest
from dlbook_book.explorables import STORED, explorables
from dlbook_page import answer

pytestmark = pytest.mark.usefixtures("page_python")

CODE = "explore(f, a=(0, 2))"
DEFINED = """from dlbook.notebook import draw, explore
def f(a=1):
    return {"p": draw.curve([0, 1], [0, a]), "double": 2 * a}"""


def cell(*tags, stored=1):
    outputs = [{"output_type": "display_data", "metadata": {STORED: {"controls": []}}}] * stored
    return {"cell_type": "code", "metadata": {"tags": tags}, "source": CODE, "outputs": outputs}


def test_a_page_gets_code_and_what_is_stored_of_each_figure():
    text = {"cell_type": "markdown", "metadata": {}, "source": "text"}
    found = explorables({"cells": [text, cell("live", stored=0), cell("explore")]})
    assert found == [{"code": CODE, "controls": []}]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (cell("explore", stored=0), "stores 0 figures"),
        (cell("explore", stored=2), "stores 2 figures"),
        (cell("live"), "tag it 'explore'"),
    ],
)
def test_tag_and_figure_go_together(wrong, message):
    with pytest.raises(ValueError, match=message):
        explorables({"cells": [wrong]})


def ask(**request):
    return json.loads(answer(json.dumps({"kind": "frame", "code": CODE} | request), print))


def test_a_frame_is_computed_after_the_cells_above():
    found = ask(above=[["one", DEFINED]], at=[2])
    assert found["also"] == 1
    assert found["frame"] == {
        "plots": {"p": [{"kind": "curve", "x": [0, 1], "y": [0, 2]}]},
        "numbers": {"double": 4},
    }
    assert ask(above=[["one", DEFINED]], at=[0])["also"] == 0


def test_a_function_that_was_changed_is_used_as_it_is_now():
    ask(above=[["one", DEFINED]], at=[2])
    changed = DEFINED.replace("2 * a", "3 * a")
    answer(json.dumps({"kind": "cell", "cell": "one", "code": changed, "above": []}), print)
    assert ask(above=[["one", changed]], at=[2])["frame"]["numbers"] == {"double": 6}


def test_what_goes_wrong_is_told_and_the_next_figure_is_displayed_again():
    found = ask(above=[["one", DEFINED.replace("2 * a", "a / 0")]], at=[2])
    assert found["error"].endswith("ZeroDivisionError: division by zero")
    assert sys.modules["dlbook.notebook.explore"].recorder is None
