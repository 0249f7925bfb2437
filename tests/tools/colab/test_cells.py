"""Cells of chapters and exercises become the cells of a plain notebook."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from dlbook.exercise import find
from tools.colab.cells import FOLDED, Cell, chapter_cells, exercise_notebook_cells, with_ids
from tools.colab.errors import ConversionError
from tools.colab.labels import collect
from tools.exercise_notebooks import reader_cells

ID = "backpropagation/linear-backward"


def made(*cells) -> list[Cell]:
    notebook = new_notebook(cells=list(cells))
    return list(chapter_cells(notebook, "one", collect({"one": notebook})))


def code(source="x = 1", *tags, **metadata):
    return new_code_cell(source, metadata={"tags": list(tags), **metadata})


def test_code_stays_and_outputs_go():
    output = new_output("stream", name="stdout", text="1\n")
    source = "x = '{eq}`a`'\nprint(1)"
    (cell,) = made(new_code_cell(source, outputs=[output], execution_count=3))
    assert cell.as_json("a") == {
        "cell_type": "code", "execution_count": None, "id": "a", "metadata": {},
        "outputs": [], "source": source,
    }  # fmt: skip


@pytest.mark.parametrize("tag", ["remove-input", "hide-input", "hide-cell"])
def test_hidden_code_is_kept_and_folded(tag):
    (cell,) = made(code("predict(...)", tag, "solution"))
    assert (cell.source, cell.tags, cell.folded) == ("predict(...)", ("solution",), True)
    assert cell.as_json("a")["metadata"] == {"tags": ["solution"], **FOLDED}


def test_tags_of_the_page_go_and_others_stay():
    cells = made(code("a", "live"), code("b", "derive", "raises-exception"))
    assert [cell.tags for cell in cells] == [(), ("derive", "raises-exception")]
    assert not any(cell.folded for cell in cells)


def test_a_figure_gets_its_caption_below():
    figure = {"figure": {"name": "fig-a", "caption": "By {eq}`a`.\n"}, "image": {"alt": "A."}}
    picture, caption = made(code("plot()", mystnb=figure))
    assert picture.as_json("a")["metadata"] == {}
    assert (caption.kind, caption.source) == ("markdown", "**Fig. 1.1** By {eq}`a`.")


def test_a_figure_without_caption_is_an_error():
    with pytest.raises(ConversionError, match=r"one.ipynb, cell 1: a figure needs"):
        made(code("y"), code("x", mystnb={"figure": {"name": "fig-a"}}))


def test_exercises_become_cells_to_work_in():
    shown = code(f'show_exercise("{ID}")', "exercise")
    _, how_to, imports, statement, starter, check = made(new_markdown_cell("## Do"), shown)
    assert "exercises/one-solutions.ipynb" in how_to.source
    assert imports.source == "from dlbook.exercise import check, hint"
    assert statement.source.startswith("### Exercise 1.1: Backward pass of a linear layer\n")
    expected = reader_cells(find(ID))
    assert statement.source.partition("\n")[2] == expected[0].source.partition("\n")[2]
    assert [starter.source, check.source] == [cell.source for cell in expected[1:]]
    assert (starter.tags, check.tags) == (("starter",), ("check",))


def test_exercises_are_introduced_once_and_stand_below_their_heading():
    cells = made(
        new_markdown_cell("# Title\n\n## Exercises\n\n### Easy"),
        code(f'show_exercise("{ID}")', "exercise"),
        new_markdown_cell("no heading"),
        code('show_exercise("backpropagation/maximum-operation")', "exercise"),
    )
    assert sum("dlbook.exercise" in cell.source for cell in cells) == 1
    titles = [cell.source.partition(":")[0] for cell in cells if "Exercise 1." in cell.source]
    assert titles == ["#### Exercise 1.1", "#### Exercise 1.2"]


def test_cells_of_exercise_notebooks_stay_as_they_are():
    notebook = new_notebook(cells=reader_cells(find(ID)))
    cells = list(exercise_notebook_cells(notebook, "one"))
    assert [(c.kind, c.source) for c in cells] == [
        (c.cell_type, c.source) for c in notebook.cells
    ]
    assert [c.tags for c in cells] == [(), ("starter",), ("check",)]
    assert cells[2].origin == "one.ipynb, cell 2"


def test_an_id_follows_from_the_text_and_is_given_once():
    cells = [Cell("code", text) for text in ("a", "b", "a")]
    first = [cell["id"] for cell in with_ids(cells)]
    assert len(set(first)) == 3
    assert [cell["id"] for cell in with_ids([Cell("code", "new"), *cells])[1:]] == first
