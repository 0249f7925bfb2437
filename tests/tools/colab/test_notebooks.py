"""The plain notebooks hold the chapters' code, and are made the same each time."""

from __future__ import annotations

import json
import re

import nbformat
import pytest
from remote_links import Remote

from dlbook.exercise import find, ids
from tools.colab import ROOT
from tools.colab import notebooks as tool
from tools.colab.cells import Cell
from tools.colab.errors import ConversionError
from tools.colab.install import install_cell
from tools.colab.labels import chapter_files, shown_exercise
from tools.colab.markdown import remains

SOURCE = "dlbook[torch] @ git+https://github.com/reader/book"
LINK = re.compile(r"\]\(((?!\w+://)[^()\s]+)\)")
CHAPTERS = [path.stem for path in chapter_files(ROOT)]
BANK = sorted({id.partition("/")[0] for id in ids()})
NAMES = [f"{slug}.ipynb" for slug in CHAPTERS] + [
    f"exercises/{slug}{end}.ipynb" for slug in BANK for end in ("", "-solutions")
]


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return tool.notebooks(ROOT, SOURCE)


@pytest.fixture
def read(made):
    """Return a function that reads a notebook that was made."""
    return lambda name: nbformat.reads(made[name], as_version=4)


def sources(notebook, kind: str) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == kind]


def test_there_is_one_of_each_chapter_and_two_of_its_exercises(made):
    assert list(made) == NAMES


@pytest.mark.parametrize("slug", CHAPTERS)
def test_the_code_is_the_chapters(slug, read):
    """All that a chapter runs, its copy runs: what stands there is read as stored."""
    original = next(path for path in chapter_files(ROOT) if path.stem == slug)
    cells = nbformat.read(original, as_version=4).cells
    expected = [c.source for c in cells if c.cell_type == "code" and not shown_exercise(c)]
    ours = iter(sources(read(f"{slug}.ipynb"), "code"))
    assert next(ours) == install_cell(SOURCE)
    assert [code for code in expected if code not in ours] == []  # in this order


def test_the_test_of_the_code_notices_a_change():
    ours = iter(["a", "extra", "b", "c"])
    assert [code for code in ["a", "b", "c"] if code not in ours] == []
    for changed in (["a", "B", "c"], ["b", "a", "c"], ["a", "b", "c", "d"]):
        ours = iter(["a", "extra", "b", "c"])
        assert [code for code in changed if code not in ours]


@pytest.mark.parametrize("slug", CHAPTERS)
def test_a_chapters_exercises_are_all_there(slug, read):
    original = next(path for path in chapter_files(ROOT) if path.stem == slug)
    text = json.loads(original.read_text(encoding="utf-8"))
    shown = [id for cell in text["cells"] if (id := shown_exercise(cell))]
    code = "\n".join(sources(read(f"{slug}.ipynb"), "code"))
    missing = [id for id in shown if f'check("{id}", ' not in code]
    assert [id for id in missing if find(id).kind != "investigate"] == []
    assert "show_exercise(" not in code


@pytest.mark.parametrize("name", NAMES)
def test_text_is_plain_and_outputs_are_gone(name, read):
    notebook = read(name)
    problems = [p for text in sources(notebook, "markdown") for p in remains(text)]
    assert problems == []
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [(c.outputs, c.execution_count) for c in code] == [([], None)] * len(code)
    assert {key for c in notebook.cells for key in c.metadata} <= {
        "tags",
        "cellView",
        "jupyter",
    }


@pytest.mark.parametrize("name", NAMES)
def test_links_between_notebooks_lead_to_notebooks(name, read):
    text = "\n".join(sources(read(name), "markdown"))
    folder = (ROOT / tool.FOLDER / name).parent
    for target in set(LINK.findall(text)):
        path = (folder / target).resolve().relative_to((ROOT / tool.FOLDER).resolve())
        assert path.as_posix() in NAMES, target


def test_they_are_the_same_each_time(made):
    assert tool.notebooks(ROOT, SOURCE) == made


def test_the_address_of_files():
    assert tool.files_address(None) == ""
    assert tool.files_address(Remote("gitlab.com", "a/b", "main")) == ""
    github = tool.files_address(Remote("github.com", "a/b", "main"))
    assert github == "https://github.com/a/b/blob/main/"


def test_an_error_tells_its_place(context):
    cell = Cell("markdown", "{abbr}`x`", origin="one.ipynb, cell 7")
    with pytest.raises(ConversionError, match=r"one.ipynb, cell 7: unknown role \{abbr\}"):
        tool.written([cell], context, SOURCE)


def test_code_is_not_converted(context):
    text = tool.written([Cell("code", "x = '{abbr}`x`'")], context, SOURCE)
    assert nbformat.reads(text, as_version=4).cells[1].source == "x = '{abbr}`x`'"


def test_a_notebook_of_exercises_that_cites_lists_its_references(works):
    book = tool.Book({}, {}, works, "")
    cells = [Cell("markdown", "See {footcite:t}`one1958first`.")]
    listed = tool.with_references(cells)
    text = tool.written(listed, book.context("one", listed), SOURCE)
    last = nbformat.reads(text, as_version=4).cells[-1].source
    assert last.startswith("## References\n\n- Ann Bürger")
    assert tool.with_references(cells[:0]) == []
