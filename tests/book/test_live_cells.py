from __future__ import annotations

import pytest
from live_cells import live_setup, with_exercises


def cell(source, *tags, kind="code"):
    return {"cell_type": kind, "id": "a1", "metadata": {"tags": list(tags)}, "source": source}


def notebook(*cells):
    return {"cells": list(cells), "metadata": {"title": "kept"}}


@pytest.mark.parametrize(
    "source",
    [
        'show_exercise("one/two-three")',
        ["from x import y\n", "show_exercise( 'one/two-three' )"],
    ],
)
def test_a_cell_that_shows_an_exercise_becomes_its_directive(source):
    given = notebook(cell("x = 1"), cell(source, "exercise"))
    made = with_exercises(given)
    assert made["cells"][0] == given["cells"][0]
    assert made["cells"][1]["cell_type"] == "markdown"
    assert made["cells"][1]["source"] == "```{live-exercise} one/two-three\n```"
    assert made["metadata"] == {"title": "kept"}


def test_a_cell_with_the_tag_that_shows_none_is_an_error():
    with pytest.raises(ValueError, match=r'calls show_exercise\("chapter/slug"\)'):
        with_exercises(notebook(cell("x = 1", "exercise")))


def test_a_markdown_cell_with_the_tag_stays():
    given = notebook(cell("text", "exercise", kind="markdown"))
    assert with_exercises(given) == given


def test_the_first_code_cell_is_the_set_up():
    text, setup = cell("# T", kind="markdown"), cell("import torch\nx = 1")
    assert live_setup(notebook(text, setup, cell("x", "live"))) == "x = 1"
    assert live_setup(notebook(text, setup, cell("x"))) is None
    assert live_setup(notebook(cell("x = 1", "live"))) == ""
